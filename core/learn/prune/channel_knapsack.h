// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace bw {

/// One way to have a group: what it saves and what is lost by it.
struct KnapsackItem {
    double saved = 0;
    double lost = 0;
};

/// Multiple-choice knapsack: one item of each group so that at least so much is saved and the least is lost, by dynamic
/// programming over savings quantised to 1,000 steps of what can be saved at most (rounded down: what it promises is
/// kept). One pass answers every amount. The approach of HALP (Shen et al., 2110.10811), whose groups are pruned in the
/// same steps.
class ChannelKnapsack {
public:
    static constexpr int kSteps = 1000;

    /// Every group has an item that saves and loses nothing.
    explicit ChannelKnapsack(std::vector<std::vector<KnapsackItem>> groups);

    /// What one step saves.
    double step() const { return step_; }
    /// True where so many steps can be saved.
    bool reaches(int steps) const;
    /// The item of each group that saves at least so many steps, which must be reachable.
    std::vector<int> choice(int steps) const;

private:
    int quantised(double saved) const;

    std::vector<std::vector<KnapsackItem>> groups_;
    double step_ = 0;
    std::vector<std::vector<double>> least_;  ///< By number of groups and steps: the least that is lost.
    std::vector<std::vector<int>> taken_;     ///< By group and steps: its item.
};

}  // namespace bw
