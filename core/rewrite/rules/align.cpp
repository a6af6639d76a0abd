// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "rewrite/rules/rules.h"
#include "rewrite/scale_channels.h"

namespace bw::rules {
namespace {

Result<EditPlan> planAlign(const Network& network, const EditArguments& arguments, const EditContext& context) {
    std::vector<bool> scope(network.size(), arguments.words.empty());
    std::string title = "Align channels";
    if (!arguments.words.empty()) {
        const auto blocks = namedBlocks(network, arguments.words);
        if (!blocks) return tl::unexpected(blocks.error());
        if (auto ok = requireThawedSelection(network, *blocks); !ok) return tl::unexpected(ok.error());
        for (const BlockId id : *blocks)
            scope[static_cast<size_t>(network.positionOf(id))] = true;
        title += " of " + namesText(network, *blocks);
    }
    const auto multiple = multipleOf(arguments, context);
    if (!multiple) return tl::unexpected(multiple.error());
    if (*multiple == 1) {
        return fail(ErrorCode::InvalidArgument, "every channel count is a multiple of 1", {},
                    "choose a target with a parallelism factor, or give --multiple M");
    }
    EditPlan plan{NetworkDraft(network), title + " to multiples of " + std::to_string(*multiple), {}};
    const Widening widening{1.0, *multiple, std::move(scope)};
    if (auto ok = widen(plan, network, context, widening); !ok) return tl::unexpected(ok.error());
    return plan;
}

}  // namespace

Rewrite makeAlign() {
    Rewrite rewrite;
    rewrite.id = "align";
    rewrite.label = "Align channels";
    rewrite.syntax = "align [BLOCK...] [--multiple M]";
    rewrite.doc =
        "Rounds every channel count, and the channels inside blocks, to the nearest multiple of the target's "
        "parallelism factor. Outputs of the network, frozen blocks and what is tied to them stay.";
    rewrite.scope = Rewrite::Scope::Network;
    rewrite.options = {"multiple"};
    rewrite.plan = planAlign;
    rewrite.check = [](const Network& network, std::span<const BlockId>) -> Result<void> {
        if (!network.empty()) return {};
        return fail(ErrorCode::InvalidEdit, "the network has no blocks");
    };
    return rewrite;
}

}  // namespace bw::rules
