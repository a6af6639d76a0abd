// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/advice/rule_facts.h"

#include <algorithm>
#include <cmath>

namespace bw {
namespace {

void addWidth(const SearchSpace& space, const Network& network, BlockId owner, RuleFacts& facts) {
    const Block* now = network.find(owner);
    if (now == nullptr) return;
    facts.channels.push_back(now->channels());
    facts.width_ratios.push_back(static_cast<double>(now->channels()) /
                                 static_cast<double>(space.network().find(owner)->channels()));
    const Block* stem = stemOf(network);
    if (stem != nullptr && stem->id == owner) facts.stem = now->channels();
}

void addScaled(const SearchSpace& space, const Network& network, const SpaceDecision& decision, RuleFacts& facts) {
    for (const BlockPtr& block : space.network().blocks()) {
        const bool in_scope = decision.stage.empty() || block->stage == decision.stage;
        const bool scaled = in_scope && block->kind->channel_rule == ChannelRule::Own && !block->inputs.empty();
        if (scaled && !block->frozen) addWidth(space, network, block->id, facts);
    }
}

RuleFacts::Breaks kindBreaks(const std::vector<RuleFacts::Kinded>& blocks, double most) {
    RuleFacts::Breaks breaks;
    breaks.places = static_cast<int64_t>(blocks.size());
    breaks.broken = std::count_if(blocks.begin(), blocks.end(), [&](const RuleFacts::Kinded& block) {
        return block.converted != (static_cast<double>(block.input_channels) <= most);
    });
    return breaks;
}

template <class T>
RuleFacts::Breaks aboveOf(const std::vector<T>& values, double most) {
    return {
        std::count_if(values.begin(), values.end(), [&](T value) { return static_cast<double>(value) > most + 1e-9; }),
        static_cast<int64_t>(values.size())};
}

}  // namespace

int64_t inputChannels(const Network& network, const LoweredNetwork& lowered, const Block& block) {
    return lowered.outputShape(static_cast<size_t>(network.positionOf(block.inputs.front().block))).channels();
}

const Block* stemOf(const Network& network) {
    for (const BlockPtr& block : network.blocks()) {
        if (block->inputs.empty() || block->kind->channel_rule != ChannelRule::Own) continue;
        const Block* from = network.find(block->inputs.front().block);
        return from->kind->group == KindGroup::Input && block->kind->id == "conv" ? block.get() : nullptr;
    }
    return nullptr;
}

RuleFacts ruleFacts(const SearchSpace& space, const Network& network, const LoweredNetwork& lowered) {
    RuleFacts facts;
    for (const SpaceDecision& decision : space.decisions()) {
        if (decision.kind == DecisionKind::Scale) {
            addScaled(space, network, decision, facts);
            continue;
        }
        const Block* block = network.find(decision.block);
        if (block == nullptr || block->inputs.empty()) continue;
        const std::string& kind = block->kind->id;
        const std::string& before = space.network().find(decision.block)->kind->id;
        if (decision.kind == DecisionKind::Width) addWidth(space, network, decision.block, facts);
        if (decision.kind == DecisionKind::Expansion) facts.expansions.push_back(block->attributes.number("expansion"));
        if (decision.kind == DecisionKind::Kernel) {
            facts.kernels.push_back(static_cast<double>(block->attributes.integer("kernel")));
        }
        if (decision.kind == DecisionKind::Fusion) {
            facts.bottlenecks.push_back({inputChannels(network, lowered, *block), kind == "fused_ibn"});
        }
        if (decision.kind == DecisionKind::Conversion && before.starts_with("depthwise")) {
            facts.separables.push_back({inputChannels(network, lowered, *block), kind == "conv"});
        }
    }
    return facts;
}

RuleFacts::Breaks RuleFacts::breaksOf(RuleKind kind, double value) const {
    switch (kind) {
        case RuleKind::FuseUpTo:
            return kindBreaks(bottlenecks, value);
        case RuleKind::StandardUpTo:
            return kindBreaks(separables, value);
        case RuleKind::ChannelsMultiple: {
            const auto multiple = std::max<int64_t>(1, std::llround(value));
            return {std::count_if(channels.begin(), channels.end(), [&](int64_t n) { return n % multiple != 0; }),
                    static_cast<int64_t>(channels.size())};
        }
        case RuleKind::StemAtMost:
            return stem ? Breaks{static_cast<double>(*stem) > value ? 1 : 0, 1} : Breaks{};
        case RuleKind::ExpansionAtMost:
            return aboveOf(expansions, value);
        case RuleKind::KernelAtMost:
            return aboveOf(kernels, value);
        case RuleKind::WidthAtMost:
            return aboveOf(width_ratios, value);
    }
    return {};
}

}  // namespace bw
