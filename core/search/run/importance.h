// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "search/run/search_run.h"

namespace bw {

/// How much one decision matters.
struct DecisionImportance {
    size_t decision = 0;
    /// Share of the objective's variance between the decision's options, less what chance alone gives:
    ///     epsilon^2 = (SS_between - (k - 1) MS_within) / SS_total, at least 0
    double share = 0;
    std::vector<double> means;  ///< Of the objective by option; not-a-number where an option was not tried.
};

/// Which decisions an objective follows over rated genomes; those that make no network are left out. By share, the
/// largest first; equal shares by decision.
std::vector<DecisionImportance> decisionImportance(const SearchProblem& problem,
                                                   std::span<const Evaluation> evaluations, size_t objective = 0);

}  // namespace bw
