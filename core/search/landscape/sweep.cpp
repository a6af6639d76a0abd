// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/landscape/sweep.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "base/text.h"
#include "search/network/network_problem.h"

namespace bw {
namespace {

constexpr int64_t kMostOfOne = 512;
constexpr int64_t kMostOfTwo = 72;

/// Every value of a decision: channel counts one by one, inner counts of an expansion too.
std::vector<double> everyValue(const SpaceDecision& decision, const SpaceOptions& options, double in_channels,
                               int64_t divisor, int64_t most) {
    double unit = 0;
    if (decision.kind == DecisionKind::Width) unit = 1;
    if (decision.kind == DecisionKind::Expansion) unit = in_channels;
    if (unit == 0) return decision.values;
    const double low = decision.kind == DecisionKind::Width ? decision.now * options.least_width : 1;
    const double high = decision.kind == DecisionKind::Width ? decision.now * options.most_width
                                                             : std::max(decision.now, options.most_expansion);
    auto first = static_cast<int64_t>(std::ceil(low * unit));
    auto last = static_cast<int64_t>(std::floor(high * unit));
    const auto now = static_cast<int64_t>(std::llround(decision.now * unit));
    if (last - first + 1 > most * divisor) {
        first = std::max(first, std::min(now - most * divisor / 2, last - most * divisor + 1));
        last = std::min(last, first + most * divisor - 1);
    }
    std::vector<double> values;
    for (int64_t count = std::max<int64_t>(1, first); count <= last; ++count) {
        if (count % divisor == 0) values.push_back(static_cast<double>(count) / unit);
    }
    return values;
}

std::string labelOf(const SpaceDecision& decision, double value, double in_channels) {
    if (decision.kind != DecisionKind::Expansion) return formatNumber(value);
    return formatNumber(std::round(value * 100) / 100) + " (" + std::to_string(std::llround(value * in_channels)) + ")";
}

/// All lines of a table, along both axes; of the points that `shown` is true for.
template <typename Shown>
Roughness roughnessOf(const LandscapeSweep& sweep, const std::vector<double>& costs, Shown shown) {
    const size_t width = sweep.x.values.size();
    const size_t height = sweep.y ? sweep.y->values.size() : 1;
    std::vector<std::vector<double>> lines;
    for (size_t y = 0; y < height; ++y) {
        lines.emplace_back();
        for (size_t x = 0; x < width; ++x) {
            if (shown(x, y)) lines.back().push_back(costs[y * width + x]);
        }
    }
    for (size_t x = 0; x < width && height > 1; ++x) {
        lines.emplace_back();
        for (size_t y = 0; y < height; ++y) {
            if (shown(x, y)) lines.back().push_back(costs[y * width + x]);
        }
    }
    return roughnessOfLines(lines);
}

double inChannels(const Network& network, const LoweredNetwork& lowered, BlockId id) {
    const Block* block = network.find(id);
    if (block == nullptr || block->inputs.empty()) return 1;
    const auto from = static_cast<size_t>(network.positionOf(block->inputs.front().block));
    return static_cast<double>(lowered.outputShape(from).channels());
}

/// Figures of all points, row by row, so that it can be stopped and watched.
Result<void> fillCosts(LandscapeSweep& sweep, const NetworkProblem& problem, const std::stop_token& stop,
                       const std::function<void(double)>& progressed) {
    constexpr size_t kPart = 128;
    const size_t width = sweep.x.values.size();
    const size_t count = width * (sweep.y ? sweep.y->values.size() : 1);
    for (size_t first = 0; first < count; first += kPart) {
        std::vector<Genome> genomes;
        for (size_t i = first; i < std::min(count, first + kPart); ++i)
            genomes.push_back(sweep.genome(i % width, i / width));
        const auto figures = problem.figures(genomes, stop);
        if (figures.size() < genomes.size()) return fail(ErrorCode::Cancelled, "stopped");
        for (const auto& point : figures) {
            sweep.macs.push_back(point ? static_cast<double>(point->macs) : std::nan(""));
            sweep.latency_ms.push_back(point ? point->value(Figure::Latency) : std::nan(""));
        }
        if (progressed) progressed(static_cast<double>(first + genomes.size()) / static_cast<double>(count));
    }
    return {};
}

}  // namespace

Genome LandscapeSweep::genome(size_t x_index, size_t y_index) const {
    Genome genome = space->origin();
    genome[decisions.front()] = static_cast<int32_t>(x_index);
    if (y) genome[decisions.back()] = static_cast<int32_t>(y_index);
    return genome;
}

Result<LandscapeSweep> sweepLandscape(const Network& network, const LoweredNetwork& lowered,
                                      const AssessmentContext& context, const SpaceOptions& options,
                                      const SearchSpace& curated, std::span<const std::string> decisions,
                                      std::stop_token stop, const std::function<void(double)>& progressed) {
    if (decisions.empty() || decisions.size() > 2 || decisions.front() == decisions[decisions.size() - 1]) {
        if (decisions.size() != 1) {
            return fail(ErrorCode::InvalidArgument, "a landscape shows one or two different decisions", "--decision");
        }
    }
    SpaceOptions fine = options;
    fine.multiple = 1;
    auto made = SearchSpace::make(network, lowered, context.target, fine, stop);
    if (!made) return tl::unexpected(made.error());
    SearchSpace space = *std::move(made);
    const ChannelClasses classes(network, lowered);
    std::vector<SweepAxis> axes;
    std::vector<size_t> indices;
    for (const std::string& name : decisions) {
        const auto index = space.find(name);
        if (!index) return tl::unexpected(index.error());
        const SpaceDecision decision = space.decisions()[*index];
        const double in = inChannels(network, lowered, decision.block);
        const int64_t divisor =
            decision.kind == DecisionKind::Width ? classes.divisor(classes.classOf({decision.block, 0})) : 1;
        std::set<double> values;
        for (const double value :
             everyValue(decision, options, in, divisor, decisions.size() == 1 ? kMostOfOne : kMostOfTwo))
            values.insert(value);
        SweepAxis axis{name, {}, {}, {}, decision.now};
        const auto grid = curated.find(name);
        if (grid) {
            // Expansions of the grid are not always whole counts of channels.
            const std::vector<double>& own = curated.decisions()[*grid].values;
            for (const double value : own) {
                if (!values.empty() && value >= *values.begin() && value <= *values.rbegin()) values.insert(value);
            }
            for (const double value : values)
                axis.curated.push_back(std::find(own.begin(), own.end(), value) != own.end());
        } else {
            axis.curated.assign(values.size(), true);
        }
        axis.values.assign(values.begin(), values.end());
        for (size_t i = 0; i < axis.values.size(); ++i) {
            const bool named = !decision.ordered || axis.values == decision.values;
            axis.labels.push_back(named ? decision.options[i] : labelOf(decision, axis.values[i], in));
        }
        if (axis.values != decision.values) {
            auto moved = space.withValues(*index, axis.values, lowered);
            if (!moved) return tl::unexpected(moved.error());
            space = *std::move(moved);
        }
        indices.push_back(*index);
        axes.push_back(std::move(axis));
    }
    LandscapeSweep sweep;
    sweep.x = axes.front();
    if (axes.size() > 1) sweep.y = axes.back();
    sweep.decisions = std::move(indices);
    sweep.space = std::make_shared<const SearchSpace>(space);
    const auto problem = NetworkProblem::make(std::move(space), lowered, context, {{Figure::Latency}, {}});
    if (!problem) return tl::unexpected(problem.error());
    if (auto filled = fillCosts(sweep, **problem, stop, progressed); !filled) return tl::unexpected(filled.error());
    const auto all = [](size_t, size_t) { return true; };
    sweep.of_macs = roughnessOf(sweep, sweep.macs, all);
    sweep.of_latency = roughnessOf(sweep, sweep.latency_ms, all);
    sweep.of_curated = roughnessOf(sweep, sweep.latency_ms, [&](size_t x, size_t y) { return sweep.isCurated(x, y); });
    return sweep;
}

}  // namespace bw
