// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "estimate/kernel_features.h"
#include "measure/measurement_table.h"
#include "target/target_profile.h"

namespace bw {

/// A network as kernels in execution order with the measured cycles of each.
struct LabelledNetwork {
    std::string id;
    std::vector<KernelQuery> queries;
    std::vector<double> cycles;  ///< Positive.
};

/// Where a target's training data come from.
struct LabelledNetworks {
    std::string source;
    std::string file;
    std::vector<LabelledNetwork> networks;
    std::string band;           ///< What an interval around an estimate holds; see RegressorCard.
    double source_sigma = 0.0;  ///< How far the labels themselves may be off; see IntervalCalibration.
};

/// Pairs the kernels that `target` makes of each network with the cycles measured for their operators. InvalidFile
/// where the table gives cycles to an operator that the target runs for free, or none to one that it does not.
Result<LabelledNetworks> labelKernels(const Measurements& measurements, const TargetProfile& target);

/// Draws `count` networks and takes each kernel's cycles from the parametric model of `target`.
LabelledNetworks measureParametric(const TargetProfile& target, int count, uint64_t seed);
/// The same for given networks.
LabelledNetworks measureParametric(const TargetProfile& target, std::span<const OperatorGraph> graphs);

/// The training data of a bundled target: its table in MODELS_DIR/measurements where it names one, the parametric
/// model else. For Ethos-U, whose labels are a compiler's estimates or a model of them, with that compiler's own
/// uncertainty: its two cores differ by 10 to 24 % on average on real networks (hardware.md, introduction).
Result<LabelledNetworks> trainingData(const TargetProfile& target, const std::string& models_dir);

}  // namespace bw
