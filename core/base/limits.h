// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace bw {

/// Limits that every reader and every edit keeps; the manual lists them from here.
inline constexpr int64_t kMaxDimension = int64_t{1} << 20;
inline constexpr int64_t kMaxElements = int64_t{1} << 40;
inline constexpr int kMaxRank = 8;
inline constexpr int64_t kMaxNodes = 100'000;
inline constexpr int64_t kMaxDocumentBytes = int64_t{16} << 20;
inline constexpr int64_t kMaxModelFileBytes = int64_t{2} << 30;
inline constexpr int kMaxNestingDepth = 64;
inline constexpr size_t kMaxNameBytes = 4096;
/// Items of a list parameter; the stated shapes of an operator with many inputs need the most.
inline constexpr size_t kMaxListItems = 4096;

}  // namespace bw
