// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/kinds/kinds.h"
#include "graph/kinds/mobile_parts.h"

namespace bw::kinds {

BlockKind makeFusedIbn() {
    BlockKind kind;
    kind.id = "fused_ibn";
    kind.label = "Fused IBN";
    kind.doc =
        "Inverted bottleneck whose expansion and depthwise convolution are one standard convolution "
        "(MobileNetEdgeTPU, EfficientNetV2).";
    kind.group = KindGroup::Mobile;
    kind.channel_rule = ChannelRule::Own;
    kind.params =
        joinParams({{channelsParam(), numberParam("expansion", "Expansion",
                                                  "Channels inside the block divided by its input's.", 6, 0.01, 64)},
                    squareWindowParams(),
                    {activationParam(), activationParam("project_activation", "Projection activation", "none")},
                    squeezeExciteParams(0),
                    residualParams(),
                    weightParams(true, false)});
    kind.ties_input = [](const Attributes& a) { return a.flag("residual"); };
    kind.lower = [](const LowerContext& c) -> Result<std::vector<TensorId>> {
        const Attributes& a = c.attributes;
        const auto expanded = expandedChannels(c.builder, c.inputs[0], a);
        if (!expanded) return tl::unexpected(expanded.error());
        const auto spec = windowConvSpec(a, *expanded, activationOf(a));
        if (!spec) return tl::unexpected(spec.error());
        auto x = paddedConv(c.builder, c.inputs[0], a, *spec, false);
        if (x) x = appendSqueezeExcite(c.builder, *x, a);
        if (!x) return tl::unexpected(x.error());
        c.builder.setNextName("project");
        x = c.builder.conv(*x, pointwiseSpec(a, a.integer("channels"), activationOf(a, "project_activation")));
        if (x) x = appendResidual(c.builder, *x, c.inputs[0], a);
        return single(x);
    };
    return kind;
}

}  // namespace bw::kinds
