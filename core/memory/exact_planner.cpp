// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "memory/exact_planner.h"

#include <algorithm>

#include "base/checked.h"
#include "memory/fit_search.h"

namespace bw {
namespace {

class Minimizer {
public:
    Minimizer(std::span<const ArenaBuffer> buffers, int64_t alignment, const ExactOptions& options, ArenaPlan greedy)
        : buffers_(buffers),
          alignment_(alignment),
          options_(options),
          search_(buffers, alignment),
          budget_(std::chrono::steady_clock::now() + options.time_limit, options.node_limit, options.stop) {
        best_.plan = std::move(greedy);
        best_.proven_bound_bytes = best_.plan.lower_bound_bytes;
    }

    ExactPlan run() {
        // A budget above the bound is easier to meet than the bound, and all that was asked for.
        const int64_t goal = std::max(best_.proven_bound_bytes, options_.enough_bytes / alignment_ * alignment_);
        auto attempt_nodes = static_cast<int64_t>(buffers_.size()) * 2;
        while (!enough() && !budget_.exhausted()) {
            // The goal first: the lower bound is often reached. Then halve what is open, taking "undecided" for
            // "impossible"; each round looks longer.
            int64_t open = best_.proven_bound_bytes;
            for (int64_t capacity = goal; !enough() && !budget_.exhausted();) {
                if (decide(std::max(capacity, best_.proven_bound_bytes), attempt_nodes) != FitOutcome::Fits) {
                    open = std::max(capacity, best_.proven_bound_bytes) + alignment_;
                }
                if (open >= best_.plan.arena_bytes) break;
                capacity = roundUp(open + (best_.plan.arena_bytes - alignment_ - open) / 2, alignment_);
            }
            attempt_nodes *= 2;
        }
        best_.nodes = budget_.nodesSpent();
        best_.stopped = budget_.exhausted() && !enough();
        return best_;
    }

private:
    bool enough() const {
        return best_.optimal() || (options_.enough_bytes > 0 && best_.plan.arena_bytes <= options_.enough_bytes);
    }

    FitOutcome decide(int64_t capacity, int64_t attempt_nodes) {
        const FitOutcome outcome = search_.decide(capacity, attempt_nodes, budget_);
        if (outcome == FitOutcome::Fits) keep(search_.offsets());
        if (outcome == FitOutcome::Impossible) {
            best_.proven_bound_bytes = std::max(best_.proven_bound_bytes, capacity + alignment_);
        }
        return outcome;
    }

    void keep(const std::vector<int64_t>& offsets) {
        int64_t arena = 0;
        for (size_t i = 0; i < buffers_.size(); ++i)
            arena = std::max(arena, offsets[i] + roundUp(buffers_[i].bytes, alignment_));
        if (arena >= best_.plan.arena_bytes) return;
        best_.plan.arena_bytes = arena;
        best_.plan.offsets = offsets;
    }

    std::span<const ArenaBuffer> buffers_;
    int64_t alignment_;
    const ExactOptions& options_;
    FitSearch search_;
    SearchBudget budget_;
    ExactPlan best_;
};

}  // namespace

Result<ExactPlan> planArenaExactly(std::span<const ArenaBuffer> buffers, int64_t alignment,
                                   const ExactOptions& options) {
    if (options.time_limit.count() < 0 || options.node_limit < 0 || options.enough_bytes < 0) {
        return fail(ErrorCode::InvalidArgument, "the limits of a search must not be negative");
    }
    auto greedy = planArenaGreedily(buffers, alignment);
    if (!greedy) return tl::unexpected(greedy.error());
    return Minimizer(buffers, alignment, options, std::move(*greedy)).run();
}

}  // namespace bw
