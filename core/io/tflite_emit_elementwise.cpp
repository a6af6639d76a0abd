// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Functions of one or more operands, element by element.
#include <algorithm>
#include <bit>
#include <map>

#include "base/text.h"
#include "io/tflite_emitter.h"

namespace bw::tflite {
namespace {

/// Slope of a leaky ReLU where the network does not say: that of ONNX and PyTorch.
constexpr float kLeakySlope = 0.01F;

struct Function {
    Builtin code;
    OptionsType options = OptionsType::None;
};

/// By the name in Operator::detail: that of our own kind, of TFLite in lower case, or of ONNX in lower case.
const std::map<std::string_view, Function>& functions() {
    static const std::map<std::string_view, Function> table = {
        {"maximum", {Builtin::Maximum, OptionsType::MaximumMinimum}},
        {"max", {Builtin::Maximum, OptionsType::MaximumMinimum}},
        {"minimum", {Builtin::Minimum, OptionsType::MaximumMinimum}},
        {"min", {Builtin::Minimum, OptionsType::MaximumMinimum}},
        {"power", {Builtin::Pow, OptionsType::Pow}},
        {"pow", {Builtin::Pow, OptionsType::Pow}},
        {"squared_difference", {Builtin::SquaredDifference, OptionsType::SquaredDifference}},
        {"sqrt", {Builtin::Sqrt}},
        {"rsqrt", {Builtin::Rsqrt}},
        {"exp", {Builtin::Exp}},
        {"log", {Builtin::Log}},
        {"abs", {Builtin::Abs}},
        {"neg", {Builtin::Neg}},
        {"square", {Builtin::Square}},
        {"floor", {Builtin::Floor}},
        {"ceil", {Builtin::Ceil}},
        {"round", {Builtin::Round}},
        {"sin", {Builtin::Sin}},
        {"cos", {Builtin::Cos}},
        {"elu", {Builtin::Elu}},
        {"sign", {Builtin::Sign}},
        {"floor_div", {Builtin::FloorDiv}},
        {"floor_mod", {Builtin::FloorMod}},
        {"relu_0_to_1", {Builtin::Relu0To1}},
    };
    return table;
}

struct Arithmetic {
    Builtin code;
    OptionsType options;
};

Arithmetic arithmeticOf(OpType type) {
    switch (type) {
        case OpType::Sub:
            return {Builtin::Sub, OptionsType::Sub};
        case OpType::Mul:
            return {Builtin::Mul, OptionsType::Mul};
        case OpType::Div:
            return {Builtin::Div, OptionsType::Div};
        default:
            return {Builtin::Add, OptionsType::Add};
    }
}

std::vector<int64_t> sizesOf(const Shape& shape) {
    return {shape.sizes().begin(), shape.sizes().end()};
}

}  // namespace

int32_t Emitter::broadcastable(int32_t tensor, std::vector<int64_t> sizes, int rank, Layout layout) {
    if (rank != 4 || layout == Layout::Plain) return tensor;  // The format aligns trailing axes as the graph does.
    sizes.insert(sizes.begin(), static_cast<size_t>(rank) - sizes.size(), 1);
    const Shape full{std::span<const int64_t>(sizes)};
    const auto wide = std::count_if(sizes.begin() + 1, sizes.end(), [](int64_t size) { return size > 1; });
    if (wide <= 1) return reshaped(tensor, fileSizes(full, layout), "aligned");
    const int32_t plain = reshaped(tensor, fileSizes(full, Layout::Plain), "aligned");
    return transposed(plain, {0, 2, 3, 1}, "aligned_nhwc");
}

Result<std::vector<int32_t>> Emitter::operands(const Operator& op, Layout layout) {
    const int rank = shape(op.outputs.front()).rank();
    std::vector<int32_t> list;
    for (const TensorId tensor : op.inputs) {
        const Shape& sizes = shape(tensor);
        const int32_t from = take(tensor, layout);
        list.push_back(sizes.rank() == rank ? from : broadcastable(from, sizesOf(sizes), rank, layout));
    }
    Numbers setting = op.weight_elements == 0 && list.size() == 1 ? numbers_.setting(index_) : Numbers();
    if (op.weight_elements == 0 && setting.empty()) return list;
    const auto constant = setting.empty() ? numbers_.constant(index_) : Result<Numbers>(std::move(setting));
    if (!constant) return tl::unexpected(constant.error());
    std::vector<int64_t> sizes = constant->sizes;
    if (static_cast<int>(sizes.size()) > rank) return unsupported("a constant operand of higher rank than the result");
    const bool moves = rank == 4 && layout == Layout::ChannelsLast;
    if (!moves) {
        const int32_t operand = floats(narrowed(sizes), constant->inOrder(), "constant");
        list.insert(constant->leads ? list.begin() : list.end(), operand);
        return list;
    }
    Numbers full = *constant;
    full.sizes.insert(full.sizes.begin(), 4 - full.sizes.size(), 1);
    const int32_t operand =
        floats(fileSizes(Shape{std::span<const int64_t>(full.sizes)}, layout), full.permuted({0, 2, 3, 1}), "constant");
    list.insert(constant->leads ? list.begin() : list.end(), operand);
    return list;
}

Result<void> Emitter::emitArithmetic(const Operator& op) {
    const Layout layout = commonLayout(op);
    auto list = operands(op, layout);
    if (!list) return tl::unexpected(list.error());
    const Arithmetic what = arithmeticOf(op.type);
    const bool pots = op.type == OpType::Add || op.type == OpType::Sub;
    const auto options = [&](int64_t activation) {
        Options made = {{0, activation}};
        if (pots) made[1] = 0;
        return made;
    };
    if (list->size() == 1) {
        bind(op.outputs.front(), layout, list->front());
        return {};
    }
    if (list->size() > 2) note("a sum or product of more than two operands is computed two by two");
    int32_t x = (*list)[0];
    for (size_t i = 1; i < list->size(); ++i) {
        const bool last = i + 1 == list->size();
        const int32_t y =
            last ? result(op, layout) : temporary(fileSizes(shape(op.outputs.front()), layout), "partial");
        append(what.code, {x, (*list)[i]}, y, what.options, options(last ? fusedCode(op.activation).value_or(0) : 0));
        x = y;
    }
    return {};
}

Result<void> Emitter::emitElementwise(const Operator& op) {
    const Layout layout = commonLayout(op);
    const bool inverts = op.detail == "reciprocal";
    const auto function = functions().find(op.detail);
    if (!inverts && function == functions().end()) return unsupported("the function '" + elide(op.detail, 60) + "'");
    auto list = operands(op, layout);
    if (!list) return tl::unexpected(list.error());
    const int32_t y = resultBefore(op, layout, false);
    if (inverts) {
        note("a reciprocal is a DIV by it");
        append(Builtin::Div, {number(1, "one"), list->front()}, y, OptionsType::Div, {{0, 0}});
    } else {
        append(function->second.code, std::move(*list), y, function->second.options);
    }
    applyActivation(op, layout, y);
    return {};
}

Result<void> Emitter::emitActivation(const Operator& op) {
    const TensorId input = op.inputs.front();
    const Layout layout = layoutOf(input);
    const std::vector<int32_t> sizes = fileSizes(shape(input), layout);
    const int32_t x = take(input, layout);
    const auto slope = numbers_.slope(index_);
    const auto single = [&](Builtin code, OptionsType type = OptionsType::None, Options options = {}) {
        append(code, {x}, result(op, layout), type, std::move(options));
        return Result<void>();
    };
    switch (op.activation) {
        case Activation::None:
            bind(op.outputs.front(), layout, x);
            return {};
        case Activation::Relu:
            return single(Builtin::Relu);
        case Activation::Relu6:
            return single(Builtin::Relu6);
        case Activation::ReluN1To1:
            return single(Builtin::ReluN1To1);
        case Activation::Sigmoid:
            return single(Builtin::Logistic);
        case Activation::Tanh:
            return single(Builtin::Tanh);
        case Activation::HardSwish:
            return single(Builtin::HardSwish, OptionsType::HardSwish);
        case Activation::Gelu:
            return single(Builtin::Gelu, OptionsType::Gelu, {{0, 0}});
        case Activation::LeakyRelu:
            return single(Builtin::LeakyRelu, OptionsType::LeakyRelu,
                          {{0, std::bit_cast<int32_t>(slope ? slope->alpha : kLeakySlope)}});
        case Activation::HardSigmoid: {
            note("a hard sigmoid is computed by ADD with RELU6 and MUL");
            int32_t steep = x;
            if (slope && slope->alpha != 1.0F / 6) {
                steep = temporary(sizes, "steep");
                append(Builtin::Mul, {x, number(6 * slope->alpha, "slope")}, steep, OptionsType::Mul, {{0, 0}});
            }
            const int32_t lifted = temporary(sizes, "lifted");
            append(Builtin::Add, {steep, number(slope ? 6 * slope->beta : 3, "three")}, lifted, OptionsType::Add,
                   {{0, 3}, {1, 0}});
            append(Builtin::Mul, {lifted, number(1.0F / 6, "sixth")}, result(op, layout), OptionsType::Mul, {{0, 0}});
            return {};
        }
        case Activation::Silu: {
            note("SiLU is computed by LOGISTIC and MUL");
            const int32_t gate = temporary(sizes, "gate");
            append(Builtin::Logistic, {x}, gate);
            append(Builtin::Mul, {x, gate}, result(op, layout), OptionsType::Mul, {{0, 0}});
            return {};
        }
        case Activation::Prelu:
            break;
    }
    const auto slopes = numbers_.constant(index_);
    if (!slopes) return tl::unexpected(slopes.error());
    std::vector<int32_t> slope_sizes(static_cast<size_t>(std::max(1, shape(input).rank() - 1)), 1);
    const int channel = fileAxis(shape(input).channelAxis(), shape(input).rank(), layout) - 1;
    slope_sizes[static_cast<size_t>(std::max(channel, 0))] = static_cast<int32_t>(slopes->elements());
    if (slopes->elements() != 1 && slopes->elements() != shape(input).channels()) {
        return unsupported("a PReLU with other slopes than one for each channel");
    }
    append(Builtin::Prelu, {x, floats(slope_sizes, slopes->inOrder(), "slopes")}, result(op, layout));
    return {};
}

Result<void> Emitter::emitNormalize(const Operator& op) {
    const TensorId input = op.inputs.front();
    const Shape& in = shape(input);
    if (op.detail == "l2" || op.detail == "l2_norm") {
        append(Builtin::L2Normalization, {take(input, Layout::ChannelsLast)}, result(op, Layout::ChannelsLast),
               OptionsType::L2Norm, {{0, 0}});
        return {};
    }
    if (op.detail != "batch_norm" && op.detail != "batch") {
        return unsupported("the normalisation '" + elide(op.detail, 60) + "'");
    }
    note("a batch normalisation that stands alone is computed by MUL and ADD");
    const auto scale = numbers_.scale(index_);
    if (!scale) return tl::unexpected(scale.error());
    const auto shift = numbers_.shift(index_);
    if (!shift) return tl::unexpected(shift.error());
    const Layout layout = layoutOf(input);
    const int rank = in.rank();
    // Batch normalisation runs over axis 1 of sequences too.
    const int channel = fileAxis(rank > 1 ? 1 : 0, rank, layout);
    std::vector<int32_t> sizes(static_cast<size_t>(rank - channel), 1);
    sizes.front() = static_cast<int32_t>(in[rank > 1 ? 1 : 0]);
    const int32_t scaled = temporary(fileSizes(in, layout), "scaled");
    append(Builtin::Mul, {take(input, layout), floats(sizes, scale->inOrder(), "scale")}, scaled, OptionsType::Mul,
           {{0, 0}});
    append(Builtin::Add, {scaled, floats(sizes, shift->inOrder(), "shift")}, result(op, layout), OptionsType::Add,
           {{0, fusedCode(op.activation).value_or(0)}, {1, 0}});
    return {};
}

}  // namespace bw::tflite
