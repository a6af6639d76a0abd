// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text.h"
#include "rewrite/rules/rules.h"

namespace bw::rules {
namespace {

Result<EditPlan> planChannels(const Network& network, const EditArguments& arguments, const EditContext& context) {
    const auto count = arguments.words.empty() ? std::nullopt : parseInteger(arguments.words.back().text);
    if (arguments.words.size() < 2 || !count || *count < 1 || *count > kMaxDimension) {
        return fail(ErrorCode::InvalidArgument, "channels needs blocks and a whole number from 1 on", {},
                    "write, for example, channels add_3 32");
    }
    const auto blocks = namedBlocks(network, std::span(arguments.words).first(arguments.words.size() - 1));
    if (!blocks) return tl::unexpected(blocks.error());
    if (auto ok = requireThawedSelection(network, *blocks); !ok) return tl::unexpected(ok.error());
    const auto lowered = LoweredView::of(network, context);
    if (!lowered) return tl::unexpected(lowered.error());
    const ChannelClasses classes(network, **lowered);
    std::vector<ChannelClasses::Request> requests;
    bool any = false;
    for (const BlockId id : *blocks) {
        requests.push_back({{id, 0}, *count});
        any = any || classes.channels(classes.classOf({id, 0})) != *count;
    }
    if (!any) {
        return fail(ErrorCode::InvalidEdit, "it already has " + std::to_string(*count) + " channels",
                    network.find(blocks->front())->name);
    }
    const auto solution = classes.solve(requests);
    if (!solution) return tl::unexpected(solution.error());
    EditPlan plan{NetworkDraft(network), {}, {}};
    plan.title = "Set channels of " + namesText(network, *blocks) + " to " + std::to_string(*count);
    applyChannelChanges(plan, network, solution->changes);
    return plan;
}

}  // namespace

Rewrite makeChannels() {
    Rewrite rewrite;
    rewrite.id = "channels";
    rewrite.label = "Set channels";
    rewrite.syntax = "channels BLOCK... N";
    rewrite.doc =
        "Sets the channels that blocks give, also of blocks whose channels follow others: an addition or a depthwise "
        "convolution hands the change to the blocks that decide it.";
    rewrite.plan = planChannels;
    rewrite.check = requireThawedSelection;
    return rewrite;
}

}  // namespace bw::rules
