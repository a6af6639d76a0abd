// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <stop_token>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "graph/operator.h"

namespace bw {

/// Version of everything in this header; the LibTorch module and the program must agree on it.
inline constexpr uint32_t kScoreBackendVersion = 1;

/// A score that the LibTorch module computes by running a network with random weights.
struct TorchScore {
    std::string_view id;
    std::string_view label;
    std::string_view doc;
};

/// A new one is a row here and in the module's table (torch/scores/score_module.cpp), and a file beside that.
inline constexpr std::array kTorchScores = {
    TorchScore{"naswot", "NASWOT",
               "log|det K|, K counting for each two of 16 noise inputs the units that switch alike (Mellor et al., "
               "2006.04647). Grows with the number of units."},
    TorchScore{
        "expressivity", "Expressivity",
        "Entropy of the spectrum of features (Lee and Ham, AZ-NAS, 2403.19232), mean over the sizes of maps of the "
        "mean over blocks; AZ-NAS takes the sum, which counts depth. Grows with channels."},
    TorchScore{"progressivity", "Progressivity",
               "Least growth of that entropy from one block to the next (AZ-NAS): how evenly features unfold."},
    TorchScore{
        "propagation", "Trainability (AZ-NAS)",
        "How near the gradient's greatest gain through each block is to 1, mean over blocks; 0 is best (AZ-NAS)."},
    TorchScore{
        "zen", "Zen",
        "Logarithm of how far features move when the input does, normalisation undone, no shortcuts (Lin et al., "
        "2102.01063)."},
    TorchScore{"synflow", "SynFlow",
               "Natural logarithm of the sum of |weight x gradient| under positive weights and inputs, without "
               "normalisation, clips as ReLU (Tanaka et al., 2006.05467). Grows with depth and parameters."},
    TorchScore{
        "zico", "ZiCo",
        "Sum over layers of log of mean / deviation of gradients over 4 batches of noise with random labels (Li et "
        "al., 2301.11300). Grows with parameters."},
    TorchScore{
        "swap", "SWAP",
        "Number of different patterns in which units switch over 32 noise inputs (Peng et al., 2403.04161). Grows "
        "with the number of units."},
    TorchScore{"jacob_cov", "Jacobian covariance",
               "How little the gradients of 16 noise inputs correlate (Mellor et al., 2006.04647v1)."},
    TorchScore{"grad_norm", "Gradient norm",
               "Sum over layers of the norm of the gradient of a cross-entropy on noise with random labels."},
};

/// Runs networks with random weights, to score them untrained: float32, batch normalisation behind every convolution
/// that gives a map. One object per process; safe to call from any thread.
class ScoreBackend {
public:
    virtual ~ScoreBackend() = default;

    /// Values of scores, by index in kTorchScores, at the initialisation that `seed` draws, computed on the calling
    /// thread alone: equal calls give equal bits whatever else runs. Not-a-number where a score has no value for this
    /// network. `graph` is that of one input (batch 1). Unsupported, with the operator and the reason, where LibTorch
    /// cannot run it; LimitExceeded where it is too large; Cancelled between operators where `stop` was asked for.
    virtual Result<std::vector<double>> measure(const OperatorGraph& graph, std::span<const size_t> scores,
                                                uint64_t seed, const std::stop_token& stop) const = 0;
};

/// Name and type of the function that the module exports; gives null where the versions differ.
inline constexpr const char* kScoreBackendSymbol = "bwScoreBackend";
using ScoreBackendFactory = const ScoreBackend* (*)(uint32_t version);

}  // namespace bw
