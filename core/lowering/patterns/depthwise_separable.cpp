// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lowering/patterns/chain.h"
#include "lowering/patterns/patterns.h"

namespace bw::patterns_detail {

// (pad) -> depthwise -> (squeeze-excite) -> 1x1 -> (add the input)
std::optional<Match> matchDepthwiseSeparable(const GraphView& view, int first) {
    const Operator& start = view.op(first);
    if (start.inputs.empty() || view.shape(start.inputs.front()).rank() != 4) return std::nullopt;
    Match match;
    match.kind = findBlockKind("depthwise_separable");
    match.inputs = {start.inputs.front()};
    Attributes& a = match.attributes;
    Chain chain(view, first);
    if (!takeWindowConv(chain, isPlainDepthwise, a)) return std::nullopt;
    setWeightAttributes(view.op(chain.last), a);
    a.set("depthwise_activation", std::string(activationId(takeActivation(chain))));
    if (!takeSqueezeExcite(chain, a)) return std::nullopt;
    const Operator* pointwise = chain.peek();
    if (pointwise == nullptr || !isPointwise(*pointwise)) return std::nullopt;
    a.set("channels", pointwise->out_channels);
    chain.take();
    a.set("activation", std::string(activationId(takeActivation(chain))));
    takeResidual(chain, match.inputs.front(), a);
    match.operators = chain.operators;
    return match;
}

}  // namespace bw::patterns_detail
