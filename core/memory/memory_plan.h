// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "memory/arena.h"
#include "memory/cascades.h"
#include "memory/liveness.h"
#include "memory/memory_profile.h"
#include "memory/weights.h"

namespace bw {

/// Everything that a memory view or a budget asks of one network under one set of rules.
struct MemoryPlan {
    LiveMemory live;  ///< Every item with its steps, block and bytes; the peak step; bytes per step.
    ArenaPlan arena;  ///< One offset per entry of live.lives; greedy. Its lower bound is that of these very lives.
    ParameterBytes parameters;
    std::vector<int32_t> step_of_operator;  ///< The steps of `live`.

    const MemoryProfile* profile = nullptr;      ///< Null where plain rules were given.
    int64_t whole_peak_bytes = 0;                ///< Peak of activations kept as whole tensors.
    std::optional<int64_t> cascaded_peak_bytes;  ///< The same with cascades, where the profile knows of them.
    std::vector<Cascade> cascades;               ///< Those that `live` runs; empty with whole tensors.

    /// Most bytes of weights in staging buffers at one step.
    int64_t stagingBytes() const;
};

/// Under what a network is planned.
struct MemoryRequest {
    const MemoryProfile* profile = nullptr;  ///< Null: the first of memoryProfiles().
    MemoryTraits traits;
    Precision precision = Precision::Int8;
    /// The step in which each operator runs, as the target's kernels and the execution order have it; empty: one each.
    /// Profiles that do not follow kernels take only the order from it.
    std::span<const int32_t> step_of_operator;
    /// SRAM that staging and the stripes of cascades may fill. Absent: they stay below the activations' peak.
    std::optional<int64_t> sram_bytes;
};

/// The lives as buffers for a planner, in the same order.
std::vector<ArenaBuffer> arenaBuffers(const LiveMemory& live);

/// Liveness, greedy arena and parameter bytes. Fails as its parts do.
Result<MemoryPlan> planMemory(const OperatorGraph& graph, const MemoryRules& rules,
                              std::span<const int32_t> step_of_operator = {});

/// The same as a runtime has it, with weight staging and cascades. Fails with InvalidArgument for an SRAM limit
/// below 1.
Result<MemoryPlan> planRuntimeMemory(const OperatorGraph& graph, const MemoryRequest& request);

/// Its activations alone, for those who compare many networks: the same live bytes and peak, no weights, no arena.
Result<LiveMemory> countActivations(const OperatorGraph& graph, const MemoryRequest& request);

}  // namespace bw
