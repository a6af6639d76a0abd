// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fit/fit_grid.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace bw {

std::vector<double> smallerWidths(int64_t channels, int64_t multiple, int64_t divisor) {
    std::vector<double> widths = {static_cast<double>(channels)};
    const int64_t step = std::lcm(std::max<int64_t>(1, multiple), std::max<int64_t>(1, divisor));
    for (int64_t width = (channels - 1) / step * step; width >= step; width -= step)
        widths.push_back(static_cast<double>(width));
    for (int64_t width = step; width % 2 == 0 && width / 2 >= 8 && (width / 2) % divisor == 0;) {
        width /= 2;
        if (width < channels) widths.push_back(static_cast<double>(width));
    }
    return widths;
}

std::vector<double> smallerExpansions(double expansion) {
    std::vector<double> expansions = {expansion};
    for (double value = std::ceil(expansion) - 1; value >= 1; value -= 1)
        expansions.push_back(value);
    return expansions;
}

std::vector<double> smallerKernels(int64_t kernel) {
    std::vector<double> kernels = {static_cast<double>(kernel)};
    for (int64_t value = (kernel % 2 == 0 ? kernel - 1 : kernel - 2); value >= 3; value -= 2)
        kernels.push_back(static_cast<double>(value));
    return kernels;
}

std::vector<std::pair<int64_t, int64_t>> smallerInputs(int64_t height, int64_t width) {
    constexpr int64_t kLeast = 32;
    const int64_t step = height <= 128 ? 8 : height <= 256 ? 16 : 32;
    const int64_t least = std::max(kLeast, height / 3);
    std::vector<std::pair<int64_t, int64_t>> sizes;
    for (int64_t h = (height - 1) / step * step; h >= least; h -= step) {
        const double exact = static_cast<double>(width) * static_cast<double>(h) / static_cast<double>(height);
        const int64_t w = height == width ? h : std::llround(exact / static_cast<double>(step)) * step;
        if (w >= kLeast && w <= width) sizes.emplace_back(h, w);
    }
    return sizes;
}

}  // namespace bw
