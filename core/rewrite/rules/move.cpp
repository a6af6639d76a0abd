// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text.h"
#include "rewrite/rules/rules.h"

namespace bw::rules {
namespace {

Result<void> canMove(const Block& block) {
    if (auto ok = requireThawed(block); !ok) return ok;
    if (block.inputs.size() == 1) return {};
    return fail(ErrorCode::InvalidEdit, "only a block with one input can move along a chain", block.name);
}

// x -> a -> b -> y   becomes   x -> b -> a -> y   by "move a after b"
Result<EditPlan> planMove(const Network& network, const EditArguments& arguments, const EditContext&) {
    const auto& words = arguments.words;
    if (words.size() != 3 || words[1].text != "after") {
        return fail(ErrorCode::InvalidArgument, "move needs two blocks", {}, "write: move BLOCK after OTHER");
    }
    const auto id = network.resolve(words[0].text);
    if (!id) return tl::unexpected(id.error());
    const auto target = network.resolve(words[2].text);
    if (!target) return tl::unexpected(target.error());
    const Block& block = *network.find(*id);
    const Block& other = *network.find(*target);
    if (auto ok = canMove(block); !ok) return tl::unexpected(ok.error());
    if (*id == *target || block.inputs.front().block == *target) {
        return fail(ErrorCode::InvalidEdit, "it stands there already", block.name);
    }
    EditPlan plan{NetworkDraft(network), {}, {}};
    plan.title = "Move " + elide(block.name, 60) + " after " + elide(other.name, 60);
    plan.draft.redirect({*id, 0}, block.inputs.front());
    plan.draft.redirect({*target, 0}, {*id, 0}, *id);
    plan.draft.edit(*id)->inputs = {{*target, 0}};
    plan.draft.moveAfter(*id, *target);
    plan.changes.push_back(elide(block.name, 60) + ": moved behind " + elide(other.name, 60));
    return plan;
}

}  // namespace

Rewrite makeMove() {
    Rewrite rewrite;
    rewrite.id = "move";
    rewrite.label = "Move block";
    rewrite.syntax = "move BLOCK after OTHER";
    rewrite.doc = "Takes a block out of its chain and puts it behind another block.";
    rewrite.plan = planMove;
    rewrite.check = [](const Network& network, std::span<const BlockId> blocks) -> Result<void> {
        if (blocks.size() != 1) return fail(ErrorCode::InvalidEdit, "only one block can be moved at a time");
        return canMove(*network.find(blocks.front()));
    };
    return rewrite;
}

}  // namespace bw::rules
