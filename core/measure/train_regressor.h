// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>

#include "measure/calibrate_regressor.h"
#include "measure/evaluate_regressor.h"
#include "measure/labelled_networks.h"
#include "target/target_profile.h"

namespace bw {

struct TrainRegressorOptions {
    uint64_t seed = 1;  ///< Splits the networks, draws initial weights and orders the batches.
    int members = 4;
    int hidden = 64;
    int layers = 3;
    int epochs = 0;            ///< 0: as many as let each member see 1.1 million kernels, 25 to 100.
    double train_share = 1.0;  ///< Share of the training networks that is used; for learning curves.
};

/// The options that a regressor was trained with, so that it can be trained again from its measurements. On one machine
/// and one version of the libraries that gives the same id; elsewhere the last bits may differ.
TrainRegressorOptions optionsOf(const Regressor& regressor);

/// A trained regressor with its card filled in.
struct TrainingReport {
    Regressor regressor;
    EstimateErrors test;
    double seconds = 0.0;
};

/// Trains, calibrates and tests a regressor of `target`. `progress` hears fractions in [0, 1]. Cancelled where `stop`
/// is raised; InvalidArgument below 20 networks; Unavailable without the LibTorch module.
Result<TrainingReport> trainRegressor(const TargetProfile& target, const LabelledNetworks& data,
                                      const TrainRegressorOptions& options,
                                      const std::function<void(double)>& progress = {},
                                      const std::atomic<bool>* stop = nullptr);

}  // namespace bw
