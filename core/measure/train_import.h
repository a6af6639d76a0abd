// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "estimate/estimator.h"
#include "estimate/target_package.h"
#include "measure/imported_measurements.h"
#include "measure/label_import.h"
#include "measure/network_totals.h"
#include "measure/train_regressor.h"

namespace bw {

/// What an import is for.
struct ImportRequest {
    TargetProfile base;  ///< Whose parameters and runtime rules the measurements are read with.
    /// The base's estimator before the import; null where it has none.
    std::shared_ptr<const Estimator> present;
    std::string new_id;    ///< Id of the target to make; empty keeps the base's.
    std::string new_name;  ///< Its name for people; empty derives it from new_id or keeps the base's.
    TrainRegressorOptions training;
    bool learning_curve = true;
};

/// A regressor trained from a user's measurements, and how it compares; nothing is in use yet.
struct ImportReport {
    TargetPackage package;  ///< Regressor included.
    EstimateErrors test;    ///< On networks that training never saw.
    /// The base's present estimator on those same networks; absent where there is none or it cannot estimate them.
    std::optional<EstimateErrors> present;
    std::string present_problem;  ///< Why it cannot; empty else.
    double seconds = 0.0;

    /// True where the present estimator errs less on the held-out networks.
    bool isWorse() const { return present && present->mape < test.mape; }
};

/// The target that an import makes: the base under its new id and name, with a regressor trained from `file`.
/// InvalidArgument where the new id is none.
Result<TargetProfile> importedTarget(const ImportRequest& request, const std::string& file);

/// The measured networks by their totals, in milliseconds.
NetworkTotals totalsOf(const ImportedMeasurements& measurements, const TargetProfile& target);

/// Trains a regressor from measurements whose problems are none: on single kernels where each was timed, else on the
/// sums over the networks. Which networks are held out follows from the seed. Cancelled where `stop` is raised;
/// InvalidArgument below 20 networks; Unavailable without the LibTorch module.
Result<ImportReport> trainFromImport(const ImportedMeasurements& measurements, const LabelledImport& labelled,
                                     const ImportRequest& request, const std::function<void(double)>& progress = {},
                                     const std::atomic<bool>* stop = nullptr);

}  // namespace bw
