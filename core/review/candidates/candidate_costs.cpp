// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/candidates/candidate_costs.h"

#include "assess/count_network.h"

namespace bw {

CandidateCosts costsOf(const Totals& totals, const AssessmentContext& context) {
    CandidateCosts costs;
    costs.target_id = context.target.id;
    costs.precision = context.precision;
    costs.memory_profile = context.memory_profile;
    if (totals.latency_ms && totals.coverage >= 1) {
        if (context.estimator) costs.estimator_id = context.estimator->id();
        costs.latency_ms = totals.latency_ms;
        costs.latency_low_ms = totals.latency_low_ms;
        costs.latency_high_ms = totals.latency_high_ms;
    }
    costs.macs = totals.macs;
    costs.parameters = totals.parameters;
    costs.parameter_bytes = totals.parameter_bytes;
    costs.peak_activation_bytes = totals.peak_activation_bytes;
    return costs;
}

Result<CandidateCosts> weighNetwork(const Network& network, const AssessmentContext& context) {
    return countNetwork(network, context).map([&](const Totals& totals) { return costsOf(totals, context); });
}

std::string staleReason(const CandidateCosts& costs, const AssessmentContext& context) {
    const bool same_target = costs.target_id == context.target.id && costs.precision == context.precision;
    if (!same_target) return "weighed for " + costs.target_id + ", " + std::string(precisionId(costs.precision));
    if (costs.memory_profile != context.memory_profile) return "weighed under other memory rules";
    const bool other_estimator = context.estimator && costs.latency_ms && costs.estimator_id != context.estimator->id();
    return other_estimator ? "weighed by another version of the estimator" : std::string();
}

}  // namespace bw
