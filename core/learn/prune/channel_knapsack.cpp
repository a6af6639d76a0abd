// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/prune/channel_knapsack.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace bw {
namespace {

constexpr double kImpossible = std::numeric_limits<double>::infinity();

}  // namespace

ChannelKnapsack::ChannelKnapsack(std::vector<std::vector<KnapsackItem>> groups) : groups_(std::move(groups)) {
    double most = 0;
    for (const auto& group : groups_) {
        double best = 0;
        for (const KnapsackItem& item : group)
            best = std::max(best, item.saved);
        most += best;
    }
    step_ = most / kSteps;
    std::vector<double> least(kSteps + 1, kImpossible);
    least[0] = 0;
    least_.push_back(least);
    for (const auto& group : groups_) {
        std::vector<double> next(kSteps + 1, kImpossible);
        std::vector<int> taken(kSteps + 1, 0);
        for (size_t i = 0; i < group.size(); ++i) {
            const int saves = quantised(group[i].saved);
            for (int steps = 0; steps <= kSteps; ++steps) {
                const double lost = least_.back()[static_cast<size_t>(std::max(0, steps - saves))] + group[i].lost;
                if (lost >= next[static_cast<size_t>(steps)]) continue;
                next[static_cast<size_t>(steps)] = lost;
                taken[static_cast<size_t>(steps)] = static_cast<int>(i);
            }
        }
        least_.push_back(std::move(next));
        taken_.push_back(std::move(taken));
    }
}

int ChannelKnapsack::quantised(double saved) const {
    if (step_ <= 0 || saved <= 0) return 0;
    return std::min(kSteps, static_cast<int>(std::floor(saved / step_ + 1e-9)));
}

bool ChannelKnapsack::reaches(int steps) const {
    return steps <= 0 || (steps <= kSteps && least_.back()[static_cast<size_t>(steps)] < kImpossible);
}

std::vector<int> ChannelKnapsack::choice(int steps) const {
    std::vector<int> result(groups_.size(), 0);
    for (size_t g = groups_.size(); g-- > 0;) {
        const int item = taken_[g][static_cast<size_t>(std::max(0, steps))];
        result[g] = item;
        steps = std::max(0, steps - quantised(groups_[g][static_cast<size_t>(item)].saved));
    }
    return result;
}

}  // namespace bw
