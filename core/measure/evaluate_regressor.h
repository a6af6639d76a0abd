// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "estimate/kernel_predictor.h"
#include "measure/labelled_networks.h"

namespace bw {

/// A network as a regressor sees it, in cycles.
struct PredictedNetwork {
    double measured = 0.0;
    double predicted = 0.0;
    double sigma = 0.0;  ///< Of log(predicted / measured).
    std::vector<KernelPrediction> kernels;
};
/// The whole ensemble's word on networks, or that of member `members[i]` on network `which[i]`.
Result<std::vector<PredictedNetwork>> predictNetworks(const KernelPredictor& predictor, const LabelledNetworks& data,
                                                      std::span<const size_t> which,
                                                      std::span<const size_t> members = {});

/// Errors over networks; fractions.
struct EstimateErrors {
    int64_t networks = 0;
    double mape = 0.0;
    double worst = 0.0;
    double within_5 = 0.0;
    double within_10 = 0.0;
    double spearman = 0.0;
    double coverage = 0.0;  ///< Share of networks inside the 90 % interval.
    double width = 0.0;     ///< Mean (high - low) / estimate.
    std::vector<TypeError> by_type;
    std::vector<NetworkOutcome> outcomes;  ///< Worst first.
};
Result<EstimateErrors> evaluateRegressor(const KernelPredictor& predictor, const LabelledNetworks& data,
                                         std::span<const size_t> which);

}  // namespace bw
