// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/curation/step_finder.h"

#include <algorithm>
#include <cmath>

namespace bw {
namespace {

/// A longer step is taken while it explains so much of what the best one does: estimates have noise, and stairs of
/// several widths lie over each other.
constexpr double kAsGood = 0.8;
/// Below it there is no stair.
constexpr double kLeastSharpness = 0.2;

}  // namespace

void StepFinder::add(std::span<const double> costs, int64_t first, double unit) {
    for (size_t i = 1; i < costs.size(); ++i) {
        const double change = std::abs(costs[i] - costs[i - 1]) / unit;
        if (!std::isfinite(change) || change == 0) continue;
        all_ += change;
        const int64_t before = first + static_cast<int64_t>(i) - 1;
        for (int64_t step = 1; step <= kMostStep; ++step) {
            if (before % step == 0) behind_[static_cast<size_t>(step)] += change;
        }
    }
}

double StepFinder::sharpness(int64_t step) const {
    if (all_ <= 0 || step < 2 || step > kMostStep) return 0;
    const double chance = 1.0 / static_cast<double>(step);
    return (behind_[static_cast<size_t>(step)] / all_ - chance) / (1 - chance);
}

int64_t StepFinder::step() const {
    double best = 0;
    for (int64_t step = 2; step <= kMostStep; ++step)
        best = std::max(best, sharpness(step));
    if (best < kLeastSharpness) return 1;
    int64_t step = kMostStep;
    while (sharpness(step) < kAsGood * best)
        --step;
    return step;
}

}  // namespace bw
