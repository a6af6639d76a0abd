// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "estimate/score_backend.h"
#include "search/network/accuracy_score.h"

namespace bw {

/// How scores that run networks are computed.
struct ScoreSettings {
    uint64_t seed = 1;  ///< Of the first initialisation; the others count on.
    int seeds = 3;      ///< Initialisations, over which the mean is taken.
    int threads = 1;    ///< That share initialisations and networks; the bits do not depend on it.
};

/// Scores of the LibTorch module, several from one pass, as means over initialisations.
class TorchMeasure {
public:
    /// `scores` are indices in kTorchScores.
    TorchMeasure(const ScoreBackend& backend, std::vector<size_t> scores, ScoreSettings settings)
        : backend_(backend), scores_(std::move(scores)), settings_(settings) {}

    /// By network and score; not-a-number where there is none. Fewer networks only where it was stopped.
    std::vector<std::vector<double>> of(std::span<const ScoredNetwork> networks, const std::stop_token& stop) const;
    /// Why a network cannot be scored; empty where it can.
    std::string obstacle(const ScoredNetwork& scored) const;

private:
    const ScoreBackend& backend_;
    std::vector<size_t> scores_;
    ScoreSettings settings_;
};

}  // namespace bw
