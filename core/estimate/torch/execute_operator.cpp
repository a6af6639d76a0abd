// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/torch/execute_operator.h"

#include <ATen/Functions.h>

namespace bw {
namespace {

at::Tensor compute(const Execution& x) {
    switch (x.op.type) {
        case OpType::Conv2d:
        case OpType::DepthwiseConv2d:
        case OpType::TransposedConv2d:
            return executeConvolution(x);
        case OpType::MaxPool:
        case OpType::AvgPool:
            return executePool(x);
        case OpType::Dense:
        case OpType::MatMul:
        case OpType::Reduce:
        case OpType::ArgMax:
        case OpType::Softmax:
        case OpType::LayerNorm:
        case OpType::Normalize:
            return executeMath(x);
        case OpType::Add:
        case OpType::Sub:
        case OpType::Mul:
        case OpType::Div:
        case OpType::Elementwise:
            return executeElementwise(x);
        case OpType::Activation:
            return activate(x.inputs[0], x.op.activation, x.weights.weight);
        case OpType::Opaque:
            throw NotExecutable("only its name and shapes are known");
        default:
            return executeData(x);
    }
}

/// A clip inside its operator works in place, as deployed networks have it; autograd allows that.
at::Tensor clipInPlace(at::Tensor x, Activation activation) {
    switch (activation) {
        case Activation::None:
            return x;
        case Activation::Relu:
            return x.relu_();
        case Activation::Relu6:
            return x.clamp_(0.0, 6.0);
        case Activation::ReluN1To1:
            return x.clamp_(-1.0, 1.0);
        default:
            return activate(x, activation, {});
    }
}

}  // namespace

at::Tensor activate(const at::Tensor& x, Activation activation, const at::Tensor& slopes) {
    switch (activation) {
        case Activation::None:
            return x;
        case Activation::Relu:
            return at::relu(x);
        case Activation::Relu6:
            return at::clamp(x, 0.0, 6.0);
        case Activation::ReluN1To1:
            return at::clamp(x, -1.0, 1.0);
        case Activation::HardSwish:
            return at::hardswish(x);
        case Activation::HardSigmoid:
            return at::hardsigmoid(x);
        case Activation::Sigmoid:
            return at::sigmoid(x);
        case Activation::Silu:
            return at::silu(x);
        case Activation::Tanh:
            return at::tanh(x);
        case Activation::Gelu:
            return at::gelu(x);
        case Activation::LeakyRelu:
            return at::leaky_relu(x);
        case Activation::Prelu:
            // LibTorch takes one slope, or one for each entry of axis 1.
            if (!slopes.defined()) throw NotExecutable("PReLU without slopes");
            return at::prelu(x, x.dim() > 1 && x.size(1) == slopes.numel() ? slopes : slopes.slice(0, 0, 1));
    }
    throw NotExecutable("an activation that LibTorch lacks");
}

at::Tensor execute(const Execution& execution) {
    const Operator& op = execution.op;
    if (execution.inputs.empty()) throw NotExecutable("it reads nothing");
    if (op.outputs.size() != 1) throw NotExecutable("it gives several tensors");
    at::Tensor result = compute(execution);
    if (op.type == OpType::Activation || op.activation == Activation::None) return result;
    // What only looks at an input otherwise must not change it.
    if (result.is_alias_of(execution.inputs[0])) result = result.clone();
    return clipInPlace(std::move(result), op.activation);
}

}  // namespace bw
