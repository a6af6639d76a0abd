// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "base/checked.h"
#include "io/tflite_converter.h"

namespace bw::tflite {
namespace {

// Numbers of the schema's union BuiltinOptions.
enum OptionsType { kConvOptions = 1, kDepthwiseOptions = 2, kPoolOptions = 5, kDenseOptions = 8 };

tl::unexpected<Error> unsupported(std::string message) {
    return fail(ErrorCode::Unsupported, std::move(message));
}

Result<void> expectOptions(const OperatorInfo& op, OptionsType type) {
    if (op.options && op.options_type == type) return {};
    return fail(ErrorCode::InvalidFile, "its attributes are missing or those of another operator");
}

/// The schema's Padding: 0 same, 1 valid.
Result<Padding> paddingOf(const OperatorInfo& op) {
    const int64_t padding = op.options.int8(0);
    if (padding == 0) return Padding::Same;
    if (padding == 1) return Padding::Valid;
    return fail(ErrorCode::InvalidFile, "padding " + std::to_string(padding) + " does not exist");
}

std::string lower(std::string text) {
    for (char& c : text) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return text;
}

}  // namespace

Result<Activation> fusedActivation(const FlatTable& options, int field) {
    switch (options.int8(field)) {
        case 0:
            return Activation::None;
        case 1:
            return Activation::Relu;
        case 2:
            return Activation::ReluN1To1;
        case 3:
            return Activation::Relu6;
        case 4:
            return Activation::Tanh;
        default:
            return unsupported("its fused activation " + std::to_string(options.int8(field)) + " is not known");
    }
}

Outputs Converter::finish(Result<TensorId> x) {
    if (!x) return tl::unexpected(x.error());
    return std::vector<TensorId>{*x};
}

Outputs Converter::conv(const OperatorInfo& op) {
    if (auto ok = expectOptions(op, kConvOptions); !ok) return tl::unexpected(ok.error());
    const auto x = activationInput(op, 0);
    if (!x) return tl::unexpected(x.error());
    const auto filter = weightShape(op, 1, 4);  // out, height, width, in per group
    if (!filter) return tl::unexpected(filter.error());
    const auto padding = paddingOf(op);
    if (!padding) return tl::unexpected(padding.error());
    const auto act = fusedActivation(op.options, 3);
    if (!act) return tl::unexpected(act.error());
    const int64_t channels = builder_.shape(*x).channels();
    if (builder_.shape(*x).rank() != 4 || channels % (*filter)[3] != 0) {
        return fail(ErrorCode::InvalidFile, "its filter for " + std::to_string((*filter)[3]) +
                                                " input channels does not fit the input " + builder_.shape(*x).text());
    }
    ConvSpec spec;
    spec.padding = *padding;
    spec.window.stride_w = op.options.int32(1);
    spec.window.stride_h = op.options.int32(2);
    spec.window.dilation_w = op.options.int32(4, 1);
    spec.window.dilation_h = op.options.int32(5, 1);
    spec.window.kernel_h = static_cast<int32_t>((*filter)[1]);
    spec.window.kernel_w = static_cast<int32_t>((*filter)[2]);
    spec.out_channels = (*filter)[0];
    spec.groups = channels / (*filter)[3];
    spec.bias = op.input(2) >= 0;
    spec.activation = *act;
    return finish(builder_.conv(*x, spec));
}

Outputs Converter::depthwise(const OperatorInfo& op) {
    if (auto ok = expectOptions(op, kDepthwiseOptions); !ok) return tl::unexpected(ok.error());
    const auto x = activationInput(op, 0);
    if (!x) return tl::unexpected(x.error());
    const auto filter = weightShape(op, 1, 4);  // 1, height, width, out
    if (!filter) return tl::unexpected(filter.error());
    const auto padding = paddingOf(op);
    if (!padding) return tl::unexpected(padding.error());
    const auto act = fusedActivation(op.options, 4);
    if (!act) return tl::unexpected(act.error());
    const int64_t channels = builder_.shape(*x).channels();
    if (builder_.shape(*x).rank() != 4 || (*filter)[0] != 1 || (*filter)[3] % channels != 0) {
        return fail(ErrorCode::InvalidFile, "its filter with " + std::to_string((*filter)[3]) +
                                                " outputs does not fit the input " + builder_.shape(*x).text());
    }
    ConvSpec spec;
    spec.padding = *padding;
    spec.window.stride_w = op.options.int32(1);
    spec.window.stride_h = op.options.int32(2);
    spec.window.dilation_w = op.options.int32(5, 1);
    spec.window.dilation_h = op.options.int32(6, 1);
    spec.window.kernel_h = static_cast<int32_t>((*filter)[1]);
    spec.window.kernel_w = static_cast<int32_t>((*filter)[2]);
    spec.bias = op.input(2) >= 0;
    spec.activation = *act;
    // The file's attribute depth_multiplier (field 3) repeats this quotient; runtimes go by the filter.
    return finish(builder_.depthwise(*x, spec, (*filter)[3] / channels));
}

Outputs Converter::transposedConv(const OperatorInfo& op) {
    const auto act = fusedActivation(op.options, 3);
    if (!act) return tl::unexpected(act.error());
    ConvSpec spec;
    spec.window.stride_w = op.options.int32(1);
    spec.window.stride_h = op.options.int32(2);
    spec.bias = op.input(3) >= 0;
    spec.activation = *act;
    return transposedConvOf(op, 2, spec);
}

Outputs Converter::mediapipeTransposedConv(const OperatorInfo& op) {
    const auto x = activationInput(op, 0);
    if (!x) return tl::unexpected(x.error());
    const auto stated = statedShape(op.outputs[0]);
    if (!stated) return tl::unexpected(stated.error());
    const Shape in = builder_.shape(*x);
    if (in.rank() != 4 || stated->rank() != 4 || stated->height() % in.height() != 0 ||
        stated->width() % in.width() != 0) {
        return unsupported("its stride does not follow from its shapes");
    }
    // Its attributes are a memory image of the runtime's; the strides follow from the sizes as well.
    ConvSpec spec;
    spec.window.stride_h = static_cast<int32_t>(stated->height() / in.height());
    spec.window.stride_w = static_cast<int32_t>(stated->width() / in.width());
    spec.bias = op.input(2) >= 0;
    return transposedConvOf(op, 0, spec);
}

Outputs Converter::transposedConvOf(const OperatorInfo& op, size_t map_input, ConvSpec spec) {
    const auto x = activationInput(op, map_input);
    if (!x) return tl::unexpected(x.error());
    const auto filter = weightShape(op, 1, 4);  // out, height, width, in
    if (!filter) return tl::unexpected(filter.error());
    const auto stated = statedShape(op.outputs[0]);
    if (!stated) return tl::unexpected(stated.error());
    const Shape in = builder_.shape(*x);
    if (in.rank() != 4 || stated->rank() != 4 || (*filter)[3] != in.channels()) {
        return fail(ErrorCode::InvalidFile, "its filter does not fit the input " + in.text());
    }
    Window& w = spec.window;
    spec.padding = Padding::Explicit;
    spec.out_channels = (*filter)[0];
    w.kernel_h = static_cast<int32_t>((*filter)[1]);
    w.kernel_w = static_cast<int32_t>((*filter)[2]);
    // The file gives the output's size; what the strides yield beyond it is cropped (pads), what is missing added.
    const auto surplus = [](int64_t size, int64_t stride, int64_t kernel, int64_t output) {
        return (size - 1) * stride + kernel - output;
    };
    const int64_t high = surplus(in.height(), w.stride_h, w.kernel_h, stated->height());
    const int64_t wide = surplus(in.width(), w.stride_w, w.kernel_w, stated->width());
    if (high > kMaxDimension || wide > kMaxDimension || high < -kMaxDimension || wide < -kMaxDimension) {
        return fail(ErrorCode::InvalidFile, "its output " + stated->text() + " does not fit its strides");
    }
    w.pad_top = static_cast<int32_t>(std::max<int64_t>(high, 0) / 2);
    w.pad_bottom = static_cast<int32_t>(std::max<int64_t>(high, 0)) - w.pad_top;
    w.pad_left = static_cast<int32_t>(std::max<int64_t>(wide, 0) / 2);
    w.pad_right = static_cast<int32_t>(std::max<int64_t>(wide, 0)) - w.pad_left;
    return finish(builder_.transposedConv(*x, spec, std::max<int64_t>(-high, 0), std::max<int64_t>(-wide, 0)));
}

Outputs Converter::fullyConnected(const OperatorInfo& op) {
    if (auto ok = expectOptions(op, kDenseOptions); !ok) return tl::unexpected(ok.error());
    const auto x = activationInput(op, 0);
    if (!x) return tl::unexpected(x.error());
    const auto matrix = weightShape(op, 1, 2);  // out, in
    if (!matrix) return tl::unexpected(matrix.error());
    const auto act = fusedActivation(op.options, 0);
    if (!act) return tl::unexpected(act.error());
    const Shape in = builder_.shape(*x);
    const int64_t depth = (*matrix)[1];
    const bool bias = op.input(2) >= 0;
    if (in.elements() % depth != 0) {
        return fail(ErrorCode::InvalidFile,
                    "its matrix for " + std::to_string(depth) + " inputs does not fit the input " + in.text());
    }
    const bool keeps_rank = op.options.boolean(2);
    if (keeps_rank && in.rank() == 4 && in.channels() == depth) {
        // Over the channels of a map a dense layer is a 1 x 1 convolution.
        ConvSpec spec;
        spec.out_channels = (*matrix)[0];
        spec.bias = bias;
        spec.activation = *act;
        return finish(builder_.conv(*x, spec));
    }
    TensorId flat = *x;
    if (!(keeps_rank || in.rank() == 2) || in.rank() == 0 || in[in.rank() - 1] != depth) {
        const auto reshaped = reshapeTo(*x, Shape{in.elements() / depth, depth});
        if (!reshaped) return tl::unexpected(reshaped.error());
        flat = *reshaped;
    }
    auto y = builder_.dense(flat, (*matrix)[0], bias, *act);
    if (!y) return tl::unexpected(y.error());
    // Some converters state the map's rank although the operator flattens.
    const auto stated = statedShape(op.outputs[0]);
    if (stated && stated->rank() > 0 && !(*stated == builder_.shape(*y)) &&
        stated->elements() == builder_.shape(*y).elements()) {
        return finish(reshapeTo(*y, *stated));
    }
    return finish(y);
}

Outputs Converter::batchMatmul(const OperatorInfo& op) {
    const bool transposed_a = op.options.boolean(0);
    const bool transposed_b = op.options.boolean(1);
    const auto a = activationInput(op, 0);
    const auto b = activationInput(op, 1);
    if (!transposed_a && a && b && builder_.shape(*a).rank() < 4 && builder_.shape(*b).rank() < 4) {
        return finish(builder_.matmul(*a, *b, transposed_b));
    }
    // Rank 4 in the file's order, and products with constants: the sizes are the file's, the MACs ours.
    const auto stated = statedShape(op.outputs[0]);
    if (!stated) return tl::unexpected(stated.error());
    if (op.input(0) < 0 || info(op.input(0)).rank < 2) return unsupported("its first matrix is missing");
    const TensorInfo& left = info(op.input(0));
    const int64_t depth = left.sizes[static_cast<size_t>(left.rank - (transposed_a ? 2 : 1))];
    const auto macs = mulChecked(stated->elements(), depth);
    if (!macs || depth < 1) return fail(ErrorCode::LimitExceeded, "its multiplications are too many to count");
    return withStatedShapes(op, OpType::MatMul, {}, {transposed_b ? 1 : 0}, *macs);
}

Outputs Converter::pool(const OperatorInfo& op, OpType type) {
    if (auto ok = expectOptions(op, kPoolOptions); !ok) return tl::unexpected(ok.error());
    const auto x = activationInput(op, 0);
    if (!x) return tl::unexpected(x.error());
    const auto padding = paddingOf(op);
    if (!padding) return tl::unexpected(padding.error());
    const auto act = fusedActivation(op.options, 5);
    if (!act) return tl::unexpected(act.error());
    Window window;
    window.stride_w = op.options.int32(1);
    window.stride_h = op.options.int32(2);
    window.kernel_w = op.options.int32(3);
    window.kernel_h = op.options.int32(4);
    auto y = builder_.pool(*x, type, window, *padding);
    if (!y || *act == Activation::None) return finish(y);
    if (!fusesIntoProducer(*act)) return finish(builder_.activation(*y, *act));
    model_.graph.operators.back().activation = *act;
    return finish(y);
}

Outputs Converter::elementwise(const OperatorInfo& op, OpType type) {
    const bool has_options = type == OpType::Add || type == OpType::Sub || type == OpType::Mul || type == OpType::Div;
    const auto act = has_options ? fusedActivation(op.options, 0) : Result<Activation>(Activation::None);
    if (!act) return tl::unexpected(act.error());
    const auto inputs = activationInputs(op);
    return finish(builder_.elementwise(type, inputs, *act, constantElements(op),
                                       type == OpType::Elementwise ? lower(op.label()) : std::string()));
}

Outputs Converter::activation(const OperatorInfo& op, Activation activation) {
    const auto x = activationInput(op, 0);
    if (!x) return tl::unexpected(x.error());
    // A clip that stands alone in the file runs inside its producer where nothing else reads between them.
    const int32_t producer = model_.graph.tensors[static_cast<size_t>(*x)].producer;
    if (fusesIntoProducer(activation) && producer >= 0 && uses_[static_cast<size_t>(op.input(0))] == 1) {
        Operator& before = model_.graph.operators[static_cast<size_t>(producer)];
        const bool computes = before.isConvolution() || before.type == OpType::Dense || before.type == OpType::Add ||
                              before.type == OpType::Sub || before.type == OpType::Mul || before.type == OpType::Div;
        const auto stated = statedShape(op.outputs[0]);
        if (computes && before.activation == Activation::None && stated && *stated == builder_.shape(*x)) {
            before.activation = activation;
            return std::vector<TensorId>{*x};
        }
    }
    auto y = builder_.activation(*x, activation);
    if (y && activation == Activation::Prelu) model_.graph.operators.back().weight_elements = constantElements(op);
    return finish(y);
}

Outputs Converter::reduce(const OperatorInfo& op, std::string detail) {
    const auto x = activationInput(op, 0);
    if (!x) return tl::unexpected(x.error());
    auto axes = integers(op, 1);
    if (!axes) return tl::unexpected(axes.error());
    const int rank = builder_.shape(*x).rank();
    for (int64_t& axis : *axes) {
        if (axis < -rank || axis >= rank) return unsupported("axis " + std::to_string(axis) + " does not exist");
        axis = graphAxis(axis < 0 ? axis + rank : axis, rank);
    }
    std::sort(axes->begin(), axes->end());
    axes->erase(std::unique(axes->begin(), axes->end()), axes->end());
    return finish(builder_.reduce(*x, *axes, op.options.boolean(0), std::move(detail)));
}

Outputs Converter::softmax(const OperatorInfo& op) {
    const auto x = activationInput(op, 0);
    if (!x) return tl::unexpected(x.error());
    const int rank = builder_.shape(*x).rank();
    if (rank < 1) return unsupported("its input has no axis");
    auto y = builder_.softmax(*x, graphAxis(rank - 1, rank));
    if (y && op.code == static_cast<int32_t>(Builtin::LogSoftmax)) model_.graph.operators.back().detail = "log";
    return finish(y);
}

Outputs Converter::normalize(const OperatorInfo& op, std::string detail) {
    const auto x = activationInput(op, 0);
    if (!x) return tl::unexpected(x.error());
    return finish(builder_.normalize(*x, 0, std::move(detail)));
}

Outputs Converter::argMax(const OperatorInfo& op) {
    const auto x = activationInput(op, 0);
    if (!x) return tl::unexpected(x.error());
    const auto axis = integers(op, 1);
    if (!axis) return tl::unexpected(axis.error());
    const int rank = builder_.shape(*x).rank();
    if (axis->size() != 1 || axis->front() < -rank || axis->front() >= rank) {
        return unsupported("its axis does not exist");
    }
    const int64_t normal = axis->front() < 0 ? axis->front() + rank : axis->front();
    return withStatedShapes(op, OpType::ArgMax, lower(op.label()), {graphAxis(normal, rank)});
}

}  // namespace bw::tflite
