// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "base/text.h"
#include "memory/reorder.h"
#include "rewrite/rules/rules.h"

namespace bw::rules {
namespace {

/// Puts the blocks in this order, which works, and lists what no longer follows its old neighbour.
void setOrder(EditPlan& plan, const Network& network, const std::vector<int>& positions) {
    std::vector<BlockId> order;
    for (size_t place = 0; place < positions.size(); ++place) {
        const Block& block = network.at(static_cast<size_t>(positions[place]));
        order.push_back(block.id);
        if (place == 0 || positions[place] == positions[place - 1] + 1) continue;
        const Block& before = network.at(static_cast<size_t>(positions[place - 1]));
        plan.changes.push_back(elide(block.name, 60) + ": runs after " + elide(before.name, 60));
    }
    plan.draft.setOrder(order);
}

Result<EditPlan> planGivenOrder(const Network& network, const EditArguments& arguments) {
    const auto blocks = namedBlocks(network, arguments.words);
    if (!blocks) return tl::unexpected(blocks.error());
    if (blocks->size() < 2) {
        return fail(ErrorCode::InvalidArgument, "an order needs at least two blocks", {},
                    "write: reorder BLOCK BLOCK...");
    }
    std::vector<int> slots;
    for (const BlockId id : *blocks)
        slots.push_back(network.positionOf(id));
    std::vector<int> positions(network.size());
    for (size_t i = 0; i < positions.size(); ++i)
        positions[i] = static_cast<int>(i);
    std::vector<int> sorted = slots;
    std::sort(sorted.begin(), sorted.end());
    for (size_t i = 0; i < slots.size(); ++i)
        positions[static_cast<size_t>(sorted[i])] = slots[i];
    std::vector<int> place(network.size());
    for (size_t i = 0; i < positions.size(); ++i)
        place[static_cast<size_t>(positions[i])] = static_cast<int>(i);
    for (size_t i = 0; i < network.size(); ++i) {
        for (const Port& input : network.at(i).inputs) {
            const int producer = network.positionOf(input.block);
            if (producer < 0 || place[static_cast<size_t>(producer)] < place[i]) continue;
            return fail(ErrorCode::InvalidEdit,
                        "would run before '" + elide(network.find(input.block)->name, 60) + "', whose result it reads",
                        elide(network.at(i).name, 60));
        }
    }
    EditPlan plan{NetworkDraft(network), {}, {}};
    setOrder(plan, network, positions);
    plan.title = "Reorder " + namesText(network, *blocks);
    return plan;
}

Result<EditPlan> planReorder(const Network& network, const EditArguments& arguments, const EditContext& context) {
    if (!arguments.words.empty()) return planGivenOrder(network, arguments);
    const auto lowered = LoweredView::of(network, context);
    if (!lowered) return tl::unexpected(lowered.error());
    const OperatorGraph& graph = (*lowered)->graph;
    std::vector<int32_t> piece_of_operator(graph.operators.size());
    std::vector<int> positions;
    for (size_t i = 0; i < network.size(); ++i) {
        const BlockSpan& span = (*lowered)->blocks[i];
        if (span.operator_count == 0) positions.push_back(static_cast<int>(i));
        for (int32_t op = 0; op < span.operator_count; ++op)
            piece_of_operator[static_cast<size_t>(span.first_operator + op)] = static_cast<int32_t>(i);
    }
    ReorderOptions options;
    options.piece_of_operator = piece_of_operator;
    const auto order = reorderForMemory(graph, context.memory, options);
    if (!order) return tl::unexpected(order.error());
    if (!order->improved) {
        return fail(ErrorCode::InvalidEdit, std::string(order->optimal ? "no order" : "no order that was found") +
                                                " of the blocks has a lower peak than " +
                                                groupDigits(order->given_peak_bytes) + " B");
    }
    EditPlan plan{NetworkDraft(network), {}, {}};
    // Blocks without operators (inputs) cost nothing wherever they stand: they come first.
    positions.insert(positions.end(), order->pieces.begin(), order->pieces.end());
    setOrder(plan, network, positions);
    plan.title = "Reorder execution";
    plan.changes.insert(plan.changes.begin(), "peak of whole tensors " + groupDigits(order->given_peak_bytes) +
                                                  " B -> " + groupDigits(order->peak_bytes) + " B" +
                                                  (order->optimal ? ", the least of any order" : ""));
    return plan;
}

}  // namespace

Rewrite makeReorder() {
    Rewrite rewrite;
    rewrite.id = "reorder";
    rewrite.label = "Reorder execution";
    rewrite.syntax = "reorder [BLOCK BLOCK...]";
    rewrite.doc =
        "Sets the order in which blocks run, which computes the same: without blocks the order with the least peak "
        "activation memory, else the blocks named run in the order named, in the places they have now.";
    rewrite.scope = Rewrite::Scope::Network;
    rewrite.plan = planReorder;
    rewrite.check = [](const Network& network, std::span<const BlockId>) -> Result<void> {
        for (const auto& readers : network.consumers()) {
            if (readers.size() > 1) return {};
        }
        return fail(ErrorCode::InvalidEdit, "the network has no branches: its blocks can run in one order only");
    };
    return rewrite;
}

}  // namespace bw::rules
