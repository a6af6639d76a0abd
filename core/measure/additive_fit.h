// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "base/result.h"
#include "estimate/kernel_terms.h"

namespace bw {

/// A measured network as a sum of terms.
struct TotalsRow {
    std::vector<std::pair<int32_t, double>> terms;  ///< Number and value, numbers ascending.
    double total_ms = 0.0;
};

struct AdditiveFitOptions {
    uint64_t seed = 1;  ///< Draws the networks that scales are learnt from, the folds and the posterior's draws.
    int32_t draws = 16;
};

/// What fitting finds; see AdditiveModel for the meaning of the fields.
struct AdditiveFit {
    std::vector<double> weights;  ///< (1 + draws) x terms.
    double noise = 0.0;
    double network_scale = 0.0;
    double unseen_kernel_ms = 0.0;
};

/// Learns the weights of the terms (of kind `kinds[t]`) from sums alone. Bayesian linear regression on errors in
/// proportion to the total: Gaussian priors, one scale for the quantities together and one for each further kind; the
/// scales and the noise maximise the evidence on up to 400 networks. Noise is Student's t, so that measurements that
/// something disturbed count for less; the level is then set so that squared relative errors of five-fold
/// cross-validation are least, whose errors also calibrate the interval. At least 10 rows with positive totals. Time
/// grows with the cube of the rows. Cancelled where `stop` was raised.
Result<AdditiveFit> fitAdditive(std::span<const TotalsRow> rows, std::span<const TermKind> kinds,
                                const AdditiveFitOptions& options, const std::function<void(double)>& progress = {},
                                const std::atomic<bool>* stop = nullptr);

}  // namespace bw
