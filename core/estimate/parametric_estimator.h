// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "estimate/estimator.h"

namespace bw {

/// Error of the parametric model against the vendor's estimates in the bundled measurement table: the half-widths that
/// hold 90 % of the networks and of the kernels, as |log(model / measured)|. It says how far such a model is from a
/// compiler's estimate of a chip whose parameters are public; a chip that is only described may lie further away.
struct ParametricError {
    double network_half_width = 0.0;
    double kernel_half_width = 0.0;
    double network_mape = 0.0;
    int64_t networks = 0;
};
/// With all maps in SRAM: Ethos-U55-256. With dedicated SRAM, where the compiler decides what leaves it and stripes
/// what does not fit: Ethos-U65-512, U85-256, U85-512 and U85-1024 together.
ParametricError parametricError(FeatureMapPlacement placement);

/// An estimator, and why it is the parametric model where a regressor was looked for.
struct OpenedEstimator {
    Result<std::shared_ptr<const Estimator>> estimator;
    std::optional<Error> no_regressor;
};

/// Estimator::open(), or the parametric model where the target has no regressor that fits it. A damaged regressor is
/// refused as by open().
OpenedEstimator openOrParametric(const TargetProfile& target, const std::string& models_dir,
                                 const std::string& user_models_dir = {});

}  // namespace bw
