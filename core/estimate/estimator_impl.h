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
    virtual Result<NetworkEstimate> estimate(const OperatorGraph& graph, Precision precision) const = 0;
    virtual EstimatorCacheStatistics statistics() const { return {}; }

    std::optional<Error> passed_over;  ///< See Estimator::passedOver().
};

}  // namespace bw
