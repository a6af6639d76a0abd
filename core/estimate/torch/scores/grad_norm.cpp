// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/Functions.h>

#include "estimate/torch/scores/loss_gradients.h"
#include "estimate/torch/scores/scores.h"

namespace bw {

double gradNormScore(const ScoreTask& task) {
    const at::AutoGradMode with_gradients(true);
    ScoreNetwork network(task, {});
    const std::vector<at::Tensor> weights = trainableWeights(network);
    double sum = 0;
    for (const at::Tensor& gradient : lossGradients(network, weights)) {
        if (gradient.defined()) sum += gradient.norm().item<double>();
    }
    return sum;
}

}  // namespace bw
