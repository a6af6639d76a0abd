// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

/// The curated options of a fit; each list begins with what is there and falls.
namespace bw {

/// Multiples of `multiple`, below it its half, quarter ... while these are at least 8; all multiples of `divisor`.
std::vector<double> smallerWidths(int64_t channels, int64_t multiple, int64_t divisor);
/// Whole expansions down to 1.
std::vector<double> smallerExpansions(double expansion);
/// Odd kernels down to 3.
std::vector<double> smallerKernels(int64_t kernel);
/// Height and width in steps of 8 places up to 128, 16 up to 256 and 32 beyond, down to 32 places or a third, in nearly
/// the same proportion; the present size is not among them.
std::vector<std::pair<int64_t, int64_t>> smallerInputs(int64_t height, int64_t width);

}  // namespace bw
