// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lowering/patterns/chain.h"
#include "lowering/patterns/patterns.h"

namespace bw::patterns_detail {

// (layer normalisation) -> dense -> activation -> dense back -> (add the input), over tokens
std::optional<Match> matchFeedForward(const GraphView& view, int first) {
    const Operator& start = view.op(first);
    if (start.type != OpType::LayerNorm && start.type != OpType::Dense) return std::nullopt;
    const TensorId input = start.inputs.front();
    const Shape& in = view.shape(input);
    if (in.rank() != 3) return std::nullopt;
    Match match;
    match.kind = findBlockKind("feed_forward");
    match.inputs = {input};
    Attributes& a = match.attributes;
    Chain chain(view, first);
    a.set("normalize", start.type == OpType::LayerNorm);
    if (start.type == OpType::LayerNorm) chain.take();
    const Operator* expand = chain.peek();
    if (expand == nullptr || expand->type != OpType::Dense) return std::nullopt;
    a.set("expansion", static_cast<double>(expand->out_channels) / static_cast<double>(in[2]));
    a.set("bias", expand->has_bias);
    chain.take();
    const Activation activation = takeActivation(chain);
    const Operator* project = chain.peek();
    if (activation == Activation::None || project == nullptr || project->type != OpType::Dense ||
        project->out_channels != in[2]) {
        return std::nullopt;
    }
    a.set("activation", std::string(activationId(activation)));
    chain.take();
    Attributes residual;
    takeResidual(chain, input, residual);
    a.set("residual", residual.flag("residual"));
    match.operators = chain.operators;
    return match;
}

}  // namespace bw::patterns_detail
