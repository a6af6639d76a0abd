// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include <memory>

#include "estimate/torch/scores/score_network.h"

namespace bw {

/// A score of what one pass forward shows: 16 noise inputs, nothing to differentiate. Several share the pass.
class ForwardMeter {
public:
    virtual ~ForwardMeter() = default;
    /// What a non-linearity reads, N x ...
    virtual void preActivation(const at::Tensor&) {}
    /// A map that a block with convolutions gives, N x C x H x W.
    virtual void features(const at::Tensor&) {}
    virtual double value() const = 0;
};

// One in each file of this folder.
std::unique_ptr<ForwardMeter> naswotMeter();
std::unique_ptr<ForwardMeter> expressivityMeter();
std::unique_ptr<ForwardMeter> progressivityMeter();

// Scores with passes of their own.
double propagationScore(const ScoreTask& task);
double zenScore(const ScoreTask& task);
double synflowScore(const ScoreTask& task);
double zicoScore(const ScoreTask& task);
double swapScore(const ScoreTask& task);
double jacobianScore(const ScoreTask& task);
double gradNormScore(const ScoreTask& task);

}  // namespace bw
