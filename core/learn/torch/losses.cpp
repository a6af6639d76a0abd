// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/torch/losses.h"

#include <ATen/Functions.h>
#include <ATen/TensorOperators.h>

namespace bw {
namespace {

constexpr int64_t kNegativesPerPositive = 3;
/// Of pictures that show nothing.
constexpr int64_t kFewestNegatives = 4;

at::Tensor gathered(const std::vector<at::Tensor>& outputs, const std::vector<int32_t>& which) {
    std::vector<at::Tensor> parts;
    for (const int32_t index : which)
        parts.push_back(outputs.at(static_cast<size_t>(index)));
    return parts.size() == 1 ? parts.front() : at::cat(parts, 1);
}

/// Classes on axis 1.
at::Tensor scoresOf(const std::vector<at::Tensor>& outputs, const LossOutputs& meaning) {
    switch (meaning.task) {
        case LearnTask::Classification:
            return outputs.at(0).flatten(1);
        case LearnTask::Segmentation:
            return outputs.at(0);
        case LearnTask::Detection:
            break;
    }
    return gathered(outputs, meaning.scores).transpose(1, 2);
}

/// Those anchors that show nothing and are scored worst, three for each that shows something.
at::Tensor hardNegatives(const at::Tensor& losses, const at::Tensor& labels) {
    const at::Tensor negative = labels == 0;
    const at::Tensor hardness = losses.detach().masked_fill(negative.logical_not(), -1);
    const at::Tensor rank = hardness.argsort(int64_t{1}, /*descending=*/true).argsort(int64_t{1}, /*descending=*/false);
    const at::Tensor wanted =
        ((labels > 0).sum(1, /*keepdim=*/true) * kNegativesPerPositive).clamp_min(kFewestNegatives);
    return negative.logical_and(rank < wanted);
}

at::Tensor boxLoss(const std::vector<at::Tensor>& outputs, const LossOutputs& meaning, const at::Tensor& positive,
                   const at::Tensor& wanted) {
    const at::Tensor boxes = gathered(outputs, meaning.boxes);
    const at::Tensor error = at::smooth_l1_loss(boxes, wanted, at::Reduction::None).sum(2);
    return (error * positive).sum();
}

}  // namespace

at::Tensor labelLoss(const std::vector<at::Tensor>& outputs, const LossOutputs& meaning, const LossTargets& targets,
                     double label_smoothing) {
    const at::Tensor scores = scoresOf(outputs, meaning);
    if (meaning.task != LearnTask::Detection) {
        const double smoothing = meaning.task == LearnTask::Classification ? label_smoothing : 0;
        return at::cross_entropy_loss(scores, targets.labels, {}, at::Reduction::Mean, kNoLabel, smoothing);
    }
    const at::Tensor losses = at::cross_entropy_loss(scores, targets.labels, {}, at::Reduction::None, kNoLabel);
    const at::Tensor positive = (targets.labels > 0).to(at::kFloat);
    const at::Tensor counted = positive + hardNegatives(losses, targets.labels).to(at::kFloat);
    const at::Tensor sum = (losses * counted).sum() + boxLoss(outputs, meaning, positive, targets.offsets);
    return sum / positive.sum().clamp_min(1);
}

at::Tensor imitationLoss(const std::vector<at::Tensor>& outputs, const std::vector<at::Tensor>& teacher,
                         const LossOutputs& meaning, const LossTargets& targets) {
    const at::Tensor wanted = scoresOf(teacher, meaning).softmax(1);
    const at::Tensor losses = -(wanted * scoresOf(outputs, meaning).log_softmax(1)).sum(1);
    if (meaning.task != LearnTask::Detection) return losses.mean();
    const at::Tensor positive = (targets.labels > 0).to(at::kFloat);
    const at::Tensor counted = positive + hardNegatives(losses, targets.labels).to(at::kFloat);
    const at::Tensor boxes = boxLoss(outputs, meaning, positive, gathered(teacher, meaning.boxes));
    return ((losses * counted).sum() + boxes) / positive.sum().clamp_min(1);
}

}  // namespace bw
