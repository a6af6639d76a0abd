// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "graph/kinds/kinds.h"
#include "graph/kinds/mobile_parts.h"

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
          activationParam("activation", "Activation", "relu"),
          choiceParam("shortcut", "Shortcut",
                      "identity adds the input; projection adds a strided 1 x 1 convolution of it.", "identity",
                      {"identity", "projection"}),
          choiceParam("projection_first", "Projection order",
                      "Where the projection runs: before or after the three convolutions.", "after",
                      {"before", "after"}, true)},
         weightParams(true, false)});
    kind.ties_input = [](const Attributes& a) { return a.text("shortcut") == "identity"; };
    kind.lower = [](const LowerContext& c) -> Result<std::vector<TensorId>> {
        const Attributes& a = c.attributes;
        const int64_t channels = a.integer("channels");
        Result<TensorId> shortcut = c.inputs[0];
        const auto project = [&] {
            ConvSpec spec = pointwiseSpec(a, channels, Activation::None);
            spec.window.stride_h = spec.window.stride_w = static_cast<int32_t>(a.integer("stride", 1));
            c.builder.setNextName("shortcut");
            shortcut = c.builder.conv(c.inputs[0], spec);
        };
        const bool projects = a.text("shortcut") == "projection";
        if (projects && a.text("projection_first") == "before") project();
        if (!shortcut) return tl::unexpected(shortcut.error());
        c.builder.setNextName("reduce");
        auto x = c.builder.conv(c.inputs[0], pointwiseSpec(a, a.integer("mid_channels"), activationOf(a)));
        if (!x) return tl::unexpected(x.error());
        auto middle = windowConvSpec(a, a.integer("mid_channels"), activationOf(a));
        if (!middle) return tl::unexpected(middle.error());
        middle->groups = a.integer("groups", 1);
        x = paddedConv(c.builder, *x, a, *middle, false);
        if (!x) return tl::unexpected(x.error());
        c.builder.setNextName("restore");
        x = c.builder.conv(*x, pointwiseSpec(a, channels, Activation::None));
        if (!x) return tl::unexpected(x.error());
        if (projects && a.text("projection_first") == "after") project();
        if (!shortcut) return tl::unexpected(shortcut.error());
        if (!(c.builder.shape(*shortcut) == c.builder.shape(*x))) {
            return fail(
                ErrorCode::InvalidEdit,
                "the shortcut is " + c.builder.shape(*shortcut).text() + ", the output " + c.builder.shape(*x).text(),
                {}, "use a projection shortcut");
        }
        c.builder.setNextName("add");
        return single(c.builder.elementwise(OpType::Add, std::array{*shortcut, *x}, activationOf(a)));
    };
    return kind;
}

}  // namespace bw::kinds
