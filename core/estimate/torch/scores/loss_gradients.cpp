// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/torch/scores/loss_gradients.h"

#include <torch/csrc/autograd/autograd.h>

namespace bw {

std::vector<at::Tensor> trainableWeights(ScoreNetwork& network) {
    std::vector<at::Tensor> weights;
    for (at::Tensor* weight : network.layerWeights())
        weights.push_back(weight->requires_grad_(true));
    return weights;
}

std::vector<at::Tensor> lossGradients(ScoreNetwork& network, const std::vector<at::Tensor>& weights) {
    const std::vector<at::Tensor> outputs = network.run(network.noise(), [&](size_t, at::Tensor& output) {
        if (!output.requires_grad()) return;
        output.register_hook([&network](const at::Tensor& gradient) {
            network.checkStop();
            return gradient;
        });
    });
    const at::Tensor loss = randomLabelLoss(outputs, network.random());
    return torch::autograd::grad({loss}, weights, {}, c10::nullopt, false, /*allow_unused=*/true);
}

}  // namespace bw
