// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/Functions.h>
#include <ATen/TensorOperators.h>
#include <torch/csrc/autograd/autograd.h>

#include <cmath>

#include "estimate/torch/scores/scores.h"

namespace bw {

double synflowScore(const ScoreTask& task) {
    const at::AutoGradMode with_gradients(true);
    ScoreNetwork network(task, {.batch = 1, .normalised = false, .shortcuts = true, .rectified = true});
    // Products over many layers overflow single precision.
    for (at::Tensor* weight : network.allWeights())
        *weight = weight->to(at::kDouble).abs();
    std::vector<at::Tensor> weights;
    for (at::Tensor* weight : network.layerWeights())
        weights.push_back(weight->requires_grad_(true));
    std::vector<at::Tensor> inputs = network.noise();
    for (at::Tensor& input : inputs)
        input = at::ones_like(input, at::kDouble);
    const at::Tensor sum = sumOf(network.run(inputs));
    const auto gradients = torch::autograd::grad({sum}, weights, {}, c10::nullopt, false, /*allow_unused=*/true);
    double saliency = 0;
    for (size_t i = 0; i < weights.size(); ++i) {
        if (gradients[i].defined()) saliency += (weights[i].detach() * gradients[i]).abs().sum().item<double>();
    }
    return std::log(saliency);
}

}  // namespace bw
