// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/kinds/kinds.h"
#include "graph/kinds/mobile_parts.h"
#include "graph/kinds/shortcut.h"

namespace bw::kinds {

BlockKind makeBottleneck() {
    BlockKind kind;
    kind.id = "bottleneck";
    kind.label = "Bottleneck";
    kind.doc = "1 x 1 reduction, convolution, 1 x 1 restoration and a shortcut (ResNet-50).";
    kind.group = KindGroup::Residual;
    kind.channel_rule = ChannelRule::Own;
    kind.params = joinParams(
        {{channelsParam(256), integerParam("mid_channels", "Inner channels", "Channels of the convolution inside.", 64,
                                           1, static_cast<double>(kMaxDimension))},
         squareWindowParams(),
         {integerParam("groups", "Groups", "Groups of the convolution inside.", 1, 1, 4096, true),
          activationParam("activation", "Activation", "relu")},
         shortcutParams("three"),
         weightParams(true, false)});
    kind.ties_input = isIdentityShortcut;
    kind.lower = [](const LowerContext& c) {
        return lowerWithShortcut(c, [&]() -> Result<TensorId> {
            const Attributes& a = c.attributes;
            c.builder.setNextName("reduce");
            auto x = c.builder.conv(c.inputs[0], pointwiseSpec(a, a.integer("mid_channels"), activationOf(a)));
            if (!x) return x;
            auto middle = windowConvSpec(a, a.integer("mid_channels"), activationOf(a));
            if (!middle) return tl::unexpected(middle.error());
            middle->groups = a.integer("groups", 1);
            x = paddedConv(c.builder, *x, a, *middle, false);
            if (!x) return x;
            c.builder.setNextName("restore");
            return c.builder.conv(*x, pointwiseSpec(a, a.integer("channels"), Activation::None));
        });
    };
    return kind;
}

}  // namespace bw::kinds
