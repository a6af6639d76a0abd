// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "study/study.h"

namespace bw {

/// One training of a study.
struct StudyRun {
    size_t network = 0;  ///< Index into the plan.
    uint64_t seed = 1;
    TrainMetrics metrics;
    int best_epoch = 0;
    double seconds = 0;
    std::string device;
};

/// A network of the plan with its cost as deployed.
struct StudyCost {
    Totals totals;
    /// By stage: fused among all IBN blocks.
    struct Stage {
        std::string name;
        int fused = 0;
        int all = 0;
    };
    std::vector<Stage> stages;
};

struct StudyResult {
    StudyPlan plan;
    TargetProfile target;
    bool quick = false;
    std::vector<StudyCost> costs;  ///< By network.
    std::vector<StudyRun> runs;    ///< By network, then seed.
    double seconds = 0;            ///< Of all trainings together.
    std::vector<std::string> warnings;

    /// The first metric of a network's runs by seed, in points (0 to 100).
    std::vector<double> points(size_t network) const;
};

/// How far a study is.
struct StudyProgress {
    size_t done = 0, runs = 0;
    std::string what;        ///< "V1, seed 2, epoch 3 of 15".
    double remaining_s = 0;  ///< 0 before that can be said.
};

struct StudyOptions {
    int jobs = 2;  ///< Trainings at a time, each on one thread: faster than one training on several.
    /// Where finished runs and checkpoints are kept; a study begun there goes on. Empty: nothing is kept.
    std::string folder;
    std::stop_token stop;
    std::function<void(const StudyProgress&)> progress;  ///< From several threads, one at a time.
};

/// Costs and trainings of all networks of a plan. Cancelled after `stop`: what is done is in the folder.
Result<StudyResult> runStudy(const StudyPlan& plan, const StudyContext& context, const StudyOptions& options);

}  // namespace bw
