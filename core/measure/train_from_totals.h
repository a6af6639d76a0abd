// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>

#include "estimate/estimator.h"
#include "measure/network_totals.h"
#include "measure/train_regressor.h"

namespace bw {

/// Fewest networks to train from.
inline constexpr size_t kMinTotals = 20;
/// At most so many networks are trained on, drawn by the seed: the time grows with the cube of their number.
inline constexpr size_t kMaxTotals = 3000;

struct TrainFromTotalsOptions {
    uint64_t seed = 1;  ///< Splits the networks and draws what training draws.
    /// Which networks train and which test; splitNetworks(count, seed) where absent. Cross-validation inside the
    /// training networks calibrates the interval, so that validation networks are trained on, too.
    std::optional<NetworkSplit> split;
};

/// Learns an estimator of `target` from the latency of whole networks alone. The target's rules say what its runtime
/// makes of each network; the sum over what is left is fitted (see AdditiveModel). The card holds the errors on the
/// networks that were held out. Needs no LibTorch.
/// InvalidArgument below kMinTotals networks to train on, and where a total is no positive number; Unsupported where a
/// network holds an operator that no estimator knows, since nobody can say how much of the total is its; both name the
/// network. Cancelled where `stop` was raised.
Result<TrainingReport> trainFromTotals(const TargetProfile& target, const NetworkTotals& data,
                                       const TrainFromTotalsOptions& options = {},
                                       const std::function<void(double)>& progress = {},
                                       const std::atomic<bool>* stop = nullptr);

/// Errors of an estimator on the networks `which`; `by_type` stays empty. InvalidArgument where it cannot estimate one.
Result<EstimateErrors> evaluateTotals(const Estimator& estimator, const NetworkTotals& data,
                                      std::span<const size_t> which);

}  // namespace bw
