// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/Functions.h>
#include <torch/csrc/autograd/autograd.h>

#include <cmath>

#include "estimate/torch/scores/scores.h"

namespace bw {

double jacobianScore(const ScoreTask& task) {
    const at::AutoGradMode with_gradients(true);
    ScoreNetwork network(task, {});
    std::vector<at::Tensor> inputs = network.noise();
    for (at::Tensor& input : inputs)
        input.requires_grad_(true);
    const at::Tensor sum = sumOf(network.run(inputs));
    std::vector<at::Tensor> rows;
    for (const at::Tensor& gradient : torch::autograd::grad({sum}, inputs, {}, c10::nullopt, false, true)) {
        if (gradient.defined()) rows.push_back(gradient.flatten(1));
    }
    const at::Tensor values = eigenvalues(at::corrcoef(at::cat(rows, 1).to(at::kDouble)));
    constexpr double kTiny = 1e-5;
    double score = 0;
    for (int64_t i = 0; i < values.numel(); ++i) {
        const double v = values.data_ptr<double>()[i] + kTiny;
        score -= std::log(v) + 1 / v;
    }
    return score;
}

}  // namespace bw
