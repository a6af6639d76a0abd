// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include <functional>
#include <stop_token>
#include <vector>

#include "base/random.h"
#include "estimate/torch/interpreter.h"
#include "estimate/torch/scores/score_form.h"
#include "estimate/torch/tensor_pool.h"

namespace bw {

/// What a score is to be computed for.
struct ScoreTask {
    const OperatorGraph& graph;
    uint64_t seed;
    const std::stop_token& stop;
};

/// Thrown where a score was stopped.
struct ScoreStopped {};

/// A network in scoring form with weights drawn anew, maps channels-last.
class ScoreNetwork {
public:
    /// Weights uniform with variance 1 / fan-in. Throws NotExecutable (see scoreForm()).
    ScoreNetwork(const ScoreTask& task, const ScoreFormOptions& options);

    const ScoreForm& form() const { return form_; }
    Random& random() { return random_; }
    /// Weights of convolutions and Dense, to be changed before the first run.
    std::vector<at::Tensor*> layerWeights();
    /// All numbers that operators hold, biases included.
    std::vector<at::Tensor*> allWeights();

    /// Standard normal inputs.
    std::vector<at::Tensor> noise();
    /// Hears of each operator's role and output, which it may replace.
    using Hook = std::function<void(size_t index, at::Tensor& output)>;
    /// Outputs of the last layers. Throws ScoreStopped, and NotExecutable with the operator.
    std::vector<at::Tensor> run(std::span<const at::Tensor> inputs, const Hook& hook = {}) const;

    /// Throws ScoreStopped where the task was stopped.
    void checkStop() const;

private:
    const ScoreTask& task_;
    Random random_;
    ScoreForm form_;
    std::vector<OperatorWeights> weights_;
    TensorPool pool_;
};

/// Cross-entropy of outputs with labels drawn at random: of every position over the channels, mean over the outputs.
at::Tensor randomLabelLoss(const std::vector<at::Tensor>& outputs, Random& random);

/// Sum of all numbers.
at::Tensor sumOf(const std::vector<at::Tensor>& outputs);

/// Eigenvalues of a symmetric matrix in double precision, rising.
at::Tensor eigenvalues(const at::Tensor& matrix);

}  // namespace bw
