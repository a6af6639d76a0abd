// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/torch/scores/score_network.h"

#include <ATen/Functions.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/linalg_eigvalsh.h>

#include <cmath>
#include <string>

#include "estimate/torch/execute_operator.h"

namespace bw {
namespace {

/// Maps lie channels-last, for which convolutions are fastest here.
at::Tensor channelsLast(at::Tensor x) {
    return x.defined() && x.dim() == 4 ? x.contiguous(at::MemoryFormat::ChannelsLast) : x;
}

std::string nameOf(const Operator& op) {
    if (!op.name.empty()) return op.name;
    return op.detail.empty() ? std::string(opTypeId(op.type)) : op.detail;
}

/// The rows that are labelled: one a position, its channels side by side.
at::Tensor labelledRows(const at::Tensor& output) {
    const at::Tensor last = output.dim() == 4 ? output.permute({0, 2, 3, 1}) : output;
    const at::Tensor rows = last.reshape({-1, last.size(-1)});
    // One channel stands against zero.
    return rows.size(1) > 1 ? rows : at::constant_pad_nd(rows, {0, 1});
}

/// For a pass forward; what gradients keep beyond it comes from the system.
size_t poolBytes(const OperatorGraph& graph) {
    constexpr int64_t kRoom = int64_t{32} << 20;
    return static_cast<size_t>(bytesToRun(graph) + kRoom);
}

}  // namespace

ScoreNetwork::ScoreNetwork(const ScoreTask& task, const ScoreFormOptions& options)
    : task_(task),
      random_(task.seed),
      form_(scoreForm(task.graph, options)),
      weights_(drawWeights(form_.graph, random_)),
      pool_(poolBytes(form_.graph)) {
    for (OperatorWeights& weights : weights_)
        weights.weight = channelsLast(weights.weight);
}

std::vector<at::Tensor*> ScoreNetwork::layerWeights() {
    std::vector<at::Tensor*> layers;
    for (size_t i = 0; i < weights_.size(); ++i) {
        const Operator& op = form_.graph.operators[i];
        if (op.isConvolution() || op.type == OpType::Dense) layers.push_back(&weights_[i].weight);
    }
    return layers;
}

std::vector<at::Tensor*> ScoreNetwork::allWeights() {
    std::vector<at::Tensor*> all;
    for (OperatorWeights& weights : weights_) {
        for (at::Tensor* tensor : {&weights.weight, &weights.bias}) {
            if (tensor->defined()) all.push_back(tensor);
        }
    }
    return all;
}

std::vector<at::Tensor> ScoreNetwork::noise() {
    std::vector<at::Tensor> inputs;
    for (const TensorId tensor : form_.graph.inputs) {
        at::Tensor input = at::empty(sizesOf(form_.graph, tensor), at::kFloat);
        float* numbers = input.data_ptr<float>();
        for (int64_t i = 0; i < input.numel(); ++i)
            numbers[i] = static_cast<float>(random_.normal());
        inputs.push_back(channelsLast(std::move(input)));
    }
    return inputs;
}

std::vector<at::Tensor> ScoreNetwork::run(std::span<const at::Tensor> inputs, const Hook& hook) const {
    const Interpreter interpreter(form_.graph, weights_);
    const TensorPool::Scope scope(pool_);
    size_t running = 0;
    try {
        return interpreter.run(inputs, [&](size_t index, at::Tensor& output) {
            const Shape& expected = form_.graph.shape(form_.graph.operators[index].outputs.front());
            if (output.sizes() != at::IntArrayRef(expected.sizes().data(), expected.sizes().size())) {
                throw NotExecutable("LibTorch gives another shape than " + expected.text());
            }
            checkStop();
            if (hook) hook(index, output);
            running = index + 1;
            return true;
        });
    } catch (const std::exception& error) {
        throw NotExecutable("'" + nameOf(form_.graph.operators[running]) + "' cannot run: " + error.what());
    }
}

void ScoreNetwork::checkStop() const {
    if (task_.stop.stop_requested()) throw ScoreStopped();
}

at::Tensor randomLabelLoss(const std::vector<at::Tensor>& outputs, Random& random) {
    at::Tensor loss;
    for (const at::Tensor& output : outputs) {
        const at::Tensor rows = labelledRows(output);
        at::Tensor labels = at::empty({rows.size(0)}, at::kLong);
        int64_t* numbers = labels.data_ptr<int64_t>();
        for (int64_t i = 0; i < labels.numel(); ++i)
            numbers[i] = static_cast<int64_t>(random.below(static_cast<uint64_t>(rows.size(1))));
        const at::Tensor part = at::cross_entropy_loss(rows, labels);
        loss = loss.defined() ? loss + part : part;
    }
    return loss / static_cast<double>(outputs.size());
}

at::Tensor sumOf(const std::vector<at::Tensor>& outputs) {
    at::Tensor sum = outputs.at(0).sum();
    for (size_t i = 1; i < outputs.size(); ++i)
        sum = sum + outputs[i].sum();
    return sum;
}

at::Tensor eigenvalues(const at::Tensor& matrix) {
    return at::linalg_eigvalsh(matrix.to(at::kDouble));
}

}  // namespace bw
