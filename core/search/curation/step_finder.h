// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace bw {

/// Recovers the step of a stair from costs of consecutive channel counts: the greatest distance such that nearly all
/// changes of cost fall behind its multiples. Costs of several axes that share a step add up.
class StepFinder {
public:
    static constexpr int64_t kMostStep = 128;

    /// `costs` of `first`, `first` + 1, ... channels, each change counted in parts of `unit`.
    void add(std::span<const double> costs, int64_t first, double unit = 1);
    /// 1 where there is no stair.
    int64_t step() const;
    /// Changes behind multiples of `step` as a share of all, less what chance gives: 1 for a pure stair, 0 for a slope.
    double sharpness(int64_t step) const;
    /// True once any cost changed.
    bool sawChanges() const { return all_ > 0; }

private:
    double all_ = 0;
    std::array<double, kMostStep + 1> behind_ = {};  ///< By step: the changes behind its multiples.
};

}  // namespace bw
