// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/kinds/common_params.h"

#include <algorithm>

namespace bw::kinds {
namespace {

constexpr double kMaxKernel = 1 << 15;

Result<Padding> parsePadding(const std::string& id) {
    if (id == "same" || id == "pad_same") return Padding::Same;
    if (id == "symmetric" || id == "pad_symmetric") return Padding::Symmetric;
    if (id == "valid") return Padding::Valid;
    return Padding::Explicit;
}

int32_t orElse(int64_t value, int64_t fallback) {
    return static_cast<int32_t>(value == 0 ? fallback : value);
}

}  // namespace

ParamSpec integerParam(std::string name, std::string label, std::string doc, int64_t value, double min, double max,
                       bool advanced) {
    ParamSpec spec;
    spec.name = std::move(name);
    spec.label = std::move(label);
    spec.doc = std::move(doc);
    spec.type = ParamType::Integer;
    spec.default_value = value;
    spec.min = min;
    spec.max = max;
    spec.advanced = advanced;
    return spec;
}

ParamSpec numberParam(std::string name, std::string label, std::string doc, double value, double min, double max) {
    ParamSpec spec = integerParam(std::move(name), std::move(label), std::move(doc), 0, min, max);
    spec.type = ParamType::Number;
    spec.default_value = value;
    return spec;
}

ParamSpec flagParam(std::string name, std::string label, std::string doc, bool value, bool advanced) {
    ParamSpec spec = integerParam(std::move(name), std::move(label), std::move(doc), 0, 0, 1, advanced);
    spec.type = ParamType::Flag;
    spec.default_value = value;
    return spec;
}

ParamSpec choiceParam(std::string name, std::string label, std::string doc, std::string value,
                      std::vector<std::string> choices, bool advanced) {
    ParamSpec spec = integerParam(std::move(name), std::move(label), std::move(doc), 0, 0, 0, advanced);
    spec.type = ParamType::Choice;
    spec.default_value = std::move(value);
    spec.choices = std::move(choices);
    return spec;
}

ParamSpec listParam(std::string name, std::string label, std::string doc, std::vector<int64_t> value, double min,
                    double max) {
    ParamSpec spec = integerParam(std::move(name), std::move(label), std::move(doc), 0, min, max, true);
    spec.type = ParamType::IntegerList;
    spec.default_value = std::move(value);
    return spec;
}

ParamSpec textParam(std::string name, std::string label, std::string doc) {
    ParamSpec spec = integerParam(std::move(name), std::move(label), std::move(doc), 0, 0, 0, true);
    spec.type = ParamType::Text;
    spec.default_value = std::string();
    return spec;
}

ParamSpec channelsParam(int64_t value) {
    return integerParam("channels", "Output channels", "Channels of the block's output.", value, 1,
                        static_cast<double>(kMaxDimension));
}

ParamSpec activationParam(std::string name, std::string label, std::string value) {
    std::vector<std::string> choices;
    for (int i = 0; i <= static_cast<int>(Activation::LeakyRelu); ++i) {
        choices.emplace_back(activationId(static_cast<Activation>(i)));
    }
    return choiceParam(std::move(name), std::move(label), "The non-linearity after the convolution.", std::move(value),
                       std::move(choices));
}

std::vector<ParamSpec> windowParams(int64_t kernel, int64_t stride, bool with_dilation) {
    std::vector<ParamSpec> params = {
        integerParam("kernel", "Kernel", "Window height, and width unless that is set.", kernel, 1, kMaxKernel),
        integerParam("kernel_w", "Kernel width", "Window width; 0 takes the height.", 0, 0, kMaxKernel, true),
        integerParam("stride", "Stride", "Step of the window down, and across unless that is set.", stride, 1,
                     kMaxKernel),
        integerParam("stride_w", "Stride across", "Step of the window across; 0 takes the one down.", 0, 0, kMaxKernel,
                     true),
    };
    if (with_dilation) {
        params.push_back(integerParam("dilation", "Dilation", "Distance between the taps.", 1, 1, kMaxKernel, true));
        params.push_back(
            integerParam("dilation_w", "Dilation across", "0 takes the one down.", 0, 0, kMaxKernel, true));
    }
    params.push_back(choiceParam("padding", "Padding",
                                 "same: output = input / stride (TensorFlow); symmetric: half the kernel on every side "
                                 "(PyTorch); valid: none; explicit: as 'pads' says.",
                                 "same", {"same", "symmetric", "valid", "explicit"}, true));
    params.push_back(listParam("pads", "Pads", "Explicit padding: top, left, bottom, right.", {0, 0, 0, 0}, 0, 65536));
    return params;
}

std::vector<ParamSpec> squareWindowParams(int64_t kernel, int64_t stride) {
    return {
        integerParam("kernel", "Kernel", "Height and width of the window.", kernel, 1, 63),
        integerParam("stride", "Stride", "Step of the window down, and across unless that is set.", stride, 1, 8),
        integerParam("stride_w", "Stride across", "Step of the window across; 0 takes the one down.", 0, 0, 8, true),
        integerParam("dilation", "Dilation", "Distance between the taps.", 1, 1, 64, true),
        choiceParam("padding", "Padding",
                    "same: TensorFlow; symmetric: PyTorch; valid: none; pad_same and pad_symmetric: a padding "
                    "operator of its own before the convolution, as some files have it.",
                    "same", {"same", "symmetric", "valid", "pad_same", "pad_symmetric"}, true)};
}

std::vector<ParamSpec> weightParams(bool bias, bool batch_norm) {
    return {flagParam("bias", "Bias", "Convolutions add a bias.", bias, true),
            flagParam("batch_norm", "Batch normalisation",
                      "Convolutions are trained with batch normalisation; deployment folds it into a bias.", batch_norm,
                      true)};
}

std::vector<ParamSpec> joinParams(std::initializer_list<std::vector<ParamSpec>> lists) {
    std::vector<ParamSpec> all;
    for (const auto& list : lists)
        all.insert(all.end(), list.begin(), list.end());
    return all;
}

Result<ConvSpec> windowOf(const Attributes& a) {
    ConvSpec spec;
    Window& w = spec.window;
    w.kernel_h = static_cast<int32_t>(a.integer("kernel", 1));
    w.kernel_w = orElse(a.integer("kernel_w"), w.kernel_h);
    w.stride_h = static_cast<int32_t>(a.integer("stride", 1));
    w.stride_w = orElse(a.integer("stride_w"), w.stride_h);
    w.dilation_h = static_cast<int32_t>(a.integer("dilation", 1));
    w.dilation_w = orElse(a.integer("dilation_w"), w.dilation_h);
    const auto padding = parsePadding(a.text("padding"));
    if (!padding) return tl::unexpected(padding.error());
    spec.padding = *padding;
    if (spec.padding == Padding::Explicit) {
        const std::vector<int64_t>& pads = a.list("pads");
        if (pads.size() != 4) {
            return fail(ErrorCode::InvalidArgument, "pads needs four numbers: top, left, bottom, right", "pads");
        }
        w.pad_top = static_cast<int32_t>(pads[0]);
        w.pad_left = static_cast<int32_t>(pads[1]);
        w.pad_bottom = static_cast<int32_t>(pads[2]);
        w.pad_right = static_cast<int32_t>(pads[3]);
    }
    return spec;
}

Activation activationOf(const Attributes& attributes, std::string_view name) {
    return parseActivation(attributes.text(name)).value_or(Activation::None);
}

Result<ConvSpec> convSpecOf(const Attributes& attributes) {
    auto spec = windowOf(attributes);
    if (!spec) return spec;
    spec->out_channels = attributes.integer("channels");
    spec->groups = attributes.integer("groups", 1);
    spec->bias = attributes.flag("bias");
    spec->batch_norm = attributes.flag("batch_norm");
    spec->activation = activationOf(attributes);
    return spec;
}

ConvSpec pointwiseSpec(const Attributes& attributes, int64_t channels, Activation activation) {
    ConvSpec spec;
    spec.out_channels = channels;
    spec.bias = attributes.flag("bias");
    spec.batch_norm = attributes.flag("batch_norm");
    spec.activation = activation;
    return spec;
}

Result<TensorId> paddedConv(OperatorBuilder& builder, TensorId x, const Attributes& attributes, ConvSpec spec,
                            bool depthwise) {
    const bool own_pad = attributes.text("padding").starts_with("pad_");
    if (own_pad) {
        const Shape in = builder.shape(x);
        if (in.rank() != 4) return fail(ErrorCode::InvalidArgument, "padding needs an NCHW input, not " + in.text());
        Window filled = spec.window;
        if (auto size = windowOutput(filled, spec.padding, in[2], in[3]); !size) return tl::unexpected(size.error());
        builder.setNextName("pad");
        const auto padded =
            builder.pad(x, {0, 0, 0, 0, filled.pad_top, filled.pad_bottom, filled.pad_left, filled.pad_right});
        if (!padded) return padded;
        x = *padded;
        spec.padding = Padding::Valid;
    }
    builder.setNextName(depthwise ? "depthwise" : "conv");
    return depthwise ? builder.depthwise(x, spec) : builder.conv(x, spec);
}

ConvSpec shortcutSpec(const Attributes& attributes) {
    ConvSpec spec = pointwiseSpec(attributes, attributes.integer("channels"), Activation::None);
    spec.window.stride_h = static_cast<int32_t>(attributes.integer("stride", 1));
    spec.window.stride_w = orElse(attributes.integer("stride_w"), spec.window.stride_h);
    return spec;
}

Result<std::vector<TensorId>> single(Result<TensorId> tensor) {
    if (!tensor) return tl::unexpected(tensor.error());
    return std::vector<TensorId>{*tensor};
}

}  // namespace bw::kinds
