// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "learn/data/image/image_codec.h"

namespace bw {

// One file for each format; image_codec.cpp chooses by the first bytes.
bool isPng(std::string_view bytes);
Result<ImageSize> pngSize(std::string_view bytes);
Result<Image> decodePng(std::string_view bytes);

bool isJpeg(std::string_view bytes);
Result<ImageSize> jpegSize(std::string_view bytes);
Result<Image> decodeJpeg(std::string_view bytes);

/// LimitExceeded where a picture of this size is not read.
Result<void> checkImageSize(int64_t width, int64_t height);

}  // namespace bw
