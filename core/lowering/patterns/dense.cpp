// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lowering/patterns/chain.h"
#include "lowering/patterns/patterns.h"

namespace bw::patterns_detail {

// flatten -> fully connected -> (activation)
std::optional<Match> matchDense(const GraphView& view, int first) {
    const Operator& start = view.op(first);
    if (start.type != OpType::Reshape && start.type != OpType::Dense) return std::nullopt;
    Match match;
    match.kind = findBlockKind("dense");
    match.inputs = {start.inputs.front()};
    Chain chain(view, first);
    const bool flattens = start.type == OpType::Reshape;
    if (flattens) chain.take();
    const Operator* dense = chain.peek();
    if (dense == nullptr || dense->type != OpType::Dense) return std::nullopt;
    match.attributes.set("flatten", flattens);
    match.attributes.set("channels", dense->out_channels);
    match.attributes.set("bias", dense->has_bias);
    chain.take();
    match.attributes.set("activation", std::string(activationId(takeActivation(chain))));
    match.operators = chain.operators;
    return match;
}

}  // namespace bw::patterns_detail
