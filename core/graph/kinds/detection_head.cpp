// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/kinds/kinds.h"
#include "graph/kinds/mobile_parts.h"

namespace bw::kinds {
namespace {

Result<TensorId> pointwise(const LowerContext& c, TensorId x, int64_t channels) {
    ConvSpec spec = pointwiseSpec(c.attributes, channels, Activation::None);
    spec.bias = true;
    spec.batch_norm = false;
    c.builder.setNextName("predict");
    return c.builder.conv(x, spec);
}

/// The map with one channel for each value of each anchor.
Result<TensorId> predict(const LowerContext& c, int64_t channels) {
    const Attributes& a = c.attributes;
    const bool separable = a.flag("separable");
    const auto spec =
        windowConvSpec(a, channels, separable ? activationOf(a, "depthwise_activation") : Activation::None);
    if (!spec) return tl::unexpected(spec.error());
    if (!separable) return paddedConv(c.builder, c.inputs[0], a, *spec, false);
    if (!a.flag("depthwise_last")) {
        const auto x = paddedConv(c.builder, c.inputs[0], a, *spec, true);
        return x ? pointwise(c, *x, channels) : x;
    }
    const auto x = pointwise(c, c.inputs[0], channels);
    return x ? paddedConv(c.builder, *x, a, *spec, true) : x;
}

}  // namespace

BlockKind makeDetectionHead() {
    BlockKind kind;
    kind.id = "detection_head";
    kind.label = "Detection head";
    kind.doc =
        "Predicts boxes or classes at every place of a map: a convolution, depthwise separable in SSD-lite, whose "
        "output is flattened to one row per anchor.";
    kind.group = KindGroup::Head;
    kind.channel_rule = ChannelRule::Fixed;
    kind.params = joinParams(
        {{integerParam("anchors", "Anchors", "Boxes predicted at each place of the map.", 6, 1, 1024),
          integerParam("values", "Values per anchor", "4 for boxes, the number of classes for scores.", 4, 1, 65536),
          flagParam("separable", "Depthwise separable", "A depthwise convolution before a 1 x 1 one (SSD-lite).", true),
          flagParam("depthwise_last", "Depthwise last", "The depthwise convolution comes after the 1 x 1 one (YuNet).",
                    false, true)},
         squareWindowParams(),
         {activationParam("depthwise_activation", "Depthwise activation"),
          choiceParam("layout", "Layout", "Whether a transposition to channels-last comes before flattening.",
                      "reshape", {"reshape", "transpose_reshape"}, true),
          choiceParam("score", "Score", "Non-linearity on the flattened values.", "none",
                      {"none", "sigmoid", "softmax"})},
         weightParams(true, false)});
    kind.lower = [](const LowerContext& c) -> Result<std::vector<TensorId>> {
        const Attributes& a = c.attributes;
        const int64_t values = a.integer("values");
        auto x = predict(c, values * a.integer("anchors"));
        if (x && a.text("layout") == "transpose_reshape") {
            c.builder.setNextName("transpose");
            x = c.builder.transpose(*x, {0, 2, 3, 1});
        }
        if (!x) return tl::unexpected(x.error());
        c.builder.setNextName("flatten");
        x = c.builder.reshape(*x, std::vector<int64_t>{c.builder.shape(*x)[0], -1, values});
        if (x && a.text("score") == "sigmoid") x = c.builder.activation(*x, Activation::Sigmoid);
        if (x && a.text("score") == "softmax") x = c.builder.softmax(*x, 2);
        return single(x);
    };
    return kind;
}

}  // namespace bw::kinds
