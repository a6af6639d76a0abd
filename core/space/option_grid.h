// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

/// The options of decisions about sizes; each list rises and holds what is there.
namespace bw {

/// Multiples of `multiple` between the two shares of `channels`, and below one multiple its half, quarter ... while
/// these are at least 8; all multiples of `divisor`.
std::vector<double> widthOptions(int64_t channels, int64_t multiple, int64_t divisor, double least_share,
                                 double most_share);
/// Whole expansions from 1 to `most`.
std::vector<double> expansionOptions(double expansion, double most);
/// Odd kernels from 3 to `most`; the kernel alone where it is 1.
std::vector<double> kernelOptions(int64_t kernel, int64_t most);
/// Height and width in steps of 8 places up to 128, 16 up to 256 and 32 beyond, between 32 places or a third and
/// `most_share` of the present ones, in nearly the same proportion.
std::vector<std::pair<int64_t, int64_t>> inputOptions(int64_t height, int64_t width, double most_share);

}  // namespace bw
