// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "target/kernel.h"
#include "target/parametric_npu.h"
#include "target/target_profile.h"

namespace bw {

/// Whether an operator costs time of its own.
enum class SlotCost : uint8_t {
    Runs,     ///< A kernel of its own.
    Free,     ///< Costs nothing; see KernelSlot::reason.
    Unknown,  ///< Its cost cannot be told; never to be shown as 0.
};

/// Why an operator is free.
enum class FreeReason : uint8_t {
    None,
    KeepsBytes,         ///< Reshape.
    FusedActivation,    ///< Computed at the output of its host.
    FusedQuantize,      ///< Part of its host's output scaling.
    FoldedPad,          ///< Became the padding of its host, which follows it.
    WrittenInPlace,     ///< Concat whose producers write straight into the result.
    ChainedToProducer,  ///< Add that runs on the fly behind its host.
    Unused,             ///< The runtime removes it: no output of the network needs it.
    Constant,           ///< The runtime removes it: computed once, before the network runs.
    AddsConstant,       ///< The runtime removes it: what it adds joins a neighbour's bias.
};
/// A sentence for tooltips: "Computed at the output of the operator before it".
std::string_view freeReasonText(FreeReason reason);

/// One operator of a graph as the target runs it.
struct KernelSlot {
    SlotCost cost = SlotCost::Runs;
    FreeReason reason = FreeReason::None;
    int32_t op = 0;       ///< Index of the operator.
    int32_t host = 0;     ///< Index of the operator whose kernel does this one's work; `op` where it runs itself.
    Kernel kernel;        ///< What runs, activations fused into it included; for free slots the operator by itself.
    KernelFormat format;  ///< In which it runs.
};

/// Slot i describes operator i, so that per-operator latency adds up to the network's. Live and peak bytes count int8
/// activations by a simple rule: a tensor lives from its producer to its last reader, intermediates rounded to the
/// target's brick, free operators sharing the bytes of their host. `precision` is the network's: the format of what
/// has none of its own. Linear in the number of operators.
std::vector<KernelSlot> decompose(const OperatorGraph& graph, const TargetProfile& target,
                                  Precision precision = Precision::Int8);

/// The kernel of one operator by itself: sizes and counts, no context.
Kernel kernelOf(const OperatorGraph& graph, const Operator& op);

}  // namespace bw
