// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Non-linearities and normalisations.
#include <algorithm>
#include <cmath>
#include <limits>

#include "io/onnx_import.h"

namespace bw::onnx {
namespace {

/// Operators that runtimes clamp on the way out.
bool takesActivation(const Operator& op) {
    switch (op.type) {
        case OpType::Conv2d:
        case OpType::DepthwiseConv2d:
        case OpType::TransposedConv2d:
        case OpType::Dense:
        case OpType::Add:
        case OpType::Sub:
        case OpType::Mul:
        case OpType::Div:
        case OpType::MaxPool:
        case OpType::AvgPool:
            return op.activation == Activation::None;
        default:
            return false;
    }
}

template <Activation kActivation>
Result<void> convertAs(NodeImport& node) {
    return convertActivation(node, kActivation);
}

Result<void> convertClip(NodeImport& node) {
    const auto x = node.tensor(0);
    if (!x) return tl::unexpected(x.error());
    const auto range = clipRange(node.node, node.names());
    const Shape out = node.shape(*x);
    if (!range) return node.append(OpType::Elementwise, out, "clip");
    const auto [low, high] = *range;
    const double infinity = std::numeric_limits<double>::infinity();
    if (low == -infinity && high == infinity) {
        node.passOn();
        return {};
    }
    if (low == 0 && high == infinity) return convertActivation(node, Activation::Relu);
    if (low == 0 && high == 6) return convertActivation(node, Activation::Relu6);
    if (low == -1 && high == 1) return convertActivation(node, Activation::ReluN1To1);
    if (low == 0 && high > 0) return convertActivation(node, Activation::Relu6, "clip");
    return node.append(OpType::Elementwise, out, "clip");
}

Result<void> convertPrelu(NodeImport& node) {
    const auto x = node.tensor(0);
    if (!x) return tl::unexpected(x.error());
    const Constant* slope = node.constant(1);
    if (slope == nullptr) return node.append(OpType::Elementwise, node.shape(*x), "prelu");
    const int64_t slopes = slope->elements();
    if (auto ok = convertActivation(node, Activation::Prelu); !ok) return ok;
    node.builder().graph().operators.back().weight_elements = slopes;
    return {};
}

Result<void> appendNormalization(NodeImport& node, std::string detail, int64_t weights) {
    const auto x = node.tensor(0);
    if (!x) return tl::unexpected(x.error());
    return node.give(node.builder().normalize(*x, weights, std::move(detail)));
}

/// Becomes part of the convolution or dense layer before if nothing else reads that one's result.
Result<void> convertBatchNormalization(NodeImport& node) {
    const auto x = node.tensor(0);
    if (!x) return tl::unexpected(x.error());
    const Shape in = node.shape(*x);
    const Constant* scale = node.constant(1);
    if (scale == nullptr || in.rank() < 2 || scale->elements() != in[1]) {
        return fail(ErrorCode::InvalidFile, "its scale does not fit the channels of its input " + in.text());
    }
    Operator* producer = node.soleProducer(0);
    const bool folds = producer != nullptr && !producer->has_batch_norm && producer->activation == Activation::None &&
                       (producer->isConvolution() || (producer->type == OpType::Dense && in.rank() == 2));
    if (!folds) return appendNormalization(node, "batch_norm", 2 * in[1]);
    producer->has_batch_norm = true;
    node.passOn();
    return {};
}

Result<void> convertLayerNormalization(NodeImport& node) {
    const auto x = node.tensor(0);
    if (!x) return tl::unexpected(x.error());
    const int rank = node.shape(*x).rank();
    const auto axis = node.axis("axis", -1, rank);
    if (!axis) return tl::unexpected(axis.error());
    const int64_t weights = node.weightElements(1);
    if (auto ok = node.give(node.builder().layerNorm(*x)); !ok) return ok;
    node.builder().graph().operators.back().weight_elements = weights;
    return {};
}

/// True where exporters wrote a scale of ones or an offset of zeros because the operator demands one.
bool changesNothing(const Constant& weight, double neutral) {
    if (!weight.known || weight.stored || !weight.isReal()) return false;
    return std::all_of(weight.reals.begin(), weight.reals.end(), [&](double value) { return value == neutral; });
}

/// Normalisations that stand alone; what they learn is what constants they have.
Result<void> convertNormalization(NodeImport& node) {
    const std::string_view op = node.node.op_type;
    const std::string detail = op == "InstanceNormalization" ? "instance_norm"
                               : op == "GroupNormalization"  ? "group_norm"
                               : op == "LpNormalization"     ? "l2_norm"
                               : op == "LRN"                 ? "local_response_norm"
                                                             : "mean_variance_norm";
    int64_t weights = node.weightElements(1);
    for (const size_t index : {size_t{1}, size_t{2}}) {
        const Constant* weight = node.constant(index);
        if (weight != nullptr && weight->elements() > 1 && changesNothing(*weight, index == 1 ? 1 : 0)) {
            weights -= weight->elements();
        }
    }
    return appendNormalization(node, detail, weights);
}

Result<void> convertSoftmax(NodeImport& node) {
    const auto x = node.tensor(0);
    if (!x) return tl::unexpected(x.error());
    const auto axis = node.axis("axis", node.opset() >= 13 ? -1 : 1, node.shape(*x).rank());
    if (!axis) return tl::unexpected(axis.error());
    if (auto ok = node.give(node.builder().softmax(*x, *axis)); !ok) return ok;
    if (node.node.op_type == "LogSoftmax") node.builder().graph().operators.back().detail = "log";
    return {};
}

Result<void> convertFoldedLayerNorm(NodeImport& node, TensorId x, const Fold& fold) {
    auto y = node.builder().layerNorm(x);
    if (!y) return tl::unexpected(y.error());
    Operator& op = node.builder().graph().operators.back();
    op.weight_elements = 0;
    for (const std::string_view name : fold.weights) {
        if (const auto weight = node.names().constant(name)) op.weight_elements += weight->elements();
    }
    const int rank = node.shape(x).rank();
    const bool channels = fold.axes.size() == 1 && rank == 4 && (fold.axes[0] == 1 || fold.axes[0] == -3);
    if (channels) op.detail = "channels";
    node.bind(0, *y);
    return {};
}

}  // namespace

Result<void> convertActivation(NodeImport& node, Activation activation, std::string detail) {
    const auto x = node.tensor(0);
    if (!x) return tl::unexpected(x.error());
    Operator* producer = fusesIntoProducer(activation) ? node.soleProducer(0) : nullptr;
    if (producer != nullptr && takesActivation(*producer)) {
        producer->activation = activation;
        node.passOn();
        return {};
    }
    if (auto ok = node.give(node.builder().activation(*x, activation)); !ok) return ok;
    node.builder().graph().operators.back().detail = std::move(detail);
    return {};
}

Result<void> convertFold(NodeImport& node, const Fold& fold) {
    // The function's input lies several nodes back: it is read there under the name the fold remembers.
    const auto x = node.tensorNamed(fold.input);
    if (!x) return tl::unexpected(x.error());
    switch (fold.spelling) {
        case Spelling::Silu:
            return node.give(node.builder().activation(*x, Activation::Silu));
        case Spelling::HardSwish:
            return node.give(node.builder().activation(*x, Activation::HardSwish));
        case Spelling::HardSigmoid:
            return node.give(node.builder().activation(*x, Activation::HardSigmoid));
        case Spelling::Gelu:
            return node.give(node.builder().activation(*x, Activation::Gelu));
        case Spelling::LayerNorm:
            return convertFoldedLayerNorm(node, *x, fold);
    }
    return {};
}

void addActivations(ConverterTable& table) {
    table["Relu"] = convertAs<Activation::Relu>;
    table["Clip"] = convertClip;
    table["Sigmoid"] = convertAs<Activation::Sigmoid>;
    table["HardSigmoid"] = convertAs<Activation::HardSigmoid>;
    table["HardSwish"] = convertAs<Activation::HardSwish>;
    table["Tanh"] = convertAs<Activation::Tanh>;
    table["Gelu"] = convertAs<Activation::Gelu>;
    table["FastGelu"] = convertAs<Activation::Gelu>;
    table["LeakyRelu"] = convertAs<Activation::LeakyRelu>;
    table["PRelu"] = convertPrelu;
    table["Softmax"] = convertSoftmax;
    table["LogSoftmax"] = convertSoftmax;
}

void addNormalizations(ConverterTable& table) {
    table["BatchNormalization"] = convertBatchNormalization;
    table["LayerNormalization"] = convertLayerNormalization;
    for (const std::string_view op :
         {"InstanceNormalization", "GroupNormalization", "LpNormalization", "LRN", "MeanVarianceNormalization"}) {
        table[op] = convertNormalization;
    }
}

}  // namespace bw::onnx
