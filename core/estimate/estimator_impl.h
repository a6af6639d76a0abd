// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "estimate/estimator.h"

namespace bw {

/// One way of estimating. Estimator is the same to everybody, whichever way answers.
class Estimator::Impl {
public:
    Impl() = default;
    virtual ~Impl() = default;
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    virtual const TargetProfile& target() const = 0;
    virtual const std::string& id() const = 0;
    virtual const RegressorCard& card() const = 0;
    virtual bool isParametric() const { return false; }
    virtual Result<std::vector<NetworkEstimate>> estimate(std::span<const OperatorGraph* const> graphs,
                                                          Precision precision) const = 0;
    virtual EstimatorCacheStatistics statistics() const { return {}; }

    std::optional<Error> passed_over;  ///< See Estimator::passedOver().
};

/// A way that gains nothing from estimating several networks at once.
class OneByOneImpl : public Estimator::Impl {
public:
    Result<std::vector<NetworkEstimate>> estimate(std::span<const OperatorGraph* const> graphs,
                                                  Precision precision) const final {
        std::vector<NetworkEstimate> estimates;
        estimates.reserve(graphs.size());
        for (const OperatorGraph* graph : graphs) {
            auto one = estimateOne(*graph, precision);
            if (!one) return tl::unexpected(one.error());
            estimates.push_back(*std::move(one));
        }
        return estimates;
    }

private:
    virtual Result<NetworkEstimate> estimateOne(const OperatorGraph& graph, Precision precision) const = 0;
};

}  // namespace bw
