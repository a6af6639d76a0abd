// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "learn/train/trainer.h"

namespace bw {

/// A network in successive halving.
struct HalvingEntry {
    FittedNetwork network;
    std::vector<NamedTensor> start;  ///< Numbers to begin with; empty: drawn ones.
    double loss_sum = 0;             ///< Of its epochs so far: what early ranks go by (TSE, Ru et al., 2006.04492).
    int epochs = 0;                  ///< Trained so far.
    TrainMetrics metrics;            ///< Of the last judgement.
    bool finished = false;           ///< Trained to the end.
};

struct HalvingOptions {
    TrainOptions train;  ///< Of a whole training; each network's is held after its rung and goes on from there.
    int eta = 3;         ///< One in so many goes on.
    int first_rung = 1;  ///< Epochs of the first rung; each next one has eta times as many.
    int finish = 3;      ///< Networks that are trained to the end.
    std::string folder;  ///< Keeps the trainings that wait.
};

struct HalvingResult {
    double trained_epochs = 0;
    double seconds = 0;
    std::vector<std::vector<size_t>> rungs;  ///< Entries that each rung trained, best first; the last to the end.
};

/// Successive halving (Jamieson and Talwalkar, 1502.07943): all are trained for a rung, the best third goes on, until
/// few enough are left, which are trained to the end. What a network learnt in a rung is not learnt again.
Result<HalvingResult> halve(std::vector<HalvingEntry>& entries, const std::shared_ptr<const DataSet>& set,
                            const HalvingOptions& options, const TrainControl& control = {});

}  // namespace bw
