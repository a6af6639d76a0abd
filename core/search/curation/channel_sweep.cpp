// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/curation/channel_sweep.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

namespace bw {
namespace {

/// The network with another count; nothing where it makes none.
std::optional<Network> withCount(const Network& network, const ChannelClasses& classes, const SweptChannels& axis,
                                 int64_t count) {
    NetworkDraft draft(network);
    const auto setInner = [&](const Block& block, int64_t inner, int64_t in) {
        draft.edit(block.id)->attributes.set("expansion", static_cast<double>(inner) / static_cast<double>(in));
    };
    if (axis.inside) {
        const Block& block = *network.find(axis.block);
        setInner(block, count, classes.channels(classes.classOf(block.inputs.front())));
    } else {
        const ChannelClasses::Request request{{axis.block, 0}, count};
        const auto solution = classes.solve(std::span(&request, 1));
        if (!solution) return std::nullopt;
        for (const ChannelClasses::Change& change : solution->changes)
            draft.edit(change.block)->attributes.set(change.parameter, change.value);
        // What is inside the readers stays, so that only one count moves.
        for (const BlockPtr& block : network.blocks()) {
            if (block->inputs.empty() || block->kind->param("expansion") == nullptr) continue;
            const int32_t in = classes.classOf(block->inputs.front());
            const int64_t old_in = classes.channels(in);
            const int64_t new_in = solution->channels[static_cast<size_t>(in)];
            if (old_in == new_in) continue;
            const double inner = static_cast<double>(old_in) * block->attributes.number("expansion", 1);
            setInner(*block, std::llround(inner), new_in);
        }
    }
    auto made = draft.commit();
    return made ? std::optional(*std::move(made)) : std::nullopt;
}

struct Lanes {
    bool output = false;
    bool input = false;
};

/// In which operators the count is that of outputs and of inputs, from two networks that differ in it.
std::vector<Lanes> lanesOf(const OperatorGraph& a, const OperatorGraph& b) {
    std::vector<Lanes> lanes(a.operators.size());
    for (size_t i = 0; i < lanes.size(); ++i) {
        const Operator& one = a.operators[i];
        const Operator& other = b.operators[i];
        if (!one.isConvolution() || one.inputs.empty()) continue;
        lanes[i].output = a.shape(one.outputs.front()).channels() != b.shape(other.outputs.front()).channels();
        lanes[i].input = a.shape(one.inputs.front()).channels() != b.shape(other.inputs.front()).channels();
    }
    return lanes;
}

}  // namespace

std::vector<SweptChannels> sweptChannels(const Network& network, const LoweredNetwork& lowered,
                                         const ChannelClasses& classes) {
    const std::vector<std::string> reasons =
        classes.reasonsAgainst(std::vector<std::string>(static_cast<size_t>(classes.count())));
    std::vector<SweptChannels> axes;
    std::set<int32_t> seen;
    for (const BlockPtr& block : network.blocks()) {
        if (block->inputs.empty() || block->frozen) continue;
        if (block->kind->channel_rule == ChannelRule::Own) {
            const int32_t cls = classes.classOf({block->id, 0});
            const bool open = !classes.derived(cls) && reasons[static_cast<size_t>(cls)].empty();
            if (open && seen.insert(cls).second)
                axes.push_back({block->id, false, classes.channels(cls), classes.divisor(cls)});
        }
        if (block->kind->param("expansion") == nullptr) continue;
        const auto from = static_cast<size_t>(network.positionOf(block->inputs.front().block));
        const auto in = static_cast<double>(lowered.outputShape(from).channels());
        axes.push_back({block->id, true, std::llround(in * block->attributes.number("expansion", 1)), 1});
    }
    return axes;
}

Result<ChannelSweep> sweepChannels(const Network& network, const ChannelClasses& classes,
                                   const AssessmentContext& context, const SweptChannels& axis, int64_t first,
                                   int64_t last, std::stop_token stop) {
    struct Stretch {
        int64_t first = 1;
        std::vector<LoweredNetwork> networks;
    };
    Stretch best;
    Stretch stretch;
    const auto end = [&](int64_t next) {
        if (stretch.networks.size() > best.networks.size()) best = std::move(stretch);
        stretch = {next, {}};
    };
    stretch.first = first;
    for (int64_t count = first; count <= last; ++count) {
        if (stop.stop_requested()) return fail(ErrorCode::Cancelled, "stopped");
        const auto made = count % axis.divisor == 0 ? withCount(network, classes, axis, count) : std::nullopt;
        auto lowered = made ? lower(*made, context.precision) : tl::unexpected(Error{});
        if (lowered) {
            stretch.networks.push_back(*std::move(lowered));
        } else {
            end(count + 1);
        }
    }
    end(last + 1);
    ChannelSweep sweep;
    sweep.axis = axis;
    sweep.first = best.first;
    if (best.networks.size() < 2) return sweep;
    const std::vector<Lanes> lanes = lanesOf(best.networks[0].graph, best.networks[1].graph);
    constexpr size_t kTogether = 64;
    for (size_t begin = 0; begin < best.networks.size(); begin += kTogether) {
        if (stop.stop_requested()) return fail(ErrorCode::Cancelled, "stopped");
        std::vector<const OperatorGraph*> graphs;
        for (size_t i = begin; i < std::min(best.networks.size(), begin + kTogether); ++i)
            graphs.push_back(&best.networks[i].graph);
        const auto estimates = context.estimator->estimateAll(graphs, context.precision);
        if (!estimates) return tl::unexpected(estimates.error());
        for (const NetworkEstimate& estimate : *estimates) {
            double output = 0;
            double input = 0;
            double both = 0;
            for (size_t i = 0; i < lanes.size() && i < estimate.operators.size(); ++i) {
                const double latency = estimate.operators[i].latency_ms;
                if (lanes[i].output && lanes[i].input) both += latency;
                if (lanes[i].output && !lanes[i].input) output += latency;
                if (!lanes[i].output && lanes[i].input) input += latency;
            }
            sweep.total.push_back(estimate.latency_ms);
            sweep.output.push_back(output);
            sweep.input.push_back(input);
            sweep.depthwise.push_back(both);
        }
    }
    return sweep;
}

}  // namespace bw
