// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/axis.h"

#include <algorithm>
#include <cmath>

namespace bw::ui {

std::vector<double> axisTicks(double largest, int count, bool binary) {
    if (!(largest > 0) || !std::isfinite(largest)) return {0};
    const double wanted = largest / std::max(count, 1);
    double step = 0;
    if (binary) {
        step = std::exp2(std::ceil(std::log2(wanted)));
    } else {
        const double power = std::pow(10.0, std::floor(std::log10(wanted)));
        const double ratio = wanted / power;
        step = (ratio <= 1 ? 1 : ratio <= 2 ? 2 : ratio <= 5 ? 5 : 10) * power;
    }
    std::vector<double> ticks;
    for (int i = 0; ticks.empty() || ticks.back() < largest; ++i) {
        ticks.push_back(step * i);
        if (i > 64) break;
    }
    return ticks;
}

}  // namespace bw::ui
