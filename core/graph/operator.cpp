// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/operator.h"

#include <array>

namespace bw {
namespace {

constexpr std::array<std::string_view, kOpTypeCount> kOpTypeIds = {"conv2d",
                                                                   "depthwise_conv2d",
                                                                   "transposed_conv2d",
                                                                   "dense",
                                                                   "max_pool",
                                                                   "avg_pool",
                                                                   "reduce",
                                                                   "add",
                                                                   "sub",
                                                                   "mul",
                                                                   "div",
                                                                   "elementwise",
                                                                   "activation",
                                                                   "normalize",
                                                                   "layer_norm",
                                                                   "softmax",
                                                                   "matmul",
                                                                   "concat",
                                                                   "resize",
                                                                   "pad",
                                                                   "slice",
                                                                   "gather",
                                                                   "transpose",
                                                                   "reshape",
                                                                   "space_to_depth",
                                                                   "depth_to_space",
                                                                   "argmax",
                                                                   "quantize",
                                                                   "opaque"};

constexpr std::array<std::string_view, 12> kActivationIds = {"none",       "relu",         "relu6",   "relu_n1_to_1",
                                                             "hard_swish", "hard_sigmoid", "sigmoid", "silu",
                                                             "tanh",       "gelu",         "prelu",   "leaky_relu"};

}  // namespace

std::string_view opTypeId(OpType type) {
    return kOpTypeIds[static_cast<size_t>(type)];
}

std::string_view activationId(Activation activation) {
    return kActivationIds[static_cast<size_t>(activation)];
}

Result<Activation> parseActivation(std::string_view id) {
    for (size_t i = 0; i < kActivationIds.size(); ++i) {
        if (kActivationIds[i] == id) return static_cast<Activation>(i);
    }
    return fail(ErrorCode::InvalidArgument, "unknown activation '" + std::string(id) + "'");
}

bool fusesIntoProducer(Activation activation) {
    return activation == Activation::Relu || activation == Activation::Relu6 || activation == Activation::ReluN1To1;
}

int64_t Operator::biasElements() const {
    if (!has_bias && !has_batch_norm) return 0;
    return out_channels;
}

int64_t Operator::parameters() const {
    return weight_elements + (has_bias ? out_channels : 0) + (has_batch_norm ? 2 * out_channels : 0);
}

int64_t OperatorGraph::totalMacs() const {
    int64_t total = 0;
    for (const Operator& op : operators)
        total += op.macs;
    return total;
}

int64_t OperatorGraph::totalParameters() const {
    int64_t total = 0;
    for (const Operator& op : operators)
        total += op.parameters();
    return total;
}

}  // namespace bw
