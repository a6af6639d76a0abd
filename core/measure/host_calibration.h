// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "measure/host_machine.h"
#include "measure/host_plan.h"
#include "measure/host_timing.h"
#include "measure/train_regressor.h"
#include "target/target_profile.h"

namespace bw {

struct HostCalibrationOptions {
    double minutes = 4.0;  ///< Of measuring; training follows.
    int threads = 1;
    uint64_t seed = 1;         ///< Draws networks and weights, splits and trains.
    int64_t max_networks = 0;  ///< Ends measuring early; 0: only time does.
    TimingOptions timing;
    TrainRegressorOptions training;  ///< Its seed is replaced by `seed`.
};

/// A network and its times on this machine.
struct HostMeasurement {
    PlannedNetwork planned;
    NetworkTiming timing;
};

/// A network that was run whole and never trained on, beside what the estimator says of it.
struct HostCheck {
    std::string network;
    bool real = false;  ///< One of the real networks; else drawn.
    Spread measured;    ///< Seconds.
    double predicted_ms = 0.0;
    double low_ms = 0.0;  ///< 90 % interval.
    double high_ms = 0.0;
    int64_t out_of_range = 0;  ///< Kernels unlike any in training.
};

/// Errors of predictions over checks; fractions.
struct HostFigures {
    int64_t networks = 0;
    double mape = 0.0;
    double worst = 0.0;
    double within_10 = 0.0;
    double spearman = 0.0;
    double coverage = 0.0;  ///< Share inside the 90 % interval.
    double width = 0.0;     ///< Mean (high - low) / estimate.
};
HostFigures figuresOf(const std::vector<HostCheck>& checks);

/// What is going on, for people.
struct HostProgress {
    double share = 0.0;  ///< 0 ... 1.
    std::string activity;
    int64_t networks = 0;                            ///< Measured so far.
    const std::vector<HostCheck>* checks = nullptr;  ///< Set where they changed; those with a prediction so far.
};

/// A processor measured, learnt and checked in one run.
struct HostCalibration {
    HostMachine machine;
    std::string library;  ///< "LibTorch 1.13.1".
    std::string date;
    int threads = 1;
    std::vector<HostMeasurement> measured;  ///< Trained on, operator by operator.
    std::vector<HostMeasurement> whole;     ///< Run whole for the checks; in their order.
    std::vector<HostCheck> checks;
    int64_t noisy = 0;  ///< Networks left out because the machine was busy meanwhile.
    TrainingReport training;
};

/// Measures networks on this processor's cores, trains the regressor of `target` (kind "cpu") on their operators in
/// context, and checks it on whole networks, real and drawn, run in between. The calling thread is pinned meanwhile.
/// Halfway a first regressor tells where the error is above 10 %; half of the networks after that are chosen to hold
/// such kernels. Unavailable without LibTorch or on a machine too busy to be measured; Cancelled by `stop`;
/// InvalidArgument where the time allows fewer than 20 networks.
Result<HostCalibration> calibrateHost(const TargetProfile& target, const std::vector<NamedNetwork>& real,
                                      const HostCalibrationOptions& options,
                                      const std::function<void(const HostProgress&)>& progress,
                                      const std::atomic<bool>* stop);

/// The kernels that `target` makes of a measured network with their cycles; what cannot run is left out.
LabelledNetwork labelHost(const HostMeasurement& measurement, const TargetProfile& target);

/// Every measured row as CSV: operators in context and whole networks, microseconds with quartiles, and the machine.
std::string hostRowsCsv(const HostCalibration& calibration);

/// Writes DIR/regressors/ID.{json,safetensors} and DIR/measurements/ID.csv.
Result<void> saveHostCalibration(const std::string& directory, const TargetProfile& target,
                                 const HostCalibration& calibration);

}  // namespace bw
