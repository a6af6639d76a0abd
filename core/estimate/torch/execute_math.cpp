// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Matrix products, reductions, normalisations and element-wise functions.
#include <ATen/Functions.h>
#include <ATen/TensorOperators.h>

#include <functional>
#include <map>
#include <string>

#include "estimate/torch/execute_operator.h"

namespace bw {
namespace {

constexpr double kEpsilon = 1e-5;

at::Tensor reduce(const Execution& e) {
    const at::Tensor& x = e.inputs[0];
    const bool keep = e.output.rank() == x.dim();
    const std::string& how = e.op.detail;
    if (how == "mean") return at::mean(x, e.op.axes, keep);
    if (how == "sum") return at::sum(x, e.op.axes, keep);
    if (how == "max") return at::amax(x, e.op.axes, keep);
    if (how == "min") return at::amin(x, e.op.axes, keep);
    if (how == "prod" && e.op.axes.size() == 1) return at::prod(x, e.op.axes[0], keep);
    throw NotExecutable("a reduction called '" + how + "'");
}

at::Tensor argMax(const Execution& e) {
    if (e.op.axes.size() != 1) throw NotExecutable("the greatest value along several axes");
    return at::argmax(e.inputs[0], e.op.axes[0], e.output.rank() == e.inputs[0].dim());
}

at::Tensor softmax(const Execution& e) {
    const int64_t axis = e.op.axes.empty() ? -1 : e.op.axes[0];
    return e.op.detail == "log" ? at::log_softmax(e.inputs[0], axis) : at::softmax(e.inputs[0], axis);
}

at::Tensor matMul(const Execution& e) {
    if (e.inputs.size() != 2) throw NotExecutable("a matrix product of one tensor");
    const bool transposed = !e.op.axes.empty() && e.op.axes[0] == 1;
    return at::matmul(e.inputs[0], transposed ? e.inputs[1].transpose(-2, -1) : e.inputs[1]);
}

at::Tensor normalise(const Execution& e) {
    const at::Tensor& x = e.inputs[0];
    const std::string& how = e.op.detail;
    const at::Tensor& gain = e.weights.weight;
    const at::Tensor& offset = e.weights.bias;
    const bool on_channels = x.dim() >= 3 && x.size(1) == gain.numel();
    if (how == "batch" && x.dim() >= 2 && x.size(1) == gain.numel()) {
        return at::batch_norm(x, gain, offset, offset, gain, false, 0.1, kEpsilon, false);
    }
    if (how == "batch_training" && on_channels) {
        return at::batch_norm(x, gain, offset, {}, {}, true, 0.1, kEpsilon, false);
    }
    if (how == "instance" && on_channels) {
        return at::instance_norm(x, gain, offset, {}, {}, true, 0.1, kEpsilon, false);
    }
    if (how == "l2") return x / at::linalg_vector_norm(x, 2, at::IntArrayRef{x.dim() == 4 ? 1 : -1}, true);
    if (how == "rms" && x.size(-1) == gain.numel()) {
        return x * at::rsqrt(at::mean(x * x, at::IntArrayRef{-1}, true) + kEpsilon) * gain;
    }
    throw NotExecutable("a normalisation called '" + how + "'");
}

using Unary = std::function<at::Tensor(const at::Tensor&)>;
using Binary = std::function<at::Tensor(const at::Tensor&, const at::Tensor&)>;

// Names as the readers of files and the kinds of blocks give them.
const std::map<std::string, Unary, std::less<>>& unaryFunctions() {
    static const std::map<std::string, Unary, std::less<>> functions = {
        {"sqrt", [](const at::Tensor& x) { return at::sqrt(x); }},
        {"rsqrt", [](const at::Tensor& x) { return at::rsqrt(x); }},
        {"exp", [](const at::Tensor& x) { return at::exp(x); }},
        {"log", [](const at::Tensor& x) { return at::log(x); }},
        {"abs", [](const at::Tensor& x) { return at::abs(x); }},
        {"neg", [](const at::Tensor& x) { return at::neg(x); }},
        {"square", [](const at::Tensor& x) { return at::square(x); }},
        {"floor", [](const at::Tensor& x) { return at::floor(x); }},
        {"ceil", [](const at::Tensor& x) { return at::ceil(x); }},
        {"round", [](const at::Tensor& x) { return at::round(x); }},
        {"sign", [](const at::Tensor& x) { return at::sign(x); }},
        {"erf", [](const at::Tensor& x) { return at::erf(x); }},
        {"sin", [](const at::Tensor& x) { return at::sin(x); }},
        {"cos", [](const at::Tensor& x) { return at::cos(x); }},
        {"reciprocal", [](const at::Tensor& x) { return at::reciprocal(x); }},
        {"clip", [](const at::Tensor& x) { return at::clamp(x, -1.0, 1.0); }},
        {"softplus", [](const at::Tensor& x) { return at::softplus(x); }},
        {"elu", [](const at::Tensor& x) { return at::elu(x); }},
        {"selu", [](const at::Tensor& x) { return at::selu(x); }},
        {"celu", [](const at::Tensor& x) { return at::celu(x); }},
        {"mish", [](const at::Tensor& x) { return at::mish(x); }},
    };
    return functions;
}

Binary binaryFunction(const Operator& op) {
    const std::string& name = op.detail;
    switch (op.type) {
        case OpType::Add:
            return [](const at::Tensor& a, const at::Tensor& b) { return at::add(a, b); };
        case OpType::Sub:
            return [](const at::Tensor& a, const at::Tensor& b) { return at::sub(a, b); };
        case OpType::Mul:
            return [](const at::Tensor& a, const at::Tensor& b) { return at::mul(a, b); };
        case OpType::Div:
            return [](const at::Tensor& a, const at::Tensor& b) { return at::div(a, b); };
        default:
            break;
    }
    if (name == "maximum" || name == "max") {
        return [](const at::Tensor& a, const at::Tensor& b) { return at::maximum(a, b); };
    }
    if (name == "minimum" || name == "min") {
        return [](const at::Tensor& a, const at::Tensor& b) { return at::minimum(a, b); };
    }
    if (name == "power" || name == "pow") {
        return [](const at::Tensor& a, const at::Tensor& b) { return at::pow(a, b); };
    }
    if (name == "squared_difference") {
        return [](const at::Tensor& a, const at::Tensor& b) { return at::square(a - b); };
    }
    throw NotExecutable("an element-wise function called '" + name + "'");
}

}  // namespace

at::Tensor executeMath(const Execution& e) {
    switch (e.op.type) {
        case OpType::Dense:
            return at::linear(e.inputs[0], e.weights.weight, e.weights.bias);
        case OpType::MatMul:
            return matMul(e);
        case OpType::Reduce:
            return reduce(e);
        case OpType::ArgMax:
            return argMax(e);
        case OpType::Softmax:
            return softmax(e);
        case OpType::LayerNorm:
            return at::layer_norm(e.inputs[0], {e.inputs[0].size(-1)}, e.weights.weight, e.weights.bias, kEpsilon);
        case OpType::Normalize:
            return normalise(e);
        default:
            throw NotExecutable("no arithmetic");
    }
}

at::Tensor executeElementwise(const Execution& e) {
    if (e.op.type == OpType::Elementwise) {
        const auto unary = unaryFunctions().find(e.op.detail);
        if (unary != unaryFunctions().end() && e.inputs.size() == 1) return unary->second(e.inputs[0]);
    }
    const at::Tensor& constant = e.weights.weight;
    if (e.op.weight_elements > 0 && !constant.defined()) {
        throw NotExecutable("a constant operand of unknown shape");
    }
    if (e.inputs.size() == 1 && !constant.defined()) throw NotExecutable("its second operand is unknown");
    const Binary function = binaryFunction(e.op);
    at::Tensor result = e.inputs[0];
    for (const at::Tensor& operand : e.inputs.subspan(1))
        result = function(result, operand);
    return constant.defined() ? function(result, constant) : result;
}

}  // namespace bw
