// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/torch/form_runner.h"

#include <ATen/Functions.h>
#include <ATen/TensorOperators.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "estimate/torch/execute_operator.h"
#include "estimate/torch/interpreter.h"

namespace bw {
namespace {

constexpr double kNormMomentum = 0.1;
constexpr double kNormEpsilon = 1e-5;

bool isKernel(const Operator& op) {
    return op.isConvolution() || op.type == OpType::Dense;
}
bool isNorm(const Operator& op) {
    return op.type == OpType::Normalize || op.type == OpType::LayerNorm;
}
const char* weightSuffix(const Operator& op) {
    return isNorm(op) ? ".scale" : "";
}
const char* biasSuffix(const Operator& op) {
    return isNorm(op) ? ".shift" : ".bias";
}

/// Kernels of maps lie channels-last, for which convolutions are fastest here.
at::Tensor laidOut(const at::Tensor& x) {
    return x.dim() == 4 ? x.contiguous(at::MemoryFormat::ChannelsLast) : x;
}

std::vector<bool> findInPlace(const OperatorGraph& graph) {
    std::vector<int> readers(graph.tensors.size(), 0);
    for (const Operator& op : graph.operators) {
        for (const TensorId tensor : op.inputs)
            ++readers[static_cast<size_t>(tensor)];
    }
    for (const TensorId tensor : graph.outputs)
        ++readers[static_cast<size_t>(tensor)];
    std::vector<bool> result(graph.operators.size(), false);
    for (size_t i = 0; i < graph.operators.size(); ++i) {
        const Operator& op = graph.operators[i];
        if (op.type != OpType::Activation) continue;
        const Tensor& input = graph.tensors[static_cast<size_t>(op.inputs.at(0))];
        if (input.producer < 0 || readers[static_cast<size_t>(op.inputs[0])] != 1) continue;
        // The gradients of these need what they read, not what they gave.
        const Operator& producer = graph.operators[static_cast<size_t>(input.producer)];
        result[i] = producer.isConvolution() || producer.detail == kTrainedNorm || producer.type == OpType::Add;
    }
    return result;
}

}  // namespace

FormRunner::FormRunner(TrainForm form, ParameterStore& store, Random& random, at::Device device)
    : form_(std::move(form)), store_(store), last_read_(lastReads(form_.graph)), in_place_(findInPlace(form_.graph)) {
    const std::vector<OperatorWeights> drawn = drawWeights(form_.graph, random);
    for (size_t i = 0; i < drawn.size(); ++i) {
        const Operator& op = form_.graph.operators[i];
        if (form_.keys[i].empty()) continue;
        const auto keep = [&](const at::Tensor& numbers, const std::string& name, bool decays) {
            if (!numbers.defined()) return;
            store_.ensure(name, laidOut(numbers).to(device), decays);
            sizes_[name] = numbers.sizes().vec();
        };
        at::Tensor kernel = drawn[i].weight;
        // Uniform within 1 / sqrt(fan-in), as PyTorch's layers begin.
        if (isKernel(op)) kernel = kernel / std::sqrt(3.0);
        keep(kernel, form_.keys[i] + weightSuffix(op), isKernel(op));
        keep(drawn[i].bias, form_.keys[i] + biasSuffix(op), false);
        if (op.detail != kTrainedNorm) continue;
        const int64_t channels = drawn[i].weight.numel();
        const at::TensorOptions options = at::TensorOptions(at::kFloat).device(device);
        statistics_[form_.keys[i]] = {at::zeros({channels}, options), at::ones({channels}, options),
                                      at::zeros({channels}, options), at::ones({channels}, options)};
    }
}

at::Tensor FormRunner::normalise(size_t index, const at::Tensor& x, NormMode mode, bool averaged) {
    const std::string& key = form_.keys[index];
    NormStatistics& s = statistics_.at(key);
    const at::Tensor scale = store_.view(key + ".scale", s.mean.sizes(), averaged);
    const at::Tensor shift = store_.view(key + ".shift", s.mean.sizes(), averaged);
    switch (mode) {
        case NormMode::Learn:
            return at::batch_norm(x, scale, shift, s.mean, s.variance, true, kNormMomentum, kNormEpsilon, false);
        case NormMode::Imitate:
            return at::batch_norm(x, scale, shift, {}, {}, true, kNormMomentum, kNormEpsilon, false);
        case NormMode::Calibrate:
            return at::batch_norm(x, scale, shift, s.mean, s.variance, true, 1.0 / static_cast<double>(calibrated_ + 1),
                                  kNormEpsilon, false);
        case NormMode::Judge:
            break;
    }
    return at::batch_norm(x, scale, shift, averaged ? s.average_mean : s.mean,
                          averaged ? s.average_variance : s.variance, false, kNormMomentum, kNormEpsilon, false);
}

at::Tensor FormRunner::activated(size_t index, const at::Tensor& x) const {
    const Operator& op = form_.graph.operators[index];
    if (in_place_[index]) {
        at::Tensor same = x;
        if (op.activation == Activation::Relu) return same.relu_();
        // Unlike that of a clamp, its gradient goes by the result, so that nothing is kept twice.
        if (op.activation == Activation::Relu6) return at::hardtanh_(same, 0, 6);
    }
    return activate(x, op.activation, {});
}

at::Tensor FormRunner::runOperator(size_t index, const std::vector<at::Tensor>& tensors, NormMode mode, bool averaged) {
    const Operator& op = form_.graph.operators[index];
    std::vector<at::Tensor> inputs;
    inputs.reserve(op.inputs.size());
    for (const TensorId tensor : op.inputs)
        inputs.push_back(tensors[static_cast<size_t>(tensor)]);
    if (op.detail == kTrainedNorm) return normalise(index, inputs.at(0), mode, averaged);
    if (op.type == OpType::Activation && op.activation != Activation::Prelu) return activated(index, inputs.at(0));
    OperatorWeights weights;
    const std::string& key = form_.keys[index];
    const auto take = [&](const std::string& name, at::Tensor& to) {
        const auto sizes = sizes_.find(name);
        if (sizes != sizes_.end()) to = store_.view(name, sizes->second, averaged);
    };
    if (!key.empty()) {
        take(key + weightSuffix(op), weights.weight);
        take(key + biasSuffix(op), weights.bias);
    }
    return execute({op, form_.graph.shape(op.outputs.at(0)), weights, inputs});
}

std::vector<at::Tensor> FormRunner::run(const at::Tensor& images, NormMode mode, bool averaged) {
    const OperatorGraph& graph = form_.graph;
    std::vector<at::Tensor> tensors(graph.tensors.size());
    tensors[static_cast<size_t>(graph.inputs.at(0))] = images;
    for (size_t i = 0; i < graph.operators.size(); ++i) {
        const Operator& op = graph.operators[i];
        try {
            at::Tensor output = runOperator(i, tensors, mode, averaged);
            const Shape& expected = graph.shape(op.outputs.at(0));
            if (output.sizes() != at::IntArrayRef(expected.sizes().data(), expected.sizes().size())) {
                throw NotExecutable("LibTorch gives another shape than " + expected.text());
            }
            tensors[static_cast<size_t>(op.outputs[0])] = std::move(output);
        } catch (const std::exception& error) {
            const std::string text = error.what();
            throw NotExecutable("'" + (form_.keys[i].empty() ? std::string(opTypeId(op.type)) : form_.keys[i]) +
                                "' cannot run: " + text.substr(0, text.find('\n')));
        }
        for (const TensorId tensor : last_read_[i])
            tensors[static_cast<size_t>(tensor)].reset();
    }
    if (mode == NormMode::Calibrate) ++calibrated_;
    std::vector<at::Tensor> outputs;
    for (const TensorId tensor : graph.outputs)
        outputs.push_back(tensors[static_cast<size_t>(tensor)]);
    return outputs;
}

void FormRunner::forget() {
    calibrated_ = 0;
}

void FormRunner::average(double decay) {
    for (auto& [key, s] : statistics_) {
        s.average_mean.lerp_(s.mean, 1 - decay);
        s.average_variance.lerp_(s.variance, 1 - decay);
    }
}

}  // namespace bw
