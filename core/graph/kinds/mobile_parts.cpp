// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/kinds/mobile_parts.h"

#include <array>
#include <cmath>

namespace bw::kinds {

std::vector<ParamSpec> invertedBottleneckParams() {
    return joinParams({{channelsParam(), numberParam("expansion", "Expansion",
                                                     "Channels inside the block divided by its input's.", 6, 0.01, 64)},
                       squareWindowParams(),
                       {activationParam(), activationParam("project_activation", "Projection activation", "none")},
                       squeezeExciteParams(0),
                       residualParams(),
                       weightParams(true, false)});
}

bool hasResidual(const Attributes& attributes) {
    return attributes.flag("residual");
}

Result<std::vector<TensorId>> lowerProjection(const LowerContext& c, Result<TensorId> x) {
    const Attributes& a = c.attributes;
    if (x) x = appendSqueezeExcite(c.builder, *x, a);
    if (!x) return tl::unexpected(x.error());
    c.builder.setNextName("project");
    x = c.builder.conv(*x, pointwiseSpec(a, a.integer("channels"), activationOf(a, "project_activation")));
    if (x) x = appendResidual(c.builder, *x, c.inputs[0], a);
    return single(x);
}

std::vector<ParamSpec> squeezeExciteParams(int64_t squeeze) {
    return {integerParam("squeeze", "Squeeze-excite channels",
                         "Channels of the squeeze-excite bottleneck; 0 leaves squeeze-excite out.", squeeze, 0, 65536),
            activationParam("squeeze_activation", "Squeeze activation", "relu"),
            choiceParam("squeeze_gate", "Squeeze-excite gate", "Non-linearity that gates the channels.", "hard_sigmoid",
                        {"sigmoid", "hard_sigmoid", "none"}, true),
            choiceParam("squeeze_pool", "Squeeze-excite pooling", "Operator that averages the map.", "average_pool",
                        {"average_pool", "mean"}, true)};
}

std::vector<ParamSpec> residualParams() {
    return {flagParam("residual", "Residual", "Adds the block's input to its output; both need the same shape.", false),
            choiceParam("residual_activation", "Activation after the sum", "Non-linearity after the residual sum.",
                        "none", {"none", "relu", "relu6"}, true)};
}

Result<TensorId> appendSqueezeExcite(OperatorBuilder& builder, TensorId x, const Attributes& attributes) {
    const int64_t squeeze = attributes.integer("squeeze");
    if (squeeze == 0) return x;
    const int64_t channels = builder.shape(x).channels();
    builder.setNextName("squeeze pool");
    auto pooled =
        attributes.text("squeeze_pool") == "mean" ? builder.reduce(x, {2, 3}, true, "mean") : builder.globalAvgPool(x);
    if (!pooled) return pooled;
    ConvSpec spec;
    spec.out_channels = squeeze;
    spec.activation = activationOf(attributes, "squeeze_activation");
    builder.setNextName("squeeze");
    auto narrow = builder.conv(*pooled, spec);
    if (!narrow) return narrow;
    spec.out_channels = channels;
    spec.activation = activationOf(attributes, "squeeze_gate");
    builder.setNextName("excite");
    auto gate = builder.conv(*narrow, spec);
    if (!gate) return gate;
    builder.setNextName("scale");
    return builder.elementwise(OpType::Mul, std::array{x, *gate});
}

Result<TensorId> appendResidual(OperatorBuilder& builder, TensorId x, TensorId shortcut, const Attributes& attributes) {
    if (!attributes.flag("residual")) return x;
    const Shape& in = builder.shape(shortcut);
    const Shape& out = builder.shape(x);
    if (!(in == out)) {
        return fail(ErrorCode::InvalidEdit,
                    "the residual needs equal shapes, but the input is " + in.text() + " and the output " + out.text(),
                    {}, "use stride 1 and equal channels, or turn the residual off");
    }
    builder.setNextName("add");
    return builder.elementwise(OpType::Add, std::array{shortcut, x}, activationOf(attributes, "residual_activation"));
}

Result<int64_t> expandedChannels(const OperatorBuilder& builder, TensorId x, const Attributes& attributes) {
    const auto channels = static_cast<int64_t>(
        std::llround(static_cast<double>(builder.shape(x).channels()) * attributes.number("expansion", 1)));
    if (channels < 1 || channels > kMaxDimension) {
        return fail(ErrorCode::InvalidArgument, "expansion gives " + std::to_string(channels) + " channels",
                    "expansion");
    }
    return channels;
}

Result<ConvSpec> windowConvSpec(const Attributes& attributes, int64_t channels, Activation activation) {
    auto spec = windowOf(attributes);
    if (!spec) return spec;
    spec->out_channels = channels;
    spec->bias = attributes.flag("bias");
    spec->batch_norm = attributes.flag("batch_norm");
    spec->activation = activation;
    return spec;
}

}  // namespace bw::kinds
