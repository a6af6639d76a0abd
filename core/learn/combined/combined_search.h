// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "learn/combined/halving.h"
#include "learn/combined/stage_report.h"
#include "learn/supernet/supernet.h"
#include "search/network/network_problem.h"

namespace bw {

/// How a search by training goes. Stages that are off pass on at random.
struct CombinedOptions {
    SupernetOptions supernet;  ///< Its training, its input size and how it judges.
    TrainOptions full;         ///< Of a whole training of one network.
    uint64_t seed = 1;
    int64_t drawn = 1000;  ///< Networks within the limits that are drawn.
    int bands = 5;         ///< Of latency, in which scores are ranked: they cheer for size.
    int64_t scored = 60;   ///< Of them the scores pass on so many,
    int64_t shared = 18;   ///< and the supernet so many, which halving begins with.
    int finish = 3;        ///< Networks trained to the end.
    bool score = true;     ///< Zero-shot.
    bool share = true;     ///< Single-shot.
    bool halves = true;    ///< Few epochs first; else all are trained to the end.
    bool inherit = false;  ///< Trainings begin with the supernet's weights.
    std::string folder;    ///< Keeps trainings that wait.
};

/// A network at the end.
struct Finalist {
    Genome genome;
    Network network;
    NetworkFigures figures;
    TrainMetrics metrics;
};

struct CombinedResult {
    std::vector<StageReport> stages;
    std::vector<Finalist> finalists;  ///< Best first.
    SearchBill bill;
    /// Epochs that full trainings of all networks which halving began with would have taken.
    double plain_epochs = 0;
};

/// How far it is.
struct CombinedProgress {
    std::string stage;
    double share = 0;  ///< Of the stage.
};

/// The cascade of algorithms.md 4.2: limits, then scores inside bands of latency, then a supernet, then few epochs,
/// then full training. Each stage's agreement with full training is measured on the networks that both saw. NotFound
/// where nothing keeps the limits; Cancelled after `stop`.
Result<CombinedResult> searchByTraining(const NetworkProblem& problem, const std::shared_ptr<const DataSet>& set,
                                        const CombinedOptions& options, const std::stop_token& stop = {},
                                        const std::function<void(const CombinedProgress&)>& progress = {});

}  // namespace bw
