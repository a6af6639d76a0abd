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
    kind.params = invertedBottleneckParams();
    kind.ties_input = hasResidual;
    kind.lower = [](const LowerContext& c) -> Result<std::vector<TensorId>> {
        const Attributes& a = c.attributes;
        const auto expanded = expandedChannels(c.builder, c.inputs[0], a);
        if (!expanded) return tl::unexpected(expanded.error());
        const auto spec = windowConvSpec(a, *expanded, activationOf(a));
        if (!spec) return tl::unexpected(spec.error());
        return lowerProjection(c, paddedConv(c.builder, c.inputs[0], a, *spec, false));
    };
    return kind;
}

}  // namespace bw::kinds
