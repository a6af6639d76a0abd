// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace bw {

/// Decompresses one gzip stream of at most `max_bytes`. LimitExceeded beyond that; InvalidFile where the stream is cut
/// short, damaged (its checksum is verified) or followed by other bytes.
Result<std::string> decompressGzip(std::string_view bytes, int64_t max_bytes);

}  // namespace bw
