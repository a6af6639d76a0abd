// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Element by element functions of one or more operands.
#include <algorithm>

#include "io/onnx_import.h"

namespace bw::onnx {
namespace {

std::string lowerCase(std::string_view text) {
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return lower;
}

/// Shape of all operands broadcast together, constants included.
Result<Shape> broadcastShape(NodeImport& node) {
    std::vector<int64_t> sizes;
    for (size_t i = 0; i < node.node.inputs.size(); ++i) {
        if (!node.has(i)) continue;
        const Constant* operand = node.constant(i);
        std::vector<int64_t> dims;
        if (operand != nullptr) {
            dims = operand->dims;
        } else {
            dims = sizesOf(node.shape(*node.tensor(i)));
        }
        auto wider = broadcastDims(sizes, dims);
        if (!wider) return tl::unexpected(wider.error());
        sizes = std::move(*wider);
    }
    return checkedShape(sizes);
}

/// A bias that exporters add in a node of its own becomes part of the convolution or dense layer before.
bool absorbBias(NodeImport& node) {
    if (node.node.op_type != "Add" || node.node.inputs.size() != 2) return false;
    const size_t bias = node.constant(0) != nullptr ? 0 : 1;
    const Constant* numbers = node.constant(bias);
    Operator* producer = node.soleProducer(1 - bias);
    if (numbers == nullptr || producer == nullptr) return false;
    const bool weighted = producer->isConvolution() || producer->type == OpType::Dense;
    if (!weighted || producer->has_bias || producer->has_batch_norm || producer->activation != Activation::None)
        return false;
    const Shape out = node.shape(producer->outputs[0]);
    const int channel_axis = producer->type == OpType::Dense ? out.rank() - 1 : 1;
    const auto trailing = static_cast<size_t>(out.rank() - 1 - channel_axis);
    const auto& dims = numbers->dims;
    if (dims.size() <= trailing || dims.size() > static_cast<size_t>(out.rank())) return false;
    if (dims[dims.size() - 1 - trailing] != producer->out_channels || numbers->elements() != producer->out_channels) {
        return false;
    }
    producer->has_bias = true;
    node.passOn(1 - bias);
    return true;
}

Result<void> convertElementwiseAs(NodeImport& node, OpType type, std::string detail) {
    const auto inputs = node.activations();
    if (inputs.empty()) return node.opaque();
    const auto out = broadcastShape(node);
    if (!out) return tl::unexpected(out.error());
    return node.append(type, *out, std::move(detail));
}

Result<void> convertAdd(NodeImport& node) {
    if (absorbBias(node)) return {};
    return convertElementwiseAs(node, OpType::Add, {});
}

Result<void> convertSub(NodeImport& node) {
    return convertElementwiseAs(node, OpType::Sub, {});
}

Result<void> convertMul(NodeImport& node) {
    return convertElementwiseAs(node, OpType::Mul, {});
}

Result<void> convertDiv(NodeImport& node) {
    return convertElementwiseAs(node, OpType::Div, {});
}

/// Sum of any number of operands.
Result<void> convertSum(NodeImport& node) {
    if (node.node.inputs.size() == 1 && node.isTensor(0)) {
        node.passOn();
        return {};
    }
    return convertElementwiseAs(node, OpType::Add, {});
}

Result<void> convertNamed(NodeImport& node) {
    return convertElementwiseAs(node, OpType::Elementwise, lowerCase(node.node.op_type));
}

}  // namespace

void addElementwise(ConverterTable& table) {
    table["Add"] = convertAdd;
    table["Sub"] = convertSub;
    table["Mul"] = convertMul;
    table["Div"] = convertDiv;
    table["Sum"] = convertSum;
    for (const std::string_view op :
         {"Pow",   "Min",  "Max",  "Mean",     "Mod",   "Equal",    "Greater", "GreaterOrEqual", "Less",
          "Where", "And",  "Or",   "Xor",      "Not",   "BitShift", "Erf",     "LessOrEqual",    "Exp",
          "Log",   "Sqrt", "Abs",  "Neg",      "Floor", "Ceil",     "Round",   "Reciprocal",     "Sign",
          "Sin",   "Cos",  "Tan",  "Asin",     "Acos",  "Atan",     "Sinh",    "Cosh",           "Softplus",
          "Elu",   "Selu", "Celu", "Softsign", "Mish",  "IsNaN",    "IsInf",   "ThresholdedRelu"}) {
        table[op] = convertNamed;
    }
}

}  // namespace bw::onnx
