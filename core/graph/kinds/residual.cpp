// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/kinds/kinds.h"
#include "graph/kinds/mobile_parts.h"
#include "graph/kinds/shortcut.h"

namespace bw::kinds {

BlockKind makeResidual() {
    BlockKind kind;
    kind.id = "residual";
    kind.label = "Residual";
    kind.doc = "Two convolutions and a shortcut (ResNet's basic block).";
    kind.group = KindGroup::Residual;
    kind.channel_rule = ChannelRule::Own;
    kind.params = joinParams({{channelsParam()},
                              squareWindowParams(),
                              {activationParam("activation", "Activation", "relu")},
                              shortcutParams("two"),
                              weightParams(true, false)});
    kind.ties_input = isIdentityShortcut;
    kind.lower = [](const LowerContext& c) {
        return lowerWithShortcut(c, [&]() -> Result<TensorId> {
            const Attributes& a = c.attributes;
            const auto first = windowConvSpec(a, a.integer("channels"), activationOf(a));
            if (!first) return tl::unexpected(first.error());
            const auto x = paddedConv(c.builder, c.inputs[0], a, *first, false);
            if (!x) return x;
            ConvSpec second = *first;
            second.window.stride_h = second.window.stride_w = 1;
            second.activation = Activation::None;
            return paddedConv(c.builder, *x, a, second, false);
        });
    };
    return kind;
}

}  // namespace bw::kinds
