// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/axis.h"

#include <algorithm>
#include <cmath>

namespace bw::ui {
namespace {

/// 1, 2 or 5 times a power of ten, not below `wanted`.
double roundStep(double wanted) {
    const double power = std::pow(10.0, std::floor(std::log10(wanted)));
    const double ratio = wanted / power;
    return (ratio <= 1 ? 1 : ratio <= 2 ? 2 : ratio <= 5 ? 5 : 10) * power;
}

}  // namespace

std::vector<double> axisTicks(double largest, int count, bool binary) {
    if (!(largest > 0) || !std::isfinite(largest)) return {0};
    const double wanted = largest / std::max(count, 1);
    const double step = binary ? std::exp2(std::ceil(std::log2(wanted))) : roundStep(wanted);
    std::vector<double> ticks;
    for (int i = 0; ticks.empty() || ticks.back() < largest; ++i) {
        ticks.push_back(step * i);
        if (i > 64) break;
    }
    return ticks;
}

std::vector<double> rangeTicks(double low, double high, int count) {
    if (!(high > low) || !std::isfinite(high - low)) return {low};
    const double step = roundStep((high - low) / std::max(count, 1));
    std::vector<double> ticks;
    for (double tick = std::ceil(low / step) * step; tick <= high + step * 1e-9 && ticks.size() < 64; tick += step)
        ticks.push_back(tick);
    return ticks;
}

}  // namespace bw::ui
