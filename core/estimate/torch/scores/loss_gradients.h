// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

#include "estimate/torch/scores/score_network.h"

namespace bw {

/// Gradients of randomLabelLoss() on fresh noise in the weights of each layer; undefined where a layer has no part in
/// it. The weights must ask for gradients. Stops between operators of the pass forward and between layers backward.
std::vector<at::Tensor> lossGradients(ScoreNetwork& network, const std::vector<at::Tensor>& weights);

/// Makes the weights of all layers ask for gradients and gives them.
std::vector<at::Tensor> trainableWeights(ScoreNetwork& network);

}  // namespace bw
