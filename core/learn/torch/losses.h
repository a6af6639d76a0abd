// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

#include "learn/train/train_backend.h"

namespace bw {

/// What a batch says should come out, as tensors.
struct LossTargets {
    at::Tensor labels;   ///< N; N x H x W; or N x anchors.
    at::Tensor offsets;  ///< N x anchors x 4; undefined but for detection.
};

/// Which outputs of a network are what.
struct LossOutputs {
    LearnTask task = LearnTask::Classification;
    std::vector<int32_t> boxes, scores;
};

/// Cross-entropy: of N x classes; of N x classes x H x W at every place; of anchors, where the hardest three that show
/// nothing count for each that shows something, with a smooth absolute error of the boxes (Liu et al., SSD,
/// 1512.02325).
at::Tensor labelLoss(const std::vector<at::Tensor>& outputs, const LossOutputs& meaning, const LossTargets& targets,
                     double label_smoothing);

/// Cross-entropy with what another network gives, which keeps no gradients, and its boxes where something is.
at::Tensor imitationLoss(const std::vector<at::Tensor>& outputs, const std::vector<at::Tensor>& teacher,
                         const LossOutputs& meaning, const LossTargets& targets);

}  // namespace bw
