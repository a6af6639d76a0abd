// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "estimate/additive_model.h"
#include "estimate/regressor_backend.h"
#include "estimate/regressor_card.h"

namespace bw {

/// How spreads become 90 % intervals. A kernel's sigma (of the log) is the residual of its operator type; a network's
/// sigma adds its kernels' as partly correlated errors.
struct IntervalCalibration {
    std::vector<double> type_sigma;  ///< By OpType: residual of the log on kernels not learnt; 0 where none was seen.
    double kernel_scale = 1.645;     ///< 90 % half-width of a kernel in sigmas.
    double network_scale = 1.645;    ///< 90 % half-width of a network in sigmas.
    double correlation = 0.15;       ///< Of errors inside one network.
    double disagreement = 1e9;       ///< Spread of the members beyond which a kernel is marked as unreliable.
    /// Standard deviation of log(measurement / hardware) where the measurements are themselves estimates; widens what
    /// is shown, not what the card's coverage is counted with. 0: the measurements are what is predicted.
    double source_sigma = 0.0;
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
    /// Where it was learnt from whole networks: takes the place of the ensemble, whose fields then stay empty.
    std::optional<AdditiveModel> additive;
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

/// `regressor` as it reads back after writing: with its id, and refused where it could not be read.
Result<Regressor> sealRegressor(const Regressor& regressor);

/// Verifies both hashes, every size and every number, and only then gives the regressor. Any changed byte in either
/// file is refused with InvalidFile.
Result<Regressor> readRegressor(const RegressorFiles& files);

/// Reads DIR/<target_id>.json and .safetensors. Unavailable where there is no such regressor.
Result<Regressor> loadRegressor(const std::string& directory, const std::string& target_id);

/// Writes both files, each through a temporary file that is renamed over the old one.
Result<void> saveRegressor(const std::string& directory, const Regressor& regressor);

}  // namespace bw
