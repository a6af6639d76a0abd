// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text.h"
#include "rewrite/rules/each_block.h"
#include "rewrite/rules/rules.h"

namespace bw::rules {
namespace {

Result<void> canBecomeStandard(const Block& block) {
    if (auto ok = requireKind(block, {"depthwise_conv", "depthwise_separable"}); !ok) {
        if (block.kind->id == "ibn") ok.error().remedy = "use 'fuse' for an IBN";
        return ok;
    }
    if (block.attributes.integer("squeeze") == 0) return {};
    return fail(ErrorCode::InvalidEdit, "a convolution holds no squeeze-excite", block.name,
                "turn it off first: squeeze " + quoteName(block.name) + " off");
}

// depthwise k x k          becomes   k x k convolution
// depthwise k x k -> 1x1   becomes   k x k convolution, with its residual sum as a block of its own
Result<void> makeStandard(EditPlan& plan, const Network& network, const Block& block, const EditContext& context) {
    const BlockKind& conv = *findBlockKind("conv");
    Attributes attributes = carriedAttributes(conv, block.attributes);
    const std::string& padding = block.attributes.text("padding");
    if (padding.starts_with("pad_")) attributes.set("padding", padding.substr(4));
    if (block.kind->id == "depthwise_conv") {
        const auto position = static_cast<size_t>(network.positionOf(block.id));
        attributes.set("channels", context.lowered->outputShape(position)[1]);
    }
    convertKind(plan, block, conv.id, std::move(attributes));
    if (!block.attributes.flag("residual")) return {};
    const BlockKind& add = *findBlockKind("add");
    const Attributes sum = {{"activation", block.attributes.text("residual_activation")}};
    const BlockId id =
        plan.draft.insertAfter(block.id, add, block.name + "_add", sum, {block.inputs.front(), {block.id, 0}});
    plan.draft.edit(id)->stage = block.stage;
    plan.draft.redirect({block.id, 0}, {id, 0}, id);
    plan.changes.push_back(elide(block.name, 60) + "_add: added for the residual");
    return {};
}

}  // namespace

Rewrite makeToStandard() {
    return makeEachBlock({"to_standard", "Depthwise to standard",
                          "Makes a depthwise or depthwise-separable convolution one standard convolution of the same "
                          "kernel, stride and output channels.",
                          "Make standard:", true, canBecomeStandard, makeStandard});
}

}  // namespace bw::rules
