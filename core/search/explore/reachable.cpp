// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/explore/reachable.h"

#include <algorithm>

#include "search/explore/limit_text.h"
#include "search/run/search_run.h"

namespace bw {
namespace {

constexpr int kMostPasses = 3;
/// Options of one decision that a pass looks at.
constexpr int32_t kMostOptions = 8;
constexpr int64_t kSearchEvaluations = 600;

struct Closest {
    Genome genome;
    double violation = 0;
};

/// Evenly spread options, both ends among them.
std::vector<int32_t> someOptions(int32_t count) {
    std::vector<int32_t> options;
    const int32_t most = std::min(count, kMostOptions);
    for (int32_t k = 0; k < most; ++k)
        options.push_back(most > 1 ? k * (count - 1) / (most - 1) : 0);
    return options;
}

Closest rated(const NetworkProblem& problem, Genome genome) {
    const std::vector<Rating> ratings = problem.rate({&genome, 1});
    const double violation = ratings.front().violation;
    return {std::move(genome), violation};
}

/// Changes one decision after the other to whatever lowers the violation.
Closest descend(const NetworkProblem& problem, Closest closest, const std::stop_token& stop) {
    for (int pass = 0; pass < kMostPasses && closest.violation > 0; ++pass) {
        const double before = closest.violation;
        for (size_t d = 0; d < problem.decisions().size() && closest.violation > 0; ++d) {
            std::vector<Genome> tries;
            for (const int32_t option : someOptions(static_cast<int32_t>(problem.decisions()[d].options.size()))) {
                tries.push_back(closest.genome);
                tries.back()[d] = option;
            }
            const std::vector<Rating> ratings = problem.rate(tries, stop);
            if (stop.stop_requested()) return closest;
            for (size_t i = 0; i < ratings.size(); ++i) {
                if (ratings[i].violation < closest.violation) closest = {tries[i], ratings[i].violation};
            }
        }
        if (!(closest.violation < before)) break;
    }
    return closest;
}

Closest nearer(Closest a, Closest b) {
    return b.violation < a.violation ? b : a;
}

Error unreachable(const NetworkProblem& problem, const Closest& closest) {
    const auto figures = problem.figures({&closest.genome, 1}).front();
    Error error;
    error.code = ErrorCode::InvalidArgument;
    if (!figures) {
        error.message = "no option of this space makes a network that can be counted";
        return error;
    }
    std::string binding;
    std::string loosened;
    for (const FigureLimit& limit : problem.goals().limits) {
        if (violationOf(*figures, limit) <= 0) continue;
        const FigureInfo& info = figureInfo(limit.figure);
        const std::string reached = formatAmount(limit.figure, figures->value(limit.figure));
        binding += (binding.empty() ? "" : ", ") + std::string(info.id) + " " + reached + " for " +
                   (info.maximised ? "at least " : "at most ") + formatAmount(limit.figure, limit.limit);
        loosened += (loosened.empty() ? "" : " and ") + std::string(info.id) + " to " + reached;
    }
    error.message = "no network of this space keeps the limits; the closest has " + binding;
    error.remedy = "set " + loosened + ", or open more decisions";
    return error;
}

}  // namespace

Result<void> checkReachable(const NetworkProblem& problem, const LoweredNetwork& lowered, bool cheap_score,
                            std::stop_token stop) {
    NetworkProblem::Goals goals = problem.goals();
    if (!cheap_score)
        std::erase_if(goals.limits, [](const FigureLimit& limit) { return limit.figure == Figure::Score; });
    if (goals.limits.empty()) return {};
    // Without objectives that cost much: the limits alone are at stake.
    goals.objectives = {Figure::Macs};
    const auto gate = NetworkProblem::make(problem.space(), lowered, problem.context(), goals, problem.sharedScore());
    if (!gate) return tl::unexpected(gate.error());
    const NetworkProblem& limits = **gate;
    Closest closest = rated(limits, limits.start());
    closest = nearer(closest, descend(limits, closest, stop));
    if (closest.violation > 0) {
        closest = nearer(closest, descend(limits, rated(limits, Genome(limits.decisions().size(), 0)), stop));
    }
    if (closest.violation > 0 && !stop.stop_requested()) {
        RunOptions options;
        options.evaluations = kSearchEvaluations;
        options.with_prior = false;
        RunControl control;
        const std::stop_callback ended(stop, [&control] { control.cancel(); });
        const auto found = runSearch(limits, options, control);
        if (found && !found->last.front.empty()) return {};
        if (found && found->last.closest) {
            closest = nearer(closest, {found->last.closest->genome, found->last.closest->rating.violation});
        }
    }
    if (stop.stop_requested()) return fail(ErrorCode::Cancelled, "the search was cancelled");
    if (closest.violation > 0) return tl::unexpected(unreachable(limits, closest));
    return {};
}

}  // namespace bw
