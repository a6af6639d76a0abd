// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "base/text.h"
#include "rewrite/rewrite.h"
#include "space/option_grid.h"
#include "space/space_maker.h"

namespace bw {

void SearchSpace::Maker::addConversion(Inside& inside, const Block& block) {
    const std::string& kind = block.kind->id;
    SpaceDecision decision{DecisionKind::Conversion, block.id, {}, block.name + ".kind", {}, {0, 1}, 0, false};
    std::string verb;
    if (kind == "ibn" || kind == "fused_ibn") {
        verb = kind == "ibn" ? "fuse" : "unfuse";
        decision.kind = DecisionKind::Fusion;
        if (block.attributes.integer("kernel", 3) < 2) return;
    } else if (kind == "depthwise_separable" || kind == "depthwise_conv") {
        verb = "to_standard";
    } else if (kind == "conv") {
        verb = "to_depthwise";
        // Of three colours a depthwise convolution sees little.
        const auto from = static_cast<size_t>(network().positionOf(block.inputs.front().block));
        if (lowered_.outputShape(from).channels() < 8) return;
    }
    if (verb.empty() || !options_[decision.kind]) return;
    const auto edited = applyEdit(network(), verb + " " + quoteName(block.name), {space_.multiple_, &lowered_});
    // A residual of a depthwise-separable block would become a block of its own.
    if (!edited || edited->network.size() != network().size()) return;
    const Block& converted = *edited->network.find(block.id);
    inside.verb = verb;
    inside.kind = converted.kind;
    inside.attributes = converted.attributes;
    // The form with fewer parameters comes first.
    decision.now = verb == "unfuse" || verb == "to_depthwise" ? 1 : 0;
    decision.options = {kind, converted.kind->id};
    if (decision.now == 1) std::swap(decision.options[0], decision.options[1]);
    inside.conversion = add(std::move(decision));
}

void SearchSpace::Maker::addSqueeze(Inside& inside, const Block& block) {
    const bool holds = block.kind->param("squeeze") != nullptr && block.kind->id != "squeeze_excite";
    if (!holds || !options_[DecisionKind::Squeeze]) return;
    const double now = block.attributes.integer("squeeze") > 0 ? 1 : 0;
    inside.squeeze =
        add({DecisionKind::Squeeze, block.id, {}, block.name + ".squeeze", {"off", "on"}, {0, 1}, now, false});
}

void SearchSpace::Maker::addDepth(Inside& inside, const Block& block, const std::vector<int>& readers) {
    if (!options_[DecisionKind::Depth] || block.inputs.size() != 1 || readers.empty()) return;
    // Only what reads and gives the same map can be left out or stand behind itself without a change around it.
    const bool tied = block.kind->ties_input && block.kind->ties_input(block.attributes);
    if (!tied && block.kind->param("residual") == nullptr) return;
    SpaceDecision decision{DecisionKind::Depth, block.id, {}, block.name + ".depth", {}, {}, 1};
    if (tied && options_.may_skip) {
        decision.options.emplace_back("skip");
        decision.values.push_back(0);
    }
    decision.options.emplace_back("once");
    decision.values.push_back(1);
    if (options_.most_copies > 0) {
        decision.options.emplace_back("twice");
        decision.values.push_back(2);
    }
    inside.depth = add(std::move(decision));
}

void SearchSpace::Maker::addInsides() {
    const auto readers = network().consumers();
    for (size_t i = 0; i < network().size(); ++i) {
        const Block& block = network().at(i);
        if (block.inputs.empty()) continue;
        if (closed(block)) {
            keep("'" + elide(block.name, 60) + (block.frozen ? "' is frozen" : "' stays as it is"));
            continue;
        }
        Inside inside;
        inside.block = block.id;
        const Attributes& a = block.attributes;
        if (block.kind->param("expansion") != nullptr && options_[DecisionKind::Expansion]) {
            const double now = a.number("expansion", 1);
            inside.expansion = addSizes(DecisionKind::Expansion, block, "expansion",
                                        expansionOptions(now, options_.most_expansion), now);
        }
        const bool square = a.integer("kernel_w") == 0 || a.integer("kernel_w") == a.integer("kernel");
        const bool windowed = block.kind->param("kernel") != nullptr && block.kind->group != KindGroup::Pooling;
        if (windowed && square && options_[DecisionKind::Kernel]) {
            const int64_t now = a.integer("kernel");
            inside.kernel = addSizes(DecisionKind::Kernel, block, "kernel", kernelOptions(now, options_.most_kernel),
                                     static_cast<double>(now));
        }
        addConversion(inside, block);
        addSqueeze(inside, block);
        addDepth(inside, block, readers[i]);
        space_.insides_.push_back(std::move(inside));
    }
}

bool SearchSpace::keepsInterface(const Genome& genome, const LoweredNetwork& lowered) const {
    const auto network = build(genome);
    if (!network) return false;
    const auto result = lower(*network);
    const Base& base = baseOf(genome);
    const bool resized = base.input != bases_.front().input;
    if (!result || !sameOutputs(lowered, *result, resized)) return false;
    if (resized || base.stride != bases_.front().stride) return true;
    // No map changes its size inside either: an explicit padding does not follow its kernel.
    for (size_t i = 0; i < bases_.front().network.size(); ++i) {
        const int position = network->positionOf(bases_.front().network.at(i).id);
        if (position < 0) continue;
        const Shape& before = lowered.outputShape(i);
        const Shape& after = result->outputShape(static_cast<size_t>(position));
        if (before.rank() != after.rank()) return false;
        if (before.rank() == 4 && (before[2] != after[2] || before[3] != after[3])) return false;
    }
    return true;
}

Result<SearchSpace> SearchSpace::withValues(size_t decision, std::span<const double> values,
                                            const LoweredNetwork& lowered) const {
    const SpaceDecision& old = decisions_[decision];
    std::vector<int32_t> kept;
    const bool sizes = old.kind == DecisionKind::Width || old.kind == DecisionKind::Expansion ||
                       old.kind == DecisionKind::Kernel || old.kind == DecisionKind::Scale;
    if (!sizes) {
        for (const double value : values)
            kept.push_back(old.indexOf(value));
        return withOptions(decision, kept);
    }
    SearchSpace space = *this;
    SpaceDecision& now = space.decisions_[decision];
    now.values.assign(values.begin(), values.end());
    std::sort(now.values.begin(), now.values.end());
    now.values.erase(std::unique(now.values.begin(), now.values.end()), now.values.end());
    now.options.clear();
    for (const double value : now.values)
        now.options.push_back(formatNumber(value));
    Genome genome = origin();
    for (size_t i = 0; i < now.values.size(); ++i) {
        genome[decision] = static_cast<int32_t>(i);
        if (now.values[i] > 0 && space.keepsInterface(genome, lowered)) continue;
        return fail(ErrorCode::InvalidArgument, "'" + now.options[i] + "' makes no network with the same outputs",
                    old.name);
    }
    if (now.options.empty()) return fail(ErrorCode::InvalidArgument, "no option would remain", old.name);
    return space;
}

}  // namespace bw
