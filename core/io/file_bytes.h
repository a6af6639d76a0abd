// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

namespace bw {

/// Reads a whole regular file of at most `max_bytes`. Refuses directories, FIFOs, devices and sockets without blocking,
/// and never follows what a file's content names. Errors carry the path.
Result<std::string> readFileBytes(const std::string& path, int64_t max_bytes);

}  // namespace bw
