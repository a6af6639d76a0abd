// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/kinds/kinds.h"
#include "graph/kinds/mobile_parts.h"

namespace bw::kinds {

BlockKind makeIbn() {
    BlockKind kind;
    kind.id = "ibn";
    kind.label = "IBN";
    kind.doc = "Inverted bottleneck: 1 x 1 expansion, depthwise convolution, 1 x 1 projection (MobileNetV2).";
    kind.group = KindGroup::Mobile;
    kind.channel_rule = ChannelRule::Own;
    kind.params = invertedBottleneckParams();
    kind.ties_input = hasResidual;
    kind.lower = [](const LowerContext& c) -> Result<std::vector<TensorId>> {
        const Attributes& a = c.attributes;
        const auto expanded = expandedChannels(c.builder, c.inputs[0], a);
        if (!expanded) return tl::unexpected(expanded.error());
        c.builder.setNextName("expand");
        auto x = c.builder.conv(c.inputs[0], pointwiseSpec(a, *expanded, activationOf(a)));
        if (!x) return tl::unexpected(x.error());
        const auto spec = windowConvSpec(a, 0, activationOf(a));
        if (!spec) return tl::unexpected(spec.error());
        return lowerProjection(c, paddedConv(c.builder, *x, a, *spec, true));
    };
    return kind;
}

}  // namespace bw::kinds
