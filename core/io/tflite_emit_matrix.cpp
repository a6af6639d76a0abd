// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Matrix products and what runs along an axis.
#include <algorithm>
#include <bit>
#include <numeric>

#include "io/tflite_emitter.h"

namespace bw::tflite {
namespace {

/// Added to the variance so that constant rows do not divide by zero; the value of PyTorch's LayerNorm.
constexpr float kNormEpsilon = 1e-5F;

std::optional<Builtin> reduction(const std::string& detail) {
    if (detail == "mean" || detail.empty()) return Builtin::Mean;
    if (detail == "sum") return Builtin::Sum;
    if (detail == "max") return Builtin::ReduceMax;
    if (detail == "min") return Builtin::ReduceMin;
    if (detail == "prod") return Builtin::ReduceProd;
    return std::nullopt;
}

}  // namespace

Result<void> Emitter::emitDense(const Operator& op) {
    const Shape& in = shape(op.inputs.front());
    const Shape& out = shape(op.outputs.front());
    const auto depth = static_cast<int32_t>(in[in.rank() - 1]);
    const auto kernel = numbers_.kernel(index_);
    if (!kernel) return tl::unexpected(kernel.error());
    const int32_t matrix = floats({static_cast<int32_t>(op.out_channels), depth}, kernelIn({0, 1}), "matrix");
    const auto bias = biasOf(op);
    if (!bias) return tl::unexpected(bias.error());
    int32_t x = take(op.inputs.front(), Layout::Plain);
    const auto features = static_cast<int32_t>(op.out_channels);
    const auto rows = static_cast<int32_t>(in.elements() / in[in.rank() - 1]);
    const bool flattens = in.rank() == 1 || (in.rank() > 2 && options_.flat_dense);
    if (flattens) x = reshaped(x, {rows, depth}, "rows");
    const int32_t y = flattens ? temporary({rows, features}, "rows_result") : result(op, Layout::Plain);
    append(Builtin::FullyConnected, {x, matrix, *bias}, y, OptionsType::FullyConnected,
           {{0, fusedCode(op.activation).value_or(0)}, {1, 0}, {2, !flattens && out.rank() > 2 ? 1 : 0}});
    if (flattens) bind(op.outputs.front(), Layout::Plain, reshaped(y, fileSizes(out, Layout::Plain), "result"));
    return {};
}

Result<void> Emitter::emitMatMul(const Operator& op) {
    const int32_t a = take(op.inputs[0], Layout::Plain);
    int32_t b = 0;
    if (op.inputs.size() == 2) {
        b = take(op.inputs[1], Layout::Plain);
    } else {
        const auto constant = numbers_.constant(index_);
        if (!constant) return tl::unexpected(constant.error());
        b = floats(narrowed(constant->sizes), constant->inOrder(), "matrix");
    }
    const bool transposes = !op.axes.empty() && op.axes[0] == 1;
    append(Builtin::BatchMatmul, {a, b}, result(op, Layout::Plain), OptionsType::BatchMatMul,
           {{0, 0}, {1, transposes ? 1 : 0}});
    return {};
}

Result<void> Emitter::emitSoftmax(const Operator& op) {
    const TensorId input = op.inputs.front();
    const int rank = shape(input).rank();
    const int axis = static_cast<int>(op.axes.front());
    const Layout layout = rank == 4 && axis == 1 ? Layout::ChannelsLast : Layout::Plain;
    const bool is_last = fileAxis(axis, rank, layout) == rank - 1;
    int32_t x = take(input, layout);
    std::vector<int32_t> order(static_cast<size_t>(rank));
    std::iota(order.begin(), order.end(), 0);
    if (!is_last) {
        note("the axis of a softmax becomes the last one by a TRANSPOSE");
        std::swap(order[static_cast<size_t>(axis)], order.back());
        x = transposed(x, order, "last");
    }
    const int32_t y = is_last ? result(op, layout) : temporary(model_.tensors[static_cast<size_t>(x)].shape, "softmax");
    if (op.detail == "log") {
        append(Builtin::LogSoftmax, {x}, y, OptionsType::LogSoftmax);
    } else {
        append(Builtin::Softmax, {x}, y, OptionsType::Softmax, {{0, std::bit_cast<int32_t>(1.0F)}});
    }
    // Swapping two axes twice gives the first order back.
    if (!is_last) bind(op.outputs.front(), layout, transposed(y, order, "back"));
    return {};
}

Layout Emitter::reducedLayout(const Operator& op) const {
    const Shape& in = shape(op.inputs.front());
    const Layout layout = layoutOf(op.inputs.front());
    if (in.rank() != 4 || layout == Layout::Plain) return Layout::Plain;
    if (shape(op.outputs.front()).rank() == 4) return layout;
    // Where axes vanish, those that stay must be in the graph's order.
    int last = -1;
    for (int axis = 0; axis < 4; ++axis) {
        if (std::find(op.axes.begin(), op.axes.end(), axis) != op.axes.end()) continue;
        if (fileAxis(axis, 4, layout) < last) return Layout::Plain;
        last = fileAxis(axis, 4, layout);
    }
    return layout;
}

Result<void> Emitter::emitReduce(const Operator& op) {
    const auto code = reduction(op.detail);
    if (!code) return unsupported("the reduction '" + op.detail + "'");
    const TensorId input = op.inputs.front();
    const int rank = shape(input).rank();
    const bool keeps = shape(op.outputs.front()).rank() == rank;
    const Layout layout = reducedLayout(op);
    std::vector<int32_t> axes;
    for (const int64_t axis : op.axes)
        axes.push_back(fileAxis(static_cast<int>(axis), rank, layout));
    std::sort(axes.begin(), axes.end());
    const int32_t x = take(input, layout);
    const int32_t list = integers(axes, "axes");
    const int32_t y = resultBefore(op, keeps ? layout : Layout::Plain, false);
    append(*code, {x, list}, y, OptionsType::Reducer, {{0, keeps ? 1 : 0}});
    applyActivation(op, keeps ? layout : Layout::Plain, y);
    return {};
}

Result<void> Emitter::emitArgMax(const Operator& op) {
    const TensorId input = op.inputs.front();
    const Shape& out = shape(op.outputs.front());
    const int rank = shape(input).rank();
    const bool least = op.detail == "arg_min" || op.detail == "min";
    const bool keeps = out.rank() == rank;
    if (op.axes.empty() || (!keeps && out.rank() != rank - 1)) return unsupported("an index over several axes");
    const int graph_axis = static_cast<int>(op.axes.front());
    const Layout layout = reducedLayout(op);
    const int axis = fileAxis(graph_axis, rank, layout);
    const int32_t x = take(input, layout);
    const int32_t along = integers({axis}, "axis");
    model_.tensors[static_cast<size_t>(along)].shape = {};
    const Layout out_layout = keeps ? layout : Layout::Plain;
    int32_t y = 0;
    if (keeps) {
        std::vector<int32_t> sizes = model_.tensors[static_cast<size_t>(x)].shape;
        sizes.erase(sizes.begin() + axis);
        y = temporary(std::move(sizes), "index");
    } else {
        y = result(op, out_layout);
    }
    model_.tensors[static_cast<size_t>(y)].type = static_cast<int>(ElementType::Int32);
    const auto type = static_cast<int64_t>(ElementType::Int32);
    append(least ? Builtin::ArgMin : Builtin::ArgMax, {x, along}, y, least ? OptionsType::ArgMin : OptionsType::ArgMax,
           {{0, type}});
    if (keeps) {
        const int32_t kept = reshaped(y, fileSizes(out, out_layout), "kept");
        model_.tensors[static_cast<size_t>(kept)].type = static_cast<int>(ElementType::Int32);
        bind(op.outputs.front(), out_layout, kept);
    }
    return {};
}

Result<void> Emitter::emitLayerNorm(const Operator& op) {
    note("layer normalisation is computed by MEAN, SQUARED_DIFFERENCE, RSQRT and arithmetic");
    const TensorId input = op.inputs.front();
    const Shape& in = shape(input);
    const Layout layout = in.rank() == 4 && op.detail == "channels" ? Layout::ChannelsLast : Layout::Plain;
    const auto scale = numbers_.scale(index_);
    if (!scale) return tl::unexpected(scale.error());
    const auto shift = numbers_.shift(index_);
    if (!shift) return tl::unexpected(shift.error());
    const int32_t x = take(input, layout);
    const std::vector<int32_t> sizes = fileSizes(in, layout);
    std::vector<int32_t> kept = sizes;
    kept.back() = 1;
    const int32_t axis = integers({in.rank() - 1}, "axis");
    const int32_t mean = temporary(kept, "mean");
    append(Builtin::Mean, {x, axis}, mean, OptionsType::Reducer, {{0, 1}});
    const int32_t squares = temporary(sizes, "squares");
    append(Builtin::SquaredDifference, {x, mean}, squares, OptionsType::SquaredDifference);
    const int32_t variance = temporary(kept, "variance");
    append(Builtin::Mean, {squares, axis}, variance, OptionsType::Reducer, {{0, 1}});
    const int32_t safe = temporary(kept, "safe_variance");
    append(Builtin::Add, {variance, number(kNormEpsilon, "epsilon")}, safe, OptionsType::Add, {{0, 0}});
    const int32_t factor = temporary(kept, "factor");
    append(Builtin::Rsqrt, {safe}, factor);
    const int32_t centred = temporary(sizes, "centred");
    append(Builtin::Sub, {x, mean}, centred, OptionsType::Sub, {{0, 0}});
    const auto count = static_cast<int32_t>(in.rank() == 0 ? 1 : sizes.back());
    int32_t y = scale->empty() && shift->empty() ? result(op, layout) : temporary(sizes, "normalised");
    append(Builtin::Mul, {centred, factor}, y, OptionsType::Mul, {{0, 0}});
    if (!scale->empty()) {
        const int32_t scaled = shift->empty() ? result(op, layout) : temporary(sizes, "scaled");
        append(Builtin::Mul, {y, floats({count}, scale->inOrder(), "scale")}, scaled, OptionsType::Mul, {{0, 0}});
        y = scaled;
    }
    if (!shift->empty()) {
        append(Builtin::Add, {y, floats({count}, shift->inOrder(), "shift")}, result(op, layout), OptionsType::Add,
               {{0, 0}});
    }
    return {};
}

}  // namespace bw::tflite
