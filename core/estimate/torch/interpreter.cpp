// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/torch/interpreter.h"

#include <algorithm>
#include <utility>

#include "estimate/torch/execute_operator.h"

namespace bw {
namespace {

std::string firstLine(const std::exception& error) {
    const std::string text = error.what();
    return text.substr(0, text.find('\n'));
}

}  // namespace

std::vector<std::vector<TensorId>> lastReads(const OperatorGraph& graph) {
    std::vector<int32_t> last(graph.tensors.size());
    for (size_t t = 0; t < last.size(); ++t)
        last[t] = graph.tensors[t].producer;
    for (size_t i = 0; i < graph.operators.size(); ++i) {
        for (const TensorId tensor : graph.operators[i].inputs)
            last[static_cast<size_t>(tensor)] = static_cast<int32_t>(i);
    }
    for (const TensorId tensor : graph.outputs)
        last[static_cast<size_t>(tensor)] = -1;
    std::vector<std::vector<TensorId>> result(graph.operators.size());
    for (size_t t = 0; t < last.size(); ++t) {
        if (last[t] >= 0) result[static_cast<size_t>(last[t])].push_back(static_cast<TensorId>(t));
    }
    return result;
}

Interpreter::Interpreter(OperatorGraph graph, std::vector<OperatorWeights> weights)
    : graph_(std::move(graph)),
      weights_(std::move(weights)),
      last_read_(lastReads(graph_)),
      replaced_(graph_.operators.size()) {}

std::vector<at::Tensor> Interpreter::start(std::span<const at::Tensor> inputs) const {
    std::vector<at::Tensor> tensors(graph_.tensors.size());
    for (size_t i = 0; i < graph_.inputs.size(); ++i)
        tensors[static_cast<size_t>(graph_.inputs[i])] = inputs[i];
    return tensors;
}

at::Tensor Interpreter::runOperator(size_t index, const std::vector<at::Tensor>& tensors) const {
    const Operator& op = graph_.operators[index];
    std::vector<at::Tensor> inputs;
    inputs.reserve(op.inputs.size());
    for (const TensorId tensor : op.inputs)
        inputs.push_back(tensors[static_cast<size_t>(tensor)]);
    return execute({op, graph_.shape(op.outputs.at(0)), weights_[index], inputs});
}

void Interpreter::letGo(size_t index, std::vector<at::Tensor>& tensors) const {
    for (const TensorId tensor : last_read_[index])
        tensors[static_cast<size_t>(tensor)].reset();
}

std::vector<std::string> Interpreter::probe(std::span<const at::Tensor> inputs, Random& random) {
    std::vector<std::string> reasons(graph_.operators.size());
    std::vector<at::Tensor> tensors = start(inputs);
    for (size_t i = 0; i < graph_.operators.size(); ++i) {
        const Operator& op = graph_.operators[i];
        if (op.outputs.empty()) {
            reasons[i] = "it gives nothing";
            continue;
        }
        at::Tensor output;
        const std::vector<int64_t> expected = sizesOf(graph_, op.outputs[0]);
        try {
            output = runOperator(i, tensors);
            if (output.sizes() != at::IntArrayRef(expected)) {
                reasons[i] = "LibTorch gives another shape than " + graph_.shape(op.outputs[0]).text();
            }
        } catch (const std::exception& error) {
            reasons[i] = firstLine(error);
        }
        if (!reasons[i].empty()) output = replaced_[i] = drawUniform(expected, 1.0, random);
        tensors[static_cast<size_t>(op.outputs[0])] = output;
        for (size_t extra = 1; extra < op.outputs.size(); ++extra) {
            // An operator with several outputs is always replaced; the others of them must be there to be read.
            tensors[static_cast<size_t>(op.outputs[extra])] =
                drawUniform(sizesOf(graph_, op.outputs[extra]), 1.0, random);
        }
        letGo(i, tensors);
    }
    return reasons;
}

std::vector<at::Tensor> Interpreter::run(std::span<const at::Tensor> inputs, const AfterOperator& after) const {
    std::vector<at::Tensor> tensors = start(inputs);
    for (size_t i = 0; i < graph_.operators.size(); ++i) {
        const Operator& op = graph_.operators[i];
        if (op.outputs.empty()) continue;
        at::Tensor output = replaced_[i].defined() ? replaced_[i] : runOperator(i, tensors);
        for (size_t extra = 1; extra < op.outputs.size(); ++extra) {
            tensors[static_cast<size_t>(op.outputs[extra])] =
                replaced_[i].new_zeros(sizesOf(graph_, op.outputs[extra]));
        }
        const bool goes_on = !after || after(i, output);
        tensors[static_cast<size_t>(op.outputs[0])] = std::move(output);
        letGo(i, tensors);
        if (!goes_on) return {};
    }
    std::vector<at::Tensor> outputs;
    for (const TensorId tensor : graph_.outputs)
        outputs.push_back(tensors[static_cast<size_t>(tensor)]);
    return outputs;
}

int64_t bytesToRun(const OperatorGraph& graph) {
    int64_t weights = 0;
    for (const Operator& op : graph.operators)
        weights += op.weight_elements + op.biasElements();
    const std::vector<std::vector<TensorId>> dead = lastReads(graph);
    int64_t live = 0;
    for (const TensorId tensor : graph.inputs)
        live += graph.shape(tensor).elements();
    int64_t most = live;
    for (size_t i = 0; i < graph.operators.size(); ++i) {
        for (const TensorId tensor : graph.operators[i].outputs)
            live += graph.shape(tensor).elements();
        most = std::max(most, live);
        for (const TensorId tensor : dead[i])
            live -= graph.shape(tensor).elements();
    }
    return 4 * (weights + most);
}

}  // namespace bw
