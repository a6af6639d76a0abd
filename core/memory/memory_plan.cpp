// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "memory/memory_plan.h"

#include <utility>

namespace bw {

std::vector<ArenaBuffer> arenaBuffers(const LiveMemory& live) {
    std::vector<ArenaBuffer> buffers;
    buffers.reserve(live.lives.size());
    for (const TensorLife& life : live.lives)
        buffers.push_back({life.first_step, life.last_step, life.bytes});
    return buffers;
}

Result<MemoryPlan> planMemory(const OperatorGraph& graph, const MemoryRules& rules,
                              std::span<const int32_t> step_of_operator) {
    auto live = analyzeLiveness(graph, rules, step_of_operator);
    if (!live) return tl::unexpected(live.error());
    auto arena = planArenaGreedily(arenaBuffers(*live), rules.alignment);
    if (!arena) return tl::unexpected(arena.error());
    const auto parameters = parameterBytes(graph, rules.precision);
    if (!parameters) return tl::unexpected(parameters.error());
    return MemoryPlan{std::move(*live), std::move(*arena), *parameters};
}

}  // namespace bw
