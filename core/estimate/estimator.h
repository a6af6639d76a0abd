// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "estimate/regressor.h"
#include "graph/operator.h"
#include "graph/precision.h"
#include "target/kernel.h"
#include "target/parametric_npu.h"
#include "target/target_profile.h"

namespace bw {

/// What is known of one operator's cost. Times are milliseconds; low and high bound a 90 % interval.
struct OperatorEstimate {
    bool known = false;  ///< False: nothing can be said, and the times mean nothing; never shown as zero.
    bool free = false;   ///< Runs inside another operator's kernel or moves no data: zero by construction.
    double latency_ms = 0.0;
    double low_ms = 0.0;
    double high_ms = 0.0;
    bool out_of_range = false;      ///< Unlike anything the regressor was trained on; the interval is widened.
    bool disputed = false;          ///< In range, but the regressor's members disagree; the interval is widened.
    Bound bound = Bound::Unknown;   ///< What limits the kernel, by the parametric model.
    double utilisation = 0.0;       ///< MACs / (cycles * MACs per cycle), 0 ... 1.
    double idle_input_lanes = 0.0;  ///< Share of the input lanes that compute on padding.
    double idle_output_lanes = 0.0;
    std::string note;  ///< Why it is unknown, free or out of range; empty else.
};

/// Cost of a network: the sum of its known operators.
struct NetworkEstimate {
    std::vector<OperatorEstimate> operators;  ///< In the graph's order.
    double latency_ms = 0.0;
    double low_ms = 0.0;
    double high_ms = 0.0;
    double coverage = 1.0;     ///< Share of the operators that are known; below 1 the latency is a lower bound.
    int64_t out_of_range = 0;  ///< Number of kernels outside the regressor's training range.
    int64_t disputed = 0;      ///< Number of kernels in range on which the regressor's members disagree.
};

/// Counters of the kernel cache.
struct EstimatorCacheStatistics {
    uint64_t hits = 0;
    uint64_t misses = 0;
    uint64_t kernels = 0;
};

/// Latency of operators and networks on one target. Everything that shows or ranks a latency calls this class.
/// Thread-safe. Equal networks give equal bits, whatever was estimated before, in whatever order and on how many
/// threads: kernels are evaluated in one fixed batch shape and rounded to five significant digits.
class Estimator {
public:
    /// Opens the regressor of `target` in MODELS_DIR/regressors and the LibTorch module (about half a second once per
    /// process: call it away from the window's thread). Unavailable where the target has no regressor, where it was
    /// trained for other hardware parameters, or where the module is missing; InvalidFile where it is damaged.
    /// A regressor of the user's in USER_MODELS_DIR/regressors goes before the bundled one; where it cannot be used,
    /// the bundled one stays and passedOver() says why.
    static Result<std::shared_ptr<const Estimator>> open(const TargetProfile& target, const std::string& models_dir,
                                                         const std::string& user_models_dir = {});

    /// The same with a regressor at hand, as training gives it.
    static Result<std::shared_ptr<const Estimator>> create(const TargetProfile& target, Regressor regressor);

    /// The parametric model of `target` itself as the estimator: at once, without LibTorch or training, for any
    /// accelerator that its parameters describe. Its interval is the model's known error against the vendor's estimates
    /// of Ethos-U. Unsupported for processors ("cpu"), which the model does not describe.
    static Result<std::shared_ptr<const Estimator>> parametric(const TargetProfile& target);

    ~Estimator();
    Estimator(const Estimator&) = delete;
    Estimator& operator=(const Estimator&) = delete;

    /// Estimates each operator and the network at `precision`, blocks with formats of their own in those. Regressors
    /// hold one format (int8 but for processors); in another one that the target supports, a kernel's is multiplied by
    /// the ratio of the parametric model's cycles in the two formats and its interval is widened by half of that
    /// change. What the target cannot run is unknown; Unsupported where that is everything.
    Result<NetworkEstimate> estimate(const OperatorGraph& graph, Precision precision = Precision::Int8) const;

    /// Several networks at once, equal bit for bit to one after the other. What the cache lacks is evaluated together,
    /// which is faster for a search that scores many small networks.
    Result<std::vector<NetworkEstimate>> estimateAll(std::span<const OperatorGraph* const> graphs,
                                                     Precision precision = Precision::Int8) const;

    const TargetProfile& target() const;
    /// SHA-256 that identifies regressor and training; equal ids give equal estimates.
    const std::string& id() const;
    /// What it was trained on and its errors on held-out networks. Of the parametric model: its known error.
    const RegressorCard& card() const;
    /// True where the parametric model answers and no regressor.
    bool isParametric() const;
    /// Why a regressor of the user's own was passed over for the bundled one; nothing where none was.
    const std::optional<Error>& passedOver() const;
    EstimatorCacheStatistics cacheStatistics() const;

    class Impl;

private:
    explicit Estimator(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace bw
