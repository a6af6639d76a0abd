// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <stop_token>
#include <vector>

#include "base/random.h"
#include "fit/fit_evaluator.h"

namespace bw {

/// What a search of designs looks for, budgets aside.
struct FitGoal {
    bool fastest = false;                ///< Least latency; else least harm.
    std::optional<double> most_harm;     ///< Not to be exceeded.
    std::optional<double> most_latency;  ///< Milliseconds not to be exceeded.

    bool needsLatency() const { return fastest || most_latency.has_value(); }
};

/// A design with its figures.
struct RatedDesign {
    FitDesign design;
    FitFigures figures;
};

/// Finds designs within the budgets: a greedy descent along the marginal rates (bytes over budget saved for each harm
/// done, as a Lagrangian relaxation of the multiple-choice knapsack takes its items), then simulated annealing over
/// exact figures. Counts, not clocks, end it: equal seeds and spaces give equal designs.
class DesignSearch {
public:
    DesignSearch(FitEvaluator& evaluator, uint64_t seed, std::stop_token stop)
        : evaluator_(evaluator), random_(seed), stop_(std::move(stop)) {}

    /// Called with each better design that keeps the budgets.
    std::function<void(const RatedDesign&)> improved;
    /// Called now and then.
    std::function<void()> ticked;

    /// Makes a design smaller, option by option, until it keeps the budgets; the input's size stays. Nothing where the
    /// smallest still exceeds them or the search was stopped.
    std::optional<RatedDesign> descend(FitDesign start);
    /// Takes back what is not needed: larger options while the budgets and the goal are kept.
    void raise(RatedDesign& rated, const FitGoal& goal);
    /// Looks for better designs around `rated`, which stays where there is none. `steps` designs are tried.
    void anneal(RatedDesign& rated, const FitGoal& goal, int64_t steps);
    /// True for figures within the budgets and the goal's limits.
    static bool keeps(const FitFigures& figures, const FitGoal& goal);
    /// True where `a` is the better answer to the goal.
    static bool prefers(const RatedDesign& a, const RatedDesign& b, const FitGoal& goal);
    /// The designs within the budgets and `tolerance` of the least harm that annealing came by, in the order found.
    std::vector<RatedDesign> nearLeastHarm(double tolerance) const;

private:
    struct Rate {
        double rate = 0;
        int32_t option = 0;
    };
    /// The best of a few larger steps of one gene; rate 0 where none helps.
    Rate bestStep(const RatedDesign& at, size_t gene);
    FitDesign neighbour(const FitDesign& design);
    void move(FitDesign& design, size_t gene, bool smaller);
    void remember(const RatedDesign& rated);

    FitEvaluator& evaluator_;
    Random random_;
    std::stop_token stop_;
    std::vector<RatedDesign> remembered_;
};

}  // namespace bw
