// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "graph/kinds/kinds.h"
#include "graph/kinds/mobile_parts.h"

namespace bw::kinds {

BlockKind makeResidual() {
    BlockKind kind;
    kind.id = "residual";
    kind.label = "Residual";
    kind.doc = "Two convolutions and a shortcut (ResNet's basic block).";
    kind.group = KindGroup::Residual;
    kind.channel_rule = ChannelRule::Own;
    kind.params =
        joinParams({{channelsParam()},
                    squareWindowParams(),
                    {activationParam("activation", "Activation", "relu"),
                     choiceParam("shortcut", "Shortcut",
                                 "identity adds the input; projection adds a strided 1 x 1 convolution of it.",
                                 "identity", {"identity", "projection"}),
                     choiceParam("projection_first", "Projection order",
                                 "Where the projection runs: before or after the two convolutions.", "after",
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
        auto first = windowConvSpec(a, channels, activationOf(a));
        if (!first) return tl::unexpected(first.error());
        auto x = paddedConv(c.builder, c.inputs[0], a, *first, false);
        if (!x) return tl::unexpected(x.error());
        ConvSpec second = *first;
        second.window.stride_h = second.window.stride_w = 1;
        second.activation = Activation::None;
        x = paddedConv(c.builder, *x, a, second, false);
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
