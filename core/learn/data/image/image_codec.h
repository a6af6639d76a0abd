// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "learn/data/image/image.h"

namespace bw {

/// Limits of pictures that are read; the readers refuse what is larger before they allocate.
inline constexpr int kMaxImageSide = 16384;
inline constexpr int64_t kMaxImagePixels = int64_t{64} << 20;
inline constexpr int64_t kMaxImageFileBytes = int64_t{128} << 20;

/// Width and height of a picture.
struct ImageSize {
    int width = 0;
    int height = 0;
};

/// True where the name ends as PNG and JPEG files do, in any case.
bool isImageFileName(std::string_view name);

/// The size that a PNG or JPEG file's head tells, without decoding it.
Result<ImageSize> imageSizeOf(std::string_view bytes);

/// Decodes PNG (all kinds; 16 bits are shortened, transparency is dropped) or JPEG (grey or colour). InvalidFile for
/// what is damaged or cut short, Unsupported for other formats and for CMYK, LimitExceeded for what is too large.
Result<Image> decodeImage(std::string_view bytes);

/// Decodes a PNG whose numbers are classes: the palette's indices, or grey values of up to 8 bits as they stand.
Result<ClassMask> decodeMask(std::string_view bytes);

/// The same from files; errors carry the path.
Result<Image> readImage(const std::string& path);
Result<ClassMask> readMask(const std::string& path);

/// A PNG file of the picture.
Result<std::string> encodePng(const Image& image);
/// A PNG file whose grey values are the classes, as decodeMask() reads them.
Result<std::string> encodeMask(const ClassMask& mask);

}  // namespace bw
