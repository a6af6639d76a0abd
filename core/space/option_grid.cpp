// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "space/option_grid.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

namespace bw {

std::vector<double> widthOptions(int64_t channels, int64_t multiple, int64_t divisor, double least_share,
                                 double most_share) {
    divisor = std::max<int64_t>(1, divisor);
    const int64_t step = std::lcm(std::max<int64_t>(1, multiple), divisor);
    const auto least = static_cast<int64_t>(std::ceil(least_share * static_cast<double>(channels)));
    const auto most = static_cast<int64_t>(std::floor(most_share * static_cast<double>(channels)));
    std::set<int64_t> widths = {channels};
    for (int64_t width = std::max<int64_t>(1, (least + step - 1) / step) * step; width <= most; width += step)
        widths.insert(width);
    for (int64_t width = step; width % 2 == 0 && width / 2 >= 8 && (width / 2) % divisor == 0;) {
        width /= 2;
        if (width >= least && width <= most) widths.insert(width);
    }
    return {widths.begin(), widths.end()};
}

std::vector<double> expansionOptions(double expansion, double most) {
    std::set<double> expansions = {expansion};
    for (double value = 1; value < std::max(expansion, std::floor(most) + 1); value += 1)
        expansions.insert(value);
    return {expansions.begin(), expansions.end()};
}

std::vector<double> kernelOptions(int64_t kernel, int64_t most) {
    std::set<double> kernels = {static_cast<double>(kernel)};
    for (int64_t value = 3; kernel > 1 && value <= std::max(kernel, most); value += 2)
        kernels.insert(static_cast<double>(value));
    return {kernels.begin(), kernels.end()};
}

std::vector<std::pair<int64_t, int64_t>> inputOptions(int64_t height, int64_t width, double most_share) {
    constexpr int64_t kLeast = 32;
    const int64_t step = height <= 128 ? 8 : height <= 256 ? 16 : 32;
    const int64_t least = std::max(kLeast, height / 3);
    const auto most = static_cast<int64_t>(most_share * static_cast<double>(height));
    std::vector<std::pair<int64_t, int64_t>> sizes = {{height, width}};
    for (int64_t h = (least + step - 1) / step * step; h <= most; h += step) {
        const double exact = static_cast<double>(width) * static_cast<double>(h) / static_cast<double>(height);
        const int64_t w = height == width ? h : std::llround(exact / static_cast<double>(step)) * step;
        if (h != height && w >= kLeast && (h > height || w <= width)) sizes.emplace_back(h, w);
    }
    std::sort(sizes.begin(), sizes.end());
    return sizes;
}

}  // namespace bw
