// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lowering/patterns/chain.h"
#include "lowering/patterns/patterns.h"

namespace bw::patterns_detail {

// expand 1x1 -> (pad) -> depthwise -> (squeeze-excite) -> project 1x1 -> (add the input)
std::optional<Match> matchIbn(const GraphView& view, int first) {
    const Operator& expand = view.op(first);
    if (!isPointwise(expand)) return std::nullopt;
    const TensorId input = expand.inputs.front();
    const int64_t in_channels = view.shape(input).channels();
    if (view.shape(input).rank() != 4 || expand.out_channels < in_channels) return std::nullopt;

    Match match;
    match.kind = findBlockKind("ibn");
    match.inputs = {input};
    Attributes& a = match.attributes;
    a.set("expansion", static_cast<double>(expand.out_channels) / static_cast<double>(in_channels));
    setWeightAttributes(expand, a);
    Chain chain(view, first);
    chain.take();
    a.set("activation", std::string(activationId(takeActivation(chain))));
    if (!takeWindowConv(chain, isPlainDepthwise, a)) return std::nullopt;
    takeActivation(chain);
    if (!takeSqueezeExcite(chain, a)) return std::nullopt;
    const Operator* project = chain.peek();
    if (project == nullptr || !isPointwise(*project)) return std::nullopt;
    a.set("channels", project->out_channels);
    chain.take();
    const Activation after = takeActivation(chain);
    // Without a narrow, linear end this is a pointwise convolution before a separable block, not a bottleneck.
    if (after != Activation::None && expand.out_channels == in_channels) return std::nullopt;
    a.set("project_activation", std::string(activationId(after)));
    takeResidual(chain, input, a);
    match.operators = chain.operators;
    return match;
}

}  // namespace bw::patterns_detail
