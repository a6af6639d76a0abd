// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "memory/liveness.h"
#include "memory/memory_profile.h"

namespace bw {

/// Buffers in SRAM through which convolutions read weights that lie in flash or DRAM. The weights of one convolution
/// wait whole during its step and the step before it, which hides their transfer, where that keeps every step within
/// `limit_bytes`; else whole during its own step alone; else as two slices of output channels in turn, as large
/// multiples of traits.weight_slice as fit, the smallest at least. Dense layers read each weight once and stage
/// nothing. `limit_bytes` below the peak counts as the peak. Fails with LimitExceeded where sizes leave 62 bits.
Result<std::vector<TensorLife>> stageWeights(const OperatorGraph& graph, const MemoryTraits& traits,
                                             Precision precision, std::span<const int32_t> step_of_operator,
                                             const LiveMemory& live, int64_t limit_bytes);

}  // namespace bw
