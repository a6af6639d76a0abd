// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/Functions.h>
#include <ATen/TensorOperators.h>

#include <array>
#include <cmath>

#include "estimate/torch/scores/loss_gradients.h"
#include "estimate/torch/scores/scores.h"

namespace bw {
namespace {

/// Of two batches, as the paper has it, the deviation is little more than noise.
constexpr size_t kBatches = 4;

/// Sum over a layer's weights of mean |gradient| / its standard deviation over the batches, where that is not zero.
double layerSum(const std::array<std::vector<at::Tensor>, kBatches>& gradients, size_t layer) {
    std::vector<at::Tensor> batches;
    for (const auto& batch : gradients) {
        if (!batch[layer].defined()) return 0;
        batches.push_back(batch[layer].flatten());
    }
    const at::Tensor g = at::stack(batches);
    const at::Tensor deviation = at::std(g, at::IntArrayRef{0}, /*unbiased=*/false, /*keepdim=*/false);
    const at::Tensor ratio = g.abs().mean(0) / deviation;
    return ratio.masked_fill(deviation == 0, 0).sum(at::kDouble).item<double>();
}

}  // namespace

double zicoScore(const ScoreTask& task) {
    const at::AutoGradMode with_gradients(true);
    ScoreNetwork network(task, {});
    const std::vector<at::Tensor> weights = trainableWeights(network);
    std::array<std::vector<at::Tensor>, kBatches> gradients;
    for (auto& batch : gradients)
        batch = lossGradients(network, weights);
    double score = 0;
    for (size_t layer = 0; layer < weights.size(); ++layer) {
        const double sum = layerSum(gradients, layer);
        if (sum > 0) score += std::log(sum);
    }
    return score;
}

}  // namespace bw
