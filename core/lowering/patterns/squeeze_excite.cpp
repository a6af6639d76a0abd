// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lowering/patterns/chain.h"
#include "lowering/patterns/patterns.h"

namespace bw::patterns_detail {

// pool -> 1x1 -> 1x1 -> multiply with what was pooled
std::optional<Match> matchSqueezeExcite(const GraphView& view, int first) {
    const Operator& pool = view.op(first);
    if (pool.type != OpType::AvgPool && pool.type != OpType::Reduce) return std::nullopt;
    const TensorId x = pool.inputs.front();
    const int32_t producer = view.graph().tensors[static_cast<size_t>(x)].producer;
    if (producer < 0) return std::nullopt;
    Match match;
    match.kind = findBlockKind("squeeze_excite");
    match.inputs = {x};
    Chain chain(view, first);
    chain.jumpTo(producer);
    if (!takeSqueezeExcite(chain, match.attributes, true) || chain.operators.empty()) return std::nullopt;
    match.operators = chain.operators;
    return match;
}

}  // namespace bw::patterns_detail
