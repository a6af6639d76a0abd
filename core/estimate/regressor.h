// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "estimate/regressor_backend.h"

namespace bw {

/// Error of a regressor on held-out networks for one operator type.
struct TypeError {
    std::string type;  ///< opTypeId.
    int64_t kernels = 0;
    double mape = 0.0;  ///< Mean |predicted / measured - 1|.
    bool operator==(const TypeError&) const = default;
};

/// What a regressor was trained on and how well it did on networks it never saw. Errors are fractions.
struct RegressorCard {
    std::string source;        ///< Where the measurements come from, one sentence.
    std::string measurements;  ///< File they were read from, or the sampling plan.
    uint64_t seed = 0;
    int epochs = 0;
    int64_t train_networks = 0;
    int64_t validation_networks = 0;  ///< Used to calibrate the interval.
    int64_t test_networks = 0;
    int64_t train_kernels = 0;
    double network_mape = 0.0;
    double worst_network = 0.0;
    double within_5 = 0.0;   ///< Share of test networks within 5 %.
    double within_10 = 0.0;  ///< Share of test networks within 10 %.
    double spearman = 0.0;
    double interval_coverage = 0.0;  ///< Share of test networks inside the 90 % interval.
    double interval_width = 0.0;     ///< Mean (high - low) / estimate over test networks.
    std::vector<TypeError> by_type;
    bool operator==(const RegressorCard&) const = default;
};

/// How spreads become 90 % intervals. A kernel's sigma (of the log) joins the ensemble's spread and the residual of
/// its operator type; a network's sigma adds its kernels' as partly correlated errors.
struct IntervalCalibration {
    std::vector<double> type_sigma;  ///< By OpType: residual of the log on validation kernels; 0 where none was seen.
    double kernel_scale = 1.645;     ///< 90 % half-width of a kernel in sigmas.
    double network_scale = 1.645;    ///< 90 % half-width of a network in sigmas.
    double correlation = 0.15;       ///< Of errors inside one network.
    bool operator==(const IntervalCalibration&) const = default;
};

/// A trained estimator of one target: everything but the LibTorch code that evaluates it.
struct Regressor {
    std::string target_id;
    std::string target_sha256;  ///< Of the hardware parameters it was trained for; see TargetProfile.
    int feature_version = 0;
    EnsembleShape shape;
    std::vector<float> mean, scale;  ///< Per feature: normalised = (feature - mean) / scale.
    std::vector<float> low, high;    ///< Per feature: range seen in training.
    double label_low = 0.0;          ///< Range of log(cycles / guess) seen in training; predictions stay near it.
    double label_high = 0.0;
    std::vector<float> parameters;  ///< As EnsembleShape says.
    IntervalCalibration interval;
    RegressorCard card;
    std::string id;  ///< SHA-256 over all of the above; filled in by writing and reading.
    bool operator==(const Regressor&) const = default;
};

/// The two files of a regressor.
struct RegressorFiles {
    std::string json;
    std::string weights;  ///< safetensors
};

/// Serialises a regressor. The JSON names the SHA-256 of the weights and of itself.
Result<RegressorFiles> writeRegressor(const Regressor& regressor);

/// Verifies both hashes, every size and every number, and only then gives the regressor. Any changed byte in either
/// file is refused with InvalidFile.
Result<Regressor> readRegressor(const RegressorFiles& files);

/// Reads DIR/<target_id>.json and .safetensors. Unavailable where there is no such regressor.
Result<Regressor> loadRegressor(const std::string& directory, const std::string& target_id);

/// Writes both files, each through a temporary file that is renamed over the old one.
Result<void> saveRegressor(const std::string& directory, const Regressor& regressor);

}  // namespace bw
