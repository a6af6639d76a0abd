// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/landscape/roughness.h"

#include <algorithm>
#include <cmath>

#include "base/random.h"

namespace bw {
namespace {

/// Sums over axes, from which the shares follow.
struct Tally {
    int64_t steps = 0;
    int64_t falls = 0;
    int64_t flats = 0;
    int64_t points = 0;
    int64_t false_minima = 0;
    int64_t varied = 0;
    double variation = 0;

    void addAxis(const std::vector<double>& costs) {
        if (costs.empty()) return;
        const auto [least, most] = std::minmax_element(costs.begin(), costs.end());
        double moved = 0;
        for (size_t i = 0; i + 1 < costs.size(); ++i) {
            ++steps;
            falls += costs[i + 1] < costs[i];
            flats += costs[i + 1] == costs[i];
            moved += std::abs(costs[i + 1] - costs[i]);
        }
        for (size_t i = 0; i < costs.size(); ++i) {
            ++points;
            const bool beaten = (i > 0 && costs[i - 1] < costs[i]) || (i + 1 < costs.size() && costs[i + 1] < costs[i]);
            false_minima += costs[i] > *least && !beaten;
        }
        if (*most <= *least) return;
        ++varied;
        variation += moved / (*most - *least);
    }

    Roughness shares() const {
        const auto share = [](int64_t part, int64_t whole) {
            return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : 0.0;
        };
        Roughness roughness;
        roughness.violations = share(falls, steps);
        roughness.plateaus = share(flats, steps);
        roughness.false_minima = share(false_minima, points);
        roughness.total_variation = varied > 0 ? variation / static_cast<double>(varied) : 1;
        roughness.samples = points;
        return roughness;
    }
};

/// Correlation of each cost with the one before it.
double autocorrelationOf(std::span<const double> costs) {
    if (costs.size() < 2) return 0;
    double mean = 0;
    for (const double cost : costs)
        mean += cost;
    mean /= static_cast<double>(costs.size());
    double variance = 0;
    double covariance = 0;
    for (size_t i = 0; i < costs.size(); ++i) {
        variance += (costs[i] - mean) * (costs[i] - mean);
        if (i > 0) covariance += (costs[i] - mean) * (costs[i - 1] - mean);
    }
    return variance > 0 ? covariance / variance : 0;
}

std::vector<double> known(std::span<const double> costs) {
    std::vector<double> result;
    std::copy_if(costs.begin(), costs.end(), std::back_inserter(result),
                 [](double cost) { return std::isfinite(cost); });
    return result;
}

}  // namespace

Roughness roughnessOfLines(std::span<const std::vector<double>> lines) {
    Tally tally;
    std::vector<double> longest;
    for (const std::vector<double>& line : lines) {
        const std::vector<double> finite = known(line);
        tally.addAxis(finite);
        if (finite.size() > longest.size()) longest = finite;
    }
    Roughness roughness = tally.shares();
    roughness.autocorrelation = autocorrelationOf(longest);
    return roughness;
}

Roughness sampleRoughness(std::span<const LandscapeAxis> axes, const LandscapeCost& cost, int points, uint64_t seed) {
    Random random(seed);
    std::vector<size_t> walked;
    for (size_t i = 0; i < axes.size(); ++i) {
        if (axes[i].ordered && axes[i].options > 1) walked.push_back(i);
    }
    if (walked.empty()) return {};
    const auto anywhere = [&] {
        std::vector<int32_t> point;
        point.reserve(axes.size());
        for (const LandscapeAxis& axis : axes)
            point.push_back(static_cast<int32_t>(random.below(static_cast<uint64_t>(axis.options))));
        return point;
    };
    Tally tally;
    for (int i = 0; i < points; ++i) {
        const std::vector<int32_t> point = anywhere();
        const size_t axis = walked[random.below(walked.size())];
        std::vector<std::vector<int32_t>> line;
        for (int32_t option = 0; option < axes[axis].options; ++option) {
            line.push_back(point);
            line.back()[axis] = option;
        }
        tally.addAxis(known(cost(line)));
    }
    std::vector<std::vector<int32_t>> walk = {anywhere()};
    for (int i = 0; i < points; ++i) {
        std::vector<int32_t> next = walk.back();
        const size_t axis = walked[random.below(walked.size())];
        const bool up = next[axis] == 0 || (next[axis] + 1 < axes[axis].options && random.below(2) == 0);
        next[axis] += up ? 1 : -1;
        walk.push_back(std::move(next));
    }
    Roughness roughness = tally.shares();
    roughness.autocorrelation = autocorrelationOf(known(cost(walk)));
    return roughness;
}

}  // namespace bw
