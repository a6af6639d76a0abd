// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <limits>
#include <span>
#include <stop_token>

#include "memory/arena.h"

namespace bw {

/// How long to look for a better arena, and when to be content.
struct ExactOptions {
    std::chrono::milliseconds time_limit{10'000};
    int64_t node_limit = std::numeric_limits<int64_t>::max();  ///< Placements tried; makes runs repeatable.
    int64_t enough_bytes = 0;  ///< Stop at an arena of this size, a budget say; 0 looks for the smallest.
    std::stop_token stop;
};

/// The best plan found and what is known about better ones.
struct ExactPlan {
    ArenaPlan plan;                  ///< Never worse than greedy. lower_bound_bytes is the most live at one step.
    int64_t proven_bound_bytes = 0;  ///< No plan needs less: the lower bound, or more where search excluded sizes.
    int64_t nodes = 0;               ///< Placements tried.
    bool stopped = false;  ///< Ended by the stop token, the time, the node limit, or too many buffers to search.

    bool optimal() const { return plan.arena_bytes == proven_bound_bytes; }
    /// Bytes that a better plan might still save.
    int64_t gapBytes() const { return plan.arena_bytes - proven_bound_bytes; }
};

/// Looks for the smallest arena: decides "do the buffers fit into M bytes?" by depth-first placement with the pruning
/// that MiniMalloc published (Moffitt, ASPLOS 2023), and bisects M between the lower bound and the greedy plan. The
/// problem is NP-hard; a search that runs out of time still gives its best plan and the gap.
/// More than 4,000 buffers that time links together are not searched: the answer is the greedy plan and its gap.
/// Fails as arenaLowerBound does, and with InvalidArgument for negative limits.
Result<ExactPlan> planArenaExactly(std::span<const ArenaBuffer> buffers, int64_t alignment,
                                   const ExactOptions& options = {});

}  // namespace bw
