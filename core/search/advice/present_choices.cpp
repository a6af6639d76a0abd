// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/advice/present_choices.h"

#include <algorithm>

namespace bw {

const Block* counterpart(const Network& base, const Network& edited, BlockId block) {
    const Block* before = base.find(block);
    if (before == nullptr) return nullptr;
    const Block* same_id = edited.find(block);
    if (same_id != nullptr && same_id->name == before->name) return same_id;
    const Block* same_name = edited.findByName(before->name);
    if (same_name != nullptr && same_name->kind->group == before->kind->group) return same_name;
    return same_id != nullptr && same_id->kind->group == before->kind->group ? same_id : nullptr;
}

PresentChoices::PresentChoices(const SearchSpace& space, const Network& edited, const LoweredNetwork& lowered)
    : space_(space), edited_(edited), lowered_(lowered) {
    for (const SpaceDecision& decision : space.decisions())
        values_.push_back(read(decision));
}

std::optional<double> PresentChoices::read(const SpaceDecision& decision) const {
    if (decision.kind == DecisionKind::Scale) return readScale(decision);
    if (decision.kind == DecisionKind::OutputStride) return readStride();
    const Block* block = counterpart(space_.network(), edited_, decision.block);
    if (block == nullptr) return decision.kind == DecisionKind::Depth ? std::optional(0.0) : std::nullopt;
    if (block->frozen) return std::nullopt;
    return readOfBlock(decision, *block);
}

std::optional<double> PresentChoices::readOfBlock(const SpaceDecision& decision, const Block& block) const {
    const Attributes& a = block.attributes;
    const auto number = [&](const char* name) {
        return block.kind->param(name) != nullptr ? std::optional(a.number(name, static_cast<double>(a.integer(name))))
                                                  : std::nullopt;
    };
    switch (decision.kind) {
        case DecisionKind::Input:
            return a.list("shape").size() == 4 ? std::optional(static_cast<double>(a.list("shape")[2])) : std::nullopt;
        case DecisionKind::Width:
            return number("channels");
        case DecisionKind::Expansion:
            return number("expansion");
        case DecisionKind::Kernel:
            return number("kernel");
        case DecisionKind::Squeeze:
            return block.kind->param("squeeze") != nullptr ? std::optional(a.integer("squeeze") > 0 ? 1.0 : 0.0)
                                                           : std::nullopt;
        case DecisionKind::Fusion:
        case DecisionKind::Conversion: {
            const auto it = std::find(decision.options.begin(), decision.options.end(), block.kind->id);
            if (it == decision.options.end()) return std::nullopt;
            return decision.values[static_cast<size_t>(it - decision.options.begin())];
        }
        case DecisionKind::Depth: {
            const auto copied = [&](const BlockPtr& other) {
                return other->name.starts_with(block.name + "_copy") && other->kind == block.kind;
            };
            return std::any_of(edited_.blocks().begin(), edited_.blocks().end(), copied) ? 2.0 : 1.0;
        }
        default:
            return std::nullopt;
    }
}

std::optional<double> PresentChoices::readScale(const SpaceDecision& decision) const {
    for (const BlockPtr& before : space_.network().blocks()) {
        const bool in_scope = decision.stage.empty() || before->stage == decision.stage;
        if (!in_scope || before->kind->channel_rule != ChannelRule::Own) continue;
        const Block* now = counterpart(space_.network(), edited_, before->id);
        if (now != nullptr && now->channels() != before->channels()) return std::nullopt;
    }
    return decision.now;
}

double PresentChoices::readStride() const {
    double height = 0;
    double least = 0;
    for (size_t i = 0; i < edited_.size(); ++i) {
        const Shape& shape = lowered_.outputShape(i);
        if (shape.rank() != 4 || shape[2] < 2) continue;
        if (edited_.at(i).kind->group == KindGroup::Input) height = static_cast<double>(shape[2]);
        if (least == 0 || static_cast<double>(shape[2]) < least) least = static_cast<double>(shape[2]);
    }
    return least > 0 && height > 0 ? height / least : 1;
}

}  // namespace bw
