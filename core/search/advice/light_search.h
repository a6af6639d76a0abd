// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

#include "search/advice/search_advice.h"

namespace bw {

struct LightSearchOptions {
    double quiet_seconds = 30;  ///< Without a better list after which it ends; 0: never for that.
    int64_t evaluations = 0;    ///< Networks to rate; 0: no limit.
    uint64_t seed = 1;
    AdviceOptions advice = {};
};

/// A list of suggestions with what it rests on.
struct LightAdvice {
    std::shared_ptr<const NetworkProblem> problem;
    std::vector<Evaluation> best;  ///< The networks that SearchSuggestion::numbers speaks of.
    std::vector<SearchSuggestion> suggestions;
    int64_t evaluations = 0;  ///< Networks rated so far.
};

enum class LightSearchEnd : uint8_t { Quiet, Evaluations, Exhausted, Stopped };

/// The search that keeps suggestions fresh after an edit, on the calling thread. Where the network keeps the budgets it
/// looks for less latency (without an estimator: for a lower peak) at no lower score; where it does not, for the best
/// score within them. First single edits on the grid of the target's channel multiples, kinds before sizes, then those
/// that help joined one by one, then aging evolution (Real et al. 2019) from there. `hear` gets each list that is
/// better than the one before. Equal seeds and evaluations give equal lists; time only ends it. Fails where there is
/// nothing to decide.
Result<LightSearchEnd> lightSearch(const Network& network, const LoweredNetwork& lowered,
                                   const AssessmentContext& context, const LightSearchOptions& options,
                                   std::stop_token stop, const std::function<void(const LightAdvice&)>& hear);

}  // namespace bw
