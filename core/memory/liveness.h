// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "graph/operator.h"
#include "memory/memory_rules.h"

namespace bw {

inline constexpr TensorId kNoTensor = -1;

/// What a buffer holds.
enum class LifeRole : uint8_t {
    Input,          ///< A network input.
    Intermediate,   ///< An activation that the next step consumes.
    Output,         ///< A network output.
    Residual,       ///< An activation kept beside a branch: read in several steps, or waiting through steps.
    RollingBuffer,  ///< The rows of an activation that a cascade of operators keeps (memory/cascades.h).
    WeightStaging,  ///< Weights on their way from flash or DRAM to an operator (memory/weight_staging.h).
    Scratch         ///< Working memory of one operator.
};
/// "input", "activation", "output", "residual", "rolling_buffer", "weight_staging" or "scratch", as JSON has it.
std::string_view lifeRoleId(LifeRole role);

/// One buffer of activation memory and the steps during which it must exist, both ends included. Tensors that share
/// their bytes (reshape, in-place operators, folded pads) are one buffer; its size is that of the largest.
struct TensorLife {
    TensorId tensor = kNoTensor;  ///< The first tensor written into it; kNoTensor for scratch.
    int32_t first_step = 0;
    int32_t last_step = 0;
    int64_t bytes = 0;
    LifeRole role = LifeRole::Intermediate;  ///< Output, else Input, else Residual where one of its tensors is one.
    int32_t op = -1;           ///< The operator that writes it first or works in it; -1 for network inputs.
    BlockId block = kNoBlock;  ///< That operator's block; kNoBlock for network inputs.

    bool liveAt(int32_t step) const { return first_step <= step && step <= last_step; }
    bool operator==(const TensorLife&) const = default;
};

/// What is live when. Step i runs operator i, unless the caller grouped operators into kernels.
struct LiveMemory {
    std::vector<TensorLife> lives;        ///< In the order of tensors, then scratch by step, then what addLives added.
    std::vector<int32_t> life_of_tensor;  ///< Index into lives; -1 for a tensor that never reaches memory.
    std::vector<int32_t> written_step;    ///< By tensor: the step that writes it; -1 where it is never written.
    std::vector<int64_t> live_bytes_per_step;     ///< Of activations and scratch, without weights.
    std::vector<int64_t> staging_bytes_per_step;  ///< Of weights in staging buffers.
    int64_t peak_bytes = 0;                       ///< Largest of live_bytes_per_step: no arena can be smaller.
    int32_t peak_step = 0;                        ///< The first step that reaches it.
    int64_t total_peak_bytes = 0;                 ///< Largest sum of live and staging bytes at one step.
    int32_t total_peak_step = 0;                  ///< The first step that reaches it.
    /// For each buffer live at peak_step, except scratch and weights, the tensor last written into it.
    std::vector<TensorId> peak_tensors;

    bool operator==(const LiveMemory&) const = default;
};

/// Bytes of a tensor of the rules' precision that shares its buffer with nothing. Fails where the size leaves 64 bits
/// or the brick is below 1.
Result<int64_t> tensorBytes(const Shape& shape, bool is_network_io, const MemoryRules& rules);

/// Lifetimes under `rules`. A tensor lives from the step that writes it to the last step that reads it; network inputs
/// live from step 0, network outputs to the end, and a result nobody reads during its own step.
///
/// `step_of_operator`, if given, holds the step in which each operator runs: another execution order, or operators that
/// a target fuses into one kernel and that share a step. A tensor written and read only within one step is never
/// stored.
///
/// Fails with InvalidArgument and the operator concerned where an operator reads what no earlier one wrote (also the
/// sign of a cycle), and with LimitExceeded where the bytes leave 64 bits.
Result<LiveMemory> analyzeLiveness(const OperatorGraph& graph, const MemoryRules& rules,
                                   std::span<const int32_t> step_of_operator = {});

/// Appends further buffers, such as rolling buffers and staged weights, and counts anew. Fails with InvalidArgument
/// where one lies outside the steps, with LimitExceeded where the bytes leave 62 bits.
Result<void> addLives(LiveMemory& live, std::span<const TensorLife> more);

}  // namespace bw
