// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/curation/curate.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/random.h"
#include "base/text.h"
#include "search/curation/channel_sweep.h"
#include "search/curation/prune.h"
#include "search/curation/step_finder.h"
#include "space/option_grid.h"

namespace bw {
namespace {

/// Channel axes swept count by count; of networks with more, so many evenly spread ones.
constexpr size_t kMostSweeps = 16;
constexpr int64_t kLeastSwept = 160;
constexpr int64_t kMostSwept = 320;

/// What the sweeps tell.
struct Stairs {
    LaneSteps lanes;
    int64_t inside = 1;                   ///< Of the counts inside blocks.
    std::map<BlockId, int64_t> of_class;  ///< By the first block of a channel class.
    int64_t classes = 1;                  ///< Of all channel classes together.
    int64_t networks = 0;
    std::vector<std::vector<double>> lines;  ///< Latencies at every count, by axis.
};

/// The greatest of the lanes' steps that explains an axis about as well as the best one.
int64_t axisStep(const StepFinder& axis, const LaneSteps& lanes) {
    constexpr double kAsGood = 0.8;
    double best = 0;
    for (const int64_t step : {lanes.output, lanes.input, lanes.depthwise})
        best = std::max(best, axis.sharpness(step));
    int64_t greatest = 1;
    for (const int64_t step : {lanes.output, lanes.input, lanes.depthwise}) {
        if (best > 0 && axis.sharpness(step) >= kAsGood * best) greatest = std::max(greatest, step);
    }
    return greatest;
}

Result<Stairs> findStairs(const Network& network, const LoweredNetwork& lowered, const AssessmentContext& context,
                          const std::stop_token& stop, const std::function<void(double)>& progressed) {
    const ChannelClasses classes(network, lowered);
    std::vector<SweptChannels> axes = sweptChannels(network, lowered, classes);
    if (axes.size() > kMostSweeps) {
        std::vector<SweptChannels> some;
        for (size_t i = 0; i < kMostSweeps; ++i)
            some.push_back(axes[i * axes.size() / kMostSweeps]);
        axes = std::move(some);
    }
    Stairs stairs;
    StepFinder output;
    StepFinder input;
    StepFinder depthwise;
    StepFinder inside;
    StepFinder outside;
    std::vector<std::pair<BlockId, StepFinder>> own;
    for (size_t i = 0; i < axes.size(); ++i) {
        const int64_t last = std::clamp(axes[i].channels * 3 / 2, kLeastSwept, kMostSwept);
        const auto sweep = sweepChannels(network, classes, context, axes[i], 8, last, stop);
        if (!sweep) return tl::unexpected(sweep.error());
        if (progressed) progressed(static_cast<double>(i + 1) / static_cast<double>(axes.size()));
        if (sweep->total.empty()) continue;
        stairs.networks += static_cast<int64_t>(sweep->total.size());
        stairs.lines.push_back(sweep->total);
        const double unit = std::max(sweep->total.front(), 1e-12);
        output.add(sweep->output, sweep->first, unit);
        input.add(sweep->input, sweep->first, unit);
        depthwise.add(sweep->depthwise, sweep->first, unit);
        StepFinder& all = axes[i].inside ? inside : outside;
        all.add(sweep->total, sweep->first, unit);
        if (axes[i].inside) continue;
        own.emplace_back(axes[i].block, StepFinder{});
        own.back().second.add(sweep->total, sweep->first, unit);
    }
    stairs.lanes = {output.step(), input.step(), depthwise.step()};
    stairs.inside = inside.sawChanges() ? axisStep(inside, stairs.lanes) : axisStep(outside, stairs.lanes);
    stairs.classes = outside.sawChanges() ? axisStep(outside, stairs.lanes) : stairs.inside;
    for (const auto& [block, finder] : own)
        stairs.of_class[block] = axisStep(finder, stairs.lanes);
    return stairs;
}

/// Channel counts between the options' ends, each one an option.
double everyCount(const SpaceDecision& decision, const SpaceOptions& options, double in_channels) {
    if (decision.kind == DecisionKind::Width) {
        return std::floor(decision.now * options.most_width) - std::ceil(decision.now * options.least_width) + 1;
    }
    if (decision.kind == DecisionKind::Expansion) {
        return std::floor((decision.values.back() - decision.values.front()) * in_channels) + 1;
    }
    return static_cast<double>(decision.options.size());
}

int64_t stepOf(const Stairs& stairs, BlockId block) {
    const auto it = stairs.of_class.find(block);
    return it == stairs.of_class.end() ? stairs.classes : it->second;
}

/// Each channel class in multiples of its own step.
SearchSpace onOwnSteps(SearchSpace space, const LoweredNetwork& lowered, const Stairs& stairs,
                       const SpaceOptions& options) {
    const ChannelClasses classes(space.network(), lowered);
    for (size_t d = 0; d < space.decisions().size(); ++d) {
        const SpaceDecision decision = space.decisions()[d];
        if (decision.kind != DecisionKind::Width) continue;
        const int64_t step = stepOf(stairs, decision.block);
        if (step == space.multiple()) continue;
        const int64_t divisor = classes.divisor(classes.classOf({decision.block, 0}));
        auto moved = space.withValues(
            d, widthOptions(static_cast<int64_t>(decision.now), step, divisor, options.least_width, options.most_width),
            lowered);
        if (moved) space = *std::move(moved);
    }
    return space;
}

}  // namespace

std::vector<LandscapeAxis> landscapeAxes(const SearchSpace& space) {
    std::vector<LandscapeAxis> axes;
    for (const SpaceDecision& decision : space.decisions())
        axes.push_back({static_cast<int32_t>(decision.options.size()), decision.ordered});
    return axes;
}

LandscapeCost latencyCost(const NetworkProblem& problem) {
    return [&problem](std::span<const std::vector<int32_t>> points) {
        std::vector<Genome> genomes;
        bool differ = false;
        for (const std::vector<int32_t>& point : points) {
            genomes.push_back(problem.canonical(point));
            differ = differ || genomes.back() != genomes.front();
        }
        std::vector<double> costs(points.size(), std::nan(""));
        if (!differ) return costs;
        const auto figures = problem.figures(genomes);
        for (size_t i = 0; i < figures.size(); ++i) {
            if (figures[i] && figures[i]->latency_ms) costs[i] = *figures[i]->latency_ms;
        }
        return costs;
    };
}

Result<SearchSpace> withOwnOptions(SearchSpace space, const LoweredNetwork& lowered,
                                   const std::vector<OwnOptions>& own) {
    for (const OwnOptions& one : own) {
        const auto index = space.find(one.decision);
        if (!index) return tl::unexpected(index.error());
        const SpaceDecision& decision = space.decisions()[*index];
        std::vector<double> values;
        for (const std::string& option : one.options) {
            const auto known = std::find(decision.options.begin(), decision.options.end(), option);
            const auto number = parseNumber(option);
            if (known != decision.options.end()) {
                values.push_back(decision.values[static_cast<size_t>(known - decision.options.begin())]);
            } else if (number && decision.ordered) {
                values.push_back(*number);
            } else {
                return fail(ErrorCode::InvalidArgument, "there is no option '" + elide(option, 40) + "'",
                            decision.name);
            }
        }
        auto moved = space.withValues(*index, values, lowered);
        if (!moved) return tl::unexpected(moved.error());
        space = *std::move(moved);
    }
    return space;
}

Result<Curation> curate(const Network& network, const LoweredNetwork& lowered, const AssessmentContext& context,
                        const CurationOptions& options, std::stop_token stop,
                        const std::function<void(double)>& progressed) {
    if (context.estimator == nullptr) {
        return fail(ErrorCode::Unavailable, "curation needs latencies, which cannot be estimated on this target",
                    context.target.id, "choose a target with an estimator");
    }
    const auto report = [&](double from, double to) {
        return [&progressed, from, to](double share) {
            if (progressed) progressed(from + (to - from) * share);
        };
    };
    const auto stairs = findStairs(network, lowered, context, stop, report(0, 0.4));
    if (!stairs) return tl::unexpected(stairs.error());
    SpaceOptions grid = options.space;
    if (grid.multiple == 0) grid.multiple = grid.grain == WidthGrain::Class ? stairs->inside : stairs->classes;
    auto made = SearchSpace::make(network, lowered, context.target, grid, stop);
    if (!made) return tl::unexpected(made.error());
    auto space = withOwnOptions(
        options.space.multiple == 0 ? onOwnSteps(*std::move(made), lowered, *stairs, grid) : *std::move(made), lowered,
        options.own);
    if (!space) return tl::unexpected(space.error());
    if (space->log10Size() <= 0) return fail(ErrorCode::InvalidArgument, "the search space is empty");
    Curation curation{*space, stairs->lanes, {}, 0, 0, {}, stairs->networks, roughnessOfLines(stairs->lines)};
    const auto full = NetworkProblem::make(*space, lowered, context, {{Figure::Latency}, {}});
    if (!full) return tl::unexpected(full.error());
    Pruner pruner(**full, lowered, options);
    if (auto ok = pruner.run(stop, report(0.4, 1)); !ok) return tl::unexpected(ok.error());
    curation.space = pruner.space();
    curation.roughness = pruner.roughness();
    curation.evaluations += pruner.evaluations();
    for (size_t d = 0; d < space->decisions().size(); ++d) {
        const SpaceDecision& decision = space->decisions()[d];
        CuratedAxis axis;
        axis.decision = decision.name;
        if (decision.kind == DecisionKind::Width) axis.step = stepOf(*stairs, decision.block);
        if (decision.kind == DecisionKind::Expansion || decision.kind == DecisionKind::Scale) {
            axis.step = curation.space.multiple();
        }
        double in_channels = 1;
        if (const Block* block = network.find(decision.block); block != nullptr && !block->inputs.empty()) {
            const auto from = static_cast<size_t>(network.positionOf(block->inputs.front().block));
            in_channels = static_cast<double>(lowered.outputShape(from).channels());
        }
        axis.options_before = everyCount(decision, options.space, in_channels);
        axis.options = curation.space.decisions()[d].options;
        axis.removed = pruner.removed(d);
        curation.log10_before += std::log10(std::max(1.0, axis.options_before));
        curation.axes.push_back(std::move(axis));
    }
    curation.log10_after = curation.space.log10Size();
    return curation;
}

}  // namespace bw
