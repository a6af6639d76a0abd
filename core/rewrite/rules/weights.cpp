// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text.h"
#include "rewrite/rules/rules.h"

namespace bw::rules {
namespace {

std::string shown(std::optional<WeightFormat> format) {
    return format ? std::string(weightFormatId(*format)) : "as the precision has them";
}

bool holdsWeights(const LoweredNetwork& lowered, size_t position) {
    const BlockSpan& span = lowered.blocks[position];
    for (int32_t i = span.first_operator; i < span.first_operator + span.operator_count; ++i) {
        if (lowered.graph.operators[static_cast<size_t>(i)].weight_elements > 0) return true;
    }
    return false;
}

Result<EditPlan> planWeights(const Network& network, const EditArguments& arguments, const EditContext& context) {
    if (arguments.words.size() < 2) {
        return fail(ErrorCode::InvalidArgument, "weights needs blocks and a format of weights", {},
                    "write, for example, weights ibn_3 int4, or weights ibn_3 network");
    }
    const std::string& id = arguments.words.back().text;
    std::optional<WeightFormat> format;
    if (id != "network") {
        const auto parsed = parseWeightFormat(id);
        if (!parsed) {
            Error error = parsed.error();
            error.remedy += ", or network for those that go with the precision";
            return tl::unexpected(std::move(error));
        }
        format = *parsed;
    }
    const auto blocks = namedBlocks(network, std::span(arguments.words).first(arguments.words.size() - 1));
    if (!blocks) return tl::unexpected(blocks.error());
    if (auto ok = requireThawedSelection(network, *blocks); !ok) return tl::unexpected(ok.error());
    const auto lowered = LoweredView::of(network, context);
    if (!lowered) return tl::unexpected(lowered.error());
    EditPlan plan{NetworkDraft(network), "Weights of " + namesText(network, *blocks) + ": " + shown(format), {}};
    for (const BlockId block_id : *blocks) {
        const Block& block = *network.find(block_id);
        // Of several blocks, those without weights have nothing to change; a single one is a mistake to report.
        if (!holdsWeights(**lowered, static_cast<size_t>(network.positionOf(block_id)))) {
            if (blocks->size() == 1) return fail(ErrorCode::InvalidEdit, "the block holds no weights", block.name);
            continue;
        }
        if (block.precision.weights == format) continue;
        plan.draft.edit(block_id)->precision.weights = format;
        plan.changes.push_back(elide(block.name, 60) + ": weights " + shown(block.precision.weights) + " -> " +
                               shown(format));
    }
    return plan;
}

}  // namespace

Rewrite makeWeights() {
    Rewrite rewrite;
    rewrite.id = "weights";
    rewrite.label = "Set format of weights";
    rewrite.syntax = "weights BLOCK... int4|int8|fp16|fp32|network";
    rewrite.doc =
        "Stores the weights of blocks in another format than goes with their precision, or in that one again. Weights "
        "of 4 bits take half the memory and the transfer; the products take as long.";
    rewrite.plan = planWeights;
    rewrite.check = requireThawedSelection;
    return rewrite;
}

}  // namespace bw::rules
