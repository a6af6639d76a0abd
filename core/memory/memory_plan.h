// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "memory/arena.h"
#include "memory/liveness.h"
#include "memory/weights.h"

namespace bw {

/// Everything that a memory view or a budget asks of one network under one set of rules.
struct MemoryPlan {
    LiveMemory live;
    ArenaPlan arena;  ///< One offset per entry of live.lives; greedy.
    ParameterBytes parameters;
};

/// The lives as buffers for a planner, in the same order.
std::vector<ArenaBuffer> arenaBuffers(const LiveMemory& live);

/// Liveness, greedy arena and parameter bytes. Fails as its parts do.
Result<MemoryPlan> planMemory(const OperatorGraph& graph, const MemoryRules& rules,
                              std::span<const int32_t> step_of_operator = {});

}  // namespace bw
