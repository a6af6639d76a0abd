// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text.h"
#include "rewrite/rules/rules.h"

namespace bw::rules {
namespace {

std::string shown(std::optional<Precision> precision) {
    return precision ? std::string(precisionId(*precision)) : "as the network";
}

Result<EditPlan> planPrecision(const Network& network, const EditArguments& arguments, const EditContext&) {
    if (arguments.words.size() < 2) {
        return fail(ErrorCode::InvalidArgument, "precision needs blocks and a number format", {},
                    "write, for example, precision ibn_3 int16, or precision ibn_3 network");
    }
    const std::string& id = arguments.words.back().text;
    std::optional<Precision> precision;
    if (id != "network") {
        const auto parsed = parsePrecision(id);
        if (!parsed) {
            Error error = parsed.error();
            error.remedy += ", or network for that of the network";
            return tl::unexpected(std::move(error));
        }
        precision = *parsed;
    }
    const auto blocks = namedBlocks(network, std::span(arguments.words).first(arguments.words.size() - 1));
    if (!blocks) return tl::unexpected(blocks.error());
    if (auto ok = requireThawedSelection(network, *blocks); !ok) return tl::unexpected(ok.error());
    EditPlan plan{NetworkDraft(network), "Precision of " + namesText(network, *blocks) + ": " + shown(precision), {}};
    for (const BlockId block_id : *blocks) {
        const Block& block = *network.find(block_id);
        if (block.precision.activations == precision) continue;
        plan.draft.edit(block_id)->precision.activations = precision;
        plan.changes.push_back(elide(block.name, 60) + ": precision " + shown(block.precision.activations) + " -> " +
                               shown(precision));
    }
    return plan;
}

}  // namespace

Rewrite makePrecision() {
    Rewrite rewrite;
    rewrite.id = "precision";
    rewrite.label = "Set precision";
    rewrite.syntax = "precision BLOCK... int8|int16|fp16|fp32|network";
    rewrite.doc =
        "Gives blocks a number format of their own, or that of the network. What they read and give is converted where "
        "the blocks beside them have another.";
    rewrite.plan = planPrecision;
    rewrite.check = requireThawedSelection;
    return rewrite;
}

}  // namespace bw::rules
