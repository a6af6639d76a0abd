// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "assess/assessment.h"
#include "io/review.h"

namespace bw {

/// The costs of an assessed network as a candidate keeps them; no latency where an operator is unknown.
CandidateCosts costsOf(const Totals& totals, const AssessmentContext& context);
/// Lowers and counts a network on the context's target, by the rules of assess().
Result<CandidateCosts> weighNetwork(const Network& network, const AssessmentContext& context);
/// Why these costs are not those that the context would give, in a few words ("weighed for ethos-u55-256, int8"); empty
/// where they are.
std::string staleReason(const CandidateCosts& costs, const AssessmentContext& context);

}  // namespace bw
