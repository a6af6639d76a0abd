// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/error_map.h"

#include <algorithm>
#include <cmath>

namespace bw {
namespace {

constexpr double kUnseen = 0.5;
/// Weight of the latest error against those before.
constexpr double kMemory = 0.25;
constexpr double kMostError = 1.0;

}  // namespace

ErrorMap::Cell ErrorMap::cellOf(const Kernel& kernel) {
    const double work = static_cast<double>(kernel.macs + kernel.out_h * kernel.out_w * kernel.out_c);
    const int taps = std::min(kernel.kernel_h * kernel.kernel_w, 10);
    return {kernel.type, taps, std::min(kernel.stride_h, 3), static_cast<int>(std::log2(work + 1.0) / 2.0)};
}

void ErrorMap::note(const Kernel& kernel, double predicted_cycles, double measured_cycles) {
    const double error = std::min(kMostError, std::abs(predicted_cycles / measured_cycles - 1.0));
    const auto [cell, fresh] = errors_.try_emplace(cellOf(kernel), error);
    if (!fresh) cell->second += kMemory * (error - cell->second);
}

double ErrorMap::need(const Kernel& kernel) const {
    const auto cell = errors_.find(cellOf(kernel));
    if (cell == errors_.end()) return kUnseen;
    return cell->second > kTolerated ? cell->second : 0.0;
}

}  // namespace bw
