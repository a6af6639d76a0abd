// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "estimate/torch/operator_weights.h"
#include "graph/operator.h"

namespace bw {

/// Runs an OperatorGraph operator by operator with LibTorch and lets go of each tensor after its last reader.
class Interpreter {
public:
    /// Hears of each operator once its output is there, for which it may put another tensor of the same shape; false
    /// ends the pass.
    using AfterOperator = std::function<bool(size_t index, at::Tensor& output)>;

    Interpreter(OperatorGraph graph, std::vector<OperatorWeights> weights);

    const OperatorGraph& graph() const { return graph_; }

    /// Runs every operator and compares the sizes of its output with the graph's. Those that LibTorch cannot run, or
    /// that give other sizes, are replaced by random numbers from here on. By operator: why; empty where it runs.
    std::vector<std::string> probe(std::span<const at::Tensor> inputs, Random& random);

    /// One pass; `inputs` in the graph's order. Gives the graph's outputs, nothing where `after` ended the pass.
    std::vector<at::Tensor> run(std::span<const at::Tensor> inputs, const AfterOperator& after) const;

private:
    std::vector<at::Tensor> start(std::span<const at::Tensor> inputs) const;
    at::Tensor runOperator(size_t index, const std::vector<at::Tensor>& tensors) const;
    void letGo(size_t index, std::vector<at::Tensor>& tensors) const;

    OperatorGraph graph_;
    std::vector<OperatorWeights> weights_;
    std::vector<std::vector<TensorId>> last_read_;  ///< By operator: the tensors that nobody reads after it.
    std::vector<at::Tensor> replaced_;              ///< By operator: what stands for its output; undefined: nothing.
};

/// By operator: the tensors whose last reader it is; network outputs stay. Unread ones die with their producer.
std::vector<std::vector<TensorId>> lastReads(const OperatorGraph& graph);

/// Float32 bytes of all weights and of the tensors that live at once, at most.
int64_t bytesToRun(const OperatorGraph& graph);

}  // namespace bw
