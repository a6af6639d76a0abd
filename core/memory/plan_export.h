// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "memory/memory_plan.h"

namespace bw {

/// The plan as one JSON object: profile and what it counts, peaks, bound, arena, and every item with tensor, role,
/// block, steps, bytes and offset; `precision` names the activations' format.
std::string memoryPlanJson(const OperatorGraph& graph, const MemoryPlan& plan, Precision precision);

/// TensorFlow Lite Micro's offline memory plan, the content of the metadata buffer "OfflineMemoryAllocation": 32-bit
/// little-endian numbers, namely version 1, the subgraph, the count of tensors, then by tensor number the offset from
/// the arena's begin, or -1 for what the interpreter shall place itself: constants, tensors that never reach memory,
/// and those around a change of the number format, whose size only the file knows.
/// `tensor_of_file` holds for each tensor number of a file the tensor of `graph`, or -1; empty: the graph's own
/// numbers. Fails with InvalidArgument for a plan of another profile than TensorFlow Lite Micro's, whose kernels cannot
/// run by it, for numbers outside the graph, and with LimitExceeded for offsets beyond 2^31.
Result<std::string> offlinePlanBytes(const OperatorGraph& graph, const MemoryPlan& plan,
                                     std::span<const TensorId> tensor_of_file = {}, int32_t subgraph = 0);

}  // namespace bw
