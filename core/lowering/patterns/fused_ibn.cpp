// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lowering/patterns/chain.h"
#include "lowering/patterns/patterns.h"

namespace bw::patterns_detail {

// (pad) -> k x k convolution that widens -> (squeeze-excite) -> linear 1x1 that narrows -> (add the input)
std::optional<Match> matchFusedIbn(const GraphView& view, int first) {
    const Operator& start = view.op(first);
    if (start.inputs.empty()) return std::nullopt;
    const TensorId input = start.inputs.front();
    const int64_t in_channels = view.shape(input).channels();
    // A stem widens the few channels of a picture and is no bottleneck.
    if (view.shape(input).rank() != 4 || in_channels <= 4) return std::nullopt;

    Match match;
    match.kind = findBlockKind("fused_ibn");
    match.inputs = {input};
    Attributes& a = match.attributes;
    Chain chain(view, first);
    if (!takeWindowConv(chain, isSquareConv, a)) return std::nullopt;
    const Operator& wide = view.op(chain.last);
    if (wide.out_channels <= in_channels) return std::nullopt;
    a.set("expansion", static_cast<double>(wide.out_channels) / static_cast<double>(in_channels));
    setWeightAttributes(wide, a);
    a.set("activation", std::string(activationId(takeActivation(chain))));
    if (!takeSqueezeExcite(chain, a)) return std::nullopt;
    const Operator* project = chain.peek();
    if (project == nullptr || !isPointwise(*project) || project->out_channels >= wide.out_channels) return std::nullopt;
    a.set("channels", project->out_channels);
    chain.take();
    if (takeActivation(chain) != Activation::None) return std::nullopt;
    takeResidual(chain, input, a);
    match.operators = chain.operators;
    return match;
}

}  // namespace bw::patterns_detail
