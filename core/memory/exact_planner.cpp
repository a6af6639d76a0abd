// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "memory/exact_planner.h"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

#include "base/checked.h"
#include "memory/fit_search.h"

namespace bw {
namespace {

/// Depth-first search keeps one list of buffers per depth, so memory grows with the square of the group: 32 MiB here.
constexpr size_t kMaxSearchedBuffers = 4'000;

/// How much shorter the attempts between the bound and the best plan are than those at the bound.
constexpr int64_t kHaste = 64;

/// Buffers that share no step with those of other groups: each group can use the whole arena on its own.
struct Group {
    std::vector<size_t> members;
    std::vector<ArenaBuffer> buffers;
    int64_t height = 0;  ///< Of the best placement known.
};

std::vector<Group> groupByTime(std::span<const ArenaBuffer> buffers) {
    std::vector<size_t> order(buffers.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](size_t a, size_t b) { return buffers[a].first_step < buffers[b].first_step; });
    std::vector<Group> groups;
    int32_t last_step = -1;
    for (const size_t i : order) {
        if (buffers[i].first_step > last_step) groups.emplace_back();
        groups.back().members.push_back(i);
        groups.back().buffers.push_back(buffers[i]);
        last_step = std::max(last_step, buffers[i].last_step);
    }
    return groups;
}

class Minimizer {
public:
    Minimizer(std::span<const ArenaBuffer> buffers, int64_t alignment, const ExactOptions& options, ArenaPlan greedy)
        : alignment_(alignment),
          enough_bytes_(options.enough_bytes),
          groups_(groupByTime(buffers)),
          budget_(std::chrono::steady_clock::now() + options.time_limit, options.node_limit, options.stop) {
        best_.plan = std::move(greedy);
        best_.proven_bound_bytes = best_.plan.lower_bound_bytes;
        for (Group& group : groups_) {
            group.height = heightOf(group);
            searchable_ = searchable_ && group.buffers.size() <= kMaxSearchedBuffers;
        }
        if (enough() || !searchable_) return;
        for (const Group& group : groups_)
            searches_.emplace_back(group.buffers, alignment);
    }

    ExactPlan run() {
        auto attempt_nodes = static_cast<int64_t>(best_.plan.offsets.size()) * 2;
        while (searchable_ && !enough() && !budget_.exhausted()) {
            searchOnce(attempt_nodes);
            attempt_nodes *= 2;
        }
        best_.nodes = budget_.nodesSpent();
        best_.stopped = !enough();
        return best_;
    }

private:
    bool enough() const { return best_.optimal() || (enough_bytes_ > 0 && best_.plan.arena_bytes <= enough_bytes_); }

    /// The bound first, or what is enough: it is often reached, and the tighter the capacity the more is pruned. Then
    /// halves what is open, more hastily and taking "undecided" for "impossible" until the next round.
    void searchOnce(int64_t attempt_nodes) {
        int64_t open = std::max(best_.proven_bound_bytes, enough_bytes_ / alignment_ * alignment_);
        int64_t capacity = open;
        const int64_t aim = open;
        while (!enough() && !budget_.exhausted()) {
            const int64_t nodes = capacity == aim ? attempt_nodes : attempt_nodes / kHaste;
            const FitOutcome outcome = decide(capacity, nodes);
            if (outcome == FitOutcome::Impossible) best_.proven_bound_bytes = capacity + alignment_;
            if (outcome != FitOutcome::Fits) open = capacity + alignment_;
            const int64_t widest = best_.plan.arena_bytes - alignment_;
            if (open > widest) return;
            capacity = roundUp(open + (widest - open) / 2, alignment_);
        }
    }

    FitOutcome decide(int64_t capacity, int64_t attempt_nodes) {
        for (size_t g = 0; g < groups_.size(); ++g) {
            if (groups_[g].height <= capacity) continue;
            const FitOutcome outcome = searches_[g].decide(capacity, attempt_nodes, budget_);
            if (outcome != FitOutcome::Fits) return outcome;
            for (size_t i = 0; i < groups_[g].members.size(); ++i)
                best_.plan.offsets[groups_[g].members[i]] = searches_[g].offsets()[i];
            groups_[g].height = heightOf(groups_[g]);
            best_.plan.arena_bytes = 0;
            for (const Group& group : groups_)
                best_.plan.arena_bytes = std::max(best_.plan.arena_bytes, group.height);
        }
        return FitOutcome::Fits;
    }

    int64_t heightOf(const Group& group) const {
        int64_t height = 0;
        for (size_t i = 0; i < group.members.size(); ++i) {
            height =
                std::max(height, best_.plan.offsets[group.members[i]] + roundUp(group.buffers[i].bytes, alignment_));
        }
        return height;
    }

    int64_t alignment_;
    int64_t enough_bytes_;
    std::vector<Group> groups_;
    bool searchable_ = true;
    std::vector<FitSearch> searches_;  ///< One for each group.
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
