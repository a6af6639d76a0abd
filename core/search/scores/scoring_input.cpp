// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/scores/scoring_input.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "rewrite/rewrite.h"

namespace bw {
namespace {

constexpr int64_t kSideStep = 32;

int64_t scoredSide(int64_t side, int64_t longest) {
    const double exact = static_cast<double>(side * kScoringSide) / static_cast<double>(longest);
    return std::max(kSideStep, static_cast<int64_t>(std::llround(exact / kSideStep)) * kSideStep);
}

/// The one picture that the network reads; null where it reads something else.
const Block* picture(const Network& network) {
    const Block* found = nullptr;
    for (const BlockPtr& block : network.blocks()) {
        if (block->kind->group != KindGroup::Input) continue;
        if (found != nullptr || block->attributes.list("shape").size() != 4) return nullptr;
        found = block.get();
    }
    return found;
}

}  // namespace

OperatorGraph scoringGraph(const ScoredNetwork& scored) {
    const Block* input = picture(*scored.network);
    if (input == nullptr) return scored.lowered->graph;
    const std::vector<int64_t>& shape = input->attributes.list("shape");
    const int64_t longest = std::max(shape[2], shape[3]);
    if (longest <= kScoringSide) return scored.lowered->graph;
    NetworkDraft draft(*scored.network);
    draft.edit(input->id)->frozen = false;
    const auto thawed = draft.commit();
    if (!thawed) return scored.lowered->graph;
    EditContext context;
    context.lowered = scored.lowered;
    context.precision = scored.lowered->precision;
    const std::string size =
        std::to_string(scoredSide(shape[2], longest)) + "x" + std::to_string(scoredSide(shape[3], longest));
    auto small = applyEdit(*thawed, "input_size " + size + " " + quoteName(input->name), context);
    return small ? std::move(small->lowered.graph) : scored.lowered->graph;
}

}  // namespace bw
