// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/kinds/kinds.h"
#include "graph/kinds/mobile_parts.h"

namespace bw::kinds {

BlockKind makeDepthwiseSeparable() {
    BlockKind kind;
    kind.id = "depthwise_separable";
    kind.label = "Depthwise separable";
    kind.doc = "A depthwise convolution followed by a 1 x 1 convolution.";
    kind.group = KindGroup::Mobile;
    kind.channel_rule = ChannelRule::Own;
    kind.params = joinParams({{channelsParam()},
                              squareWindowParams(),
                              {activationParam("depthwise_activation", "Depthwise activation"), activationParam()},
                              squeezeExciteParams(0),
                              residualParams(),
                              weightParams(true, false)});
    kind.ties_input = hasResidual;
    kind.lower = [](const LowerContext& c) -> Result<std::vector<TensorId>> {
        const Attributes& a = c.attributes;
        const auto spec = windowConvSpec(a, 0, activationOf(a, "depthwise_activation"));
        if (!spec) return tl::unexpected(spec.error());
        auto x = paddedConv(c.builder, c.inputs[0], a, *spec, true);
        if (x) x = appendSqueezeExcite(c.builder, *x, a);
        if (!x) return tl::unexpected(x.error());
        c.builder.setNextName("pointwise");
        x = c.builder.conv(*x, pointwiseSpec(a, a.integer("channels"), activationOf(a)));
        if (x) x = appendResidual(c.builder, *x, c.inputs[0], a);
        return single(x);
    };
    return kind;
}

}  // namespace bw::kinds
