// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace bw {

/// How hard a cost over ordered options is to search. On a smooth landscape all but the autocorrelation are 0, 0, 0
/// and 1.
struct Roughness {
    double violations = 0;  ///< V: share of the steps to the next option, which adds something, that lower the cost.
    double plateaus = 0;    ///< Z: share of those steps that change nothing.
    double false_minima =
        0;  ///< M: share of the points that no neighbour on an axis beats although the axis' minimum does.
    double total_variation = 1;  ///< Sum of |steps| / (greatest - least), mean over axes that vary; 1 where monotone.
    /// r(1) of costs along a random walk of single steps; 0 where the cost never changes.
    double autocorrelation = 0;
    int64_t samples = 0;  ///< Points looked at.
};

/// Axes with all their points: costs in the order of the options. Points without a cost (not-a-number) are left out.
/// The autocorrelation is that along the longest line.
Roughness roughnessOfLines(std::span<const std::vector<double>> lines);

struct LandscapeAxis {
    int32_t options = 1;
    bool ordered = true;  ///< Others take part in the surroundings only.
};

/// Costs of many points at once, each an option for each axis.
using LandscapeCost = std::function<std::vector<double>(std::span<const std::vector<int32_t>>)>;

/// A landscape over several axes, sampled: `points` random points, one random ordered axis through each, and a walk of
/// `points` single steps.
Roughness sampleRoughness(std::span<const LandscapeAxis> axes, const LandscapeCost& cost, int points, uint64_t seed);

}  // namespace bw
