// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/tflite_source_numbers.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

namespace bw::tflite {
namespace {

/// The number that a half-precision float stands for.
float halfToFloat(uint16_t half) {
    const uint32_t sign = static_cast<uint32_t>(half & 0x8000U) << 16U;
    const uint32_t exponent = half >> 10U & 0x1FU;
    const uint32_t fraction = half & 0x3FFU;
    if (exponent == 0) {
        const float small = std::ldexp(static_cast<float>(fraction), -24);
        return sign != 0 ? -small : small;
    }
    const uint32_t wide = exponent == 31 ? 255 : exponent + 112;
    return std::bit_cast<float>(sign | wide << 23U | fraction << 13U);
}

template <class T>
T numberAt(std::string_view bytes, size_t index) {
    T value{};
    std::memcpy(&value, bytes.data() + index * sizeof(T), sizeof(T));
    return value;
}

/// The stored number, scale and zero point not yet applied; nothing for formats that hold no weights.
std::optional<double> stored(int type, std::string_view bytes, size_t index) {
    switch (static_cast<ElementType>(type)) {
        case ElementType::Float32:
            return numberAt<float>(bytes, index);
        case ElementType::Float16:
            return halfToFloat(numberAt<uint16_t>(bytes, index));
        case ElementType::Int8:
            return numberAt<int8_t>(bytes, index);
        case ElementType::Uint8:
            return numberAt<uint8_t>(bytes, index);
        case ElementType::Int16:
            return numberAt<int16_t>(bytes, index);
        case ElementType::Int32:
            return numberAt<int32_t>(bytes, index);
        case ElementType::Int64:
            return static_cast<double>(numberAt<int64_t>(bytes, index));
        default:
            return std::nullopt;
    }
}

Numbers inOrder(const Numbers& numbers, const std::vector<int>& order) {
    Numbers moved;
    for (const int axis : order)
        moved.sizes.push_back(numbers.sizes[static_cast<size_t>(axis)]);
    moved.values = std::make_shared<const std::vector<float>>(numbers.permuted(order)());
    return moved;
}

}  // namespace

Numbers SourceNumbers::read(int32_t tensor) const {
    const ModelFile& file = source_.file();
    if (tensor < 0) return {};
    const TensorInfo* info = &file.tensors[static_cast<size_t>(tensor)];
    const int32_t producer = source_.foldedProducer(tensor);
    if (producer >= 0) {
        // Weights of half the width are widened when the network loads.
        const OperatorInfo& op = file.operators[static_cast<size_t>(producer)];
        if (op.code != static_cast<int32_t>(Builtin::Dequantize)) return {};
        info = &file.tensors[static_cast<size_t>(op.inputs.front())];
    }
    const auto quantization = quantizationOf(*info);
    const auto count = info->elements();
    if (!info->is_constant || !quantization || !count || info->table.table(kTensorSparsity)) return {};
    const std::vector<float>& scales = quantization->scales;
    const auto axis = static_cast<size_t>(quantization->axis);
    const bool per_axis = scales.size() > 1;
    if (per_axis &&
        (axis >= static_cast<size_t>(info->rank) || scales.size() != static_cast<size_t>(info->sizes[axis]))) {
        return {};
    }
    size_t inner = 1;
    for (size_t i = axis + 1; per_axis && i < static_cast<size_t>(info->rank); ++i)
        inner *= static_cast<size_t>(info->sizes[i]);
    std::vector<float> values;
    values.reserve(static_cast<size_t>(*count));
    for (size_t i = 0; i < static_cast<size_t>(*count); ++i) {
        const auto number = stored(info->type, info->data, i);
        if (!number) return {};
        const size_t slice = per_axis ? i / inner % scales.size() : 0;
        const double zero =
            slice < quantization->zero_points.size() ? static_cast<double>(quantization->zero_points[slice]) : 0.0;
        values.push_back(static_cast<float>(scales.empty() ? *number : (*number - zero) * scales[slice]));
    }
    Numbers numbers;
    numbers.sizes.assign(info->sizes.begin(), info->sizes.begin() + info->rank);
    numbers.values = std::make_shared<const std::vector<float>>(std::move(values));
    return numbers;
}

Result<Numbers> SourceNumbers::kernel(size_t index) const {
    const OperatorInfo* op = source_.originOf(index);
    if (op == nullptr) return others_.kernel(index);
    const Numbers stored_kernel = read(op->input(1));
    const OpType type = source_.lowered().graph.operators[index].type;
    const size_t rank = stored_kernel.sizes.size();
    if (type == OpType::Dense && rank == 2) return stored_kernel;
    if (type == OpType::Conv2d && rank == 2) {
        Numbers pointwise = stored_kernel;
        pointwise.sizes.insert(pointwise.sizes.end(), {1, 1});
        return pointwise;
    }
    if (rank != 4) return others_.kernel(index);
    if (type == OpType::TransposedConv2d) return inOrder(stored_kernel, {3, 0, 1, 2});
    if (op->code == static_cast<int32_t>(Builtin::DepthwiseConv2d)) return inOrder(stored_kernel, {3, 0, 1, 2});
    return inOrder(stored_kernel, {0, 3, 1, 2});
}

Result<Numbers> SourceNumbers::bias(size_t index) const {
    const OperatorInfo* op = source_.originOf(index);
    if (op == nullptr || !source_.lowered().graph.operators[index].has_bias) return others_.bias(index);
    const Numbers bias = read(op->input(op->code == static_cast<int32_t>(Builtin::TransposeConv) ? 3 : 2));
    return bias.empty() ? others_.bias(index) : bias;
}

Sampling SourceNumbers::sampling(size_t index) const {
    const OperatorInfo* op = source_.originOf(index);
    if (op == nullptr || source_.lowered().graph.operators[index].type != OpType::Resize) return Sampling::Default;
    // Fields of ResizeBilinearOptions begin with two that are no longer used.
    const int first = op->code == static_cast<int32_t>(Builtin::ResizeBilinear) ? 2 : 0;
    if (op->options.int8(first) != 0) return Sampling::Corners;
    return op->options.int8(first + 1) != 0 ? Sampling::PixelCentres : Sampling::TopLeft;
}

Numbers SourceNumbers::indices(size_t index) const {
    const OperatorInfo* op = source_.originOf(index);
    const bool fixed = op != nullptr && op->code == static_cast<int32_t>(Builtin::Gather) &&
                       source_.runs(op->input(0)) && !source_.runs(op->input(1)) && op->options.int32(1) == 0;
    return fixed ? read(op->input(1)) : Numbers();
}

Activation SourceNumbers::impliedActivation(size_t index) const {
    const OperatorInfo* op = source_.originOf(index);
    const OpType type = source_.lowered().graph.operators[index].type;
    const bool weighted = source_.lowered().graph.operators[index].isConvolution() || type == OpType::Dense;
    if (op == nullptr || op->outputs.size() != 1 || !(weighted || type == OpType::Add)) return Activation::None;
    const TensorInfo& result = source_.file().tensors[static_cast<size_t>(op->outputs.front())];
    const bool is_unsigned = result.type == static_cast<int>(ElementType::Uint8);
    if (!is_unsigned && result.type != static_cast<int>(ElementType::Int8)) return Activation::None;
    const Quantization format = quantizationOf(result).value_or(Quantization());
    if (format.scales.size() != 1 || format.zero_points.size() != 1 ||
        format.zero_points.front() != (is_unsigned ? 0 : -128)) {
        return Activation::None;
    }
    // Trained quantisation gives a ReLU6 the range up to 6, with rounding.
    const double highest = format.scales.front() * 255.0;
    return std::fabs(highest - 6) < 0.06 ? Activation::Relu6 : Activation::Relu;
}

Result<Numbers> SourceNumbers::constant(size_t index) const {
    const OperatorInfo* op = source_.originOf(index);
    if (op == nullptr) return others_.constant(index);
    for (size_t i = 0; i < op->inputs.size(); ++i) {
        Numbers operand = source_.runs(op->input(i)) ? Numbers() : read(op->input(i));
        if (operand.empty()) continue;
        operand.leads = i == 0;
        const Operator& mine = source_.lowered().graph.operators[index];
        const int rank = source_.lowered().graph.shape(mine.outputs.front()).rank();
        // The file aligns operands by its own last axes: the channels of a map.
        if (rank == 4 && operand.sizes.size() < 4)
            operand.sizes.insert(operand.sizes.begin(), 4 - operand.sizes.size(), 1);
        if (operand.sizes.size() != 4) return operand;
        Numbers moved = inOrder(operand, {0, 3, 1, 2});
        moved.leads = operand.leads;
        return moved;
    }
    return others_.constant(index);
}

}  // namespace bw::tflite
