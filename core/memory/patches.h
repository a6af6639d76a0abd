// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "memory/liveness.h"

namespace bw {

/// The first operators of a network run patch by patch (MCUNetV2, Lin et al., 2021): each of grid x grid patches of the
/// stage's result is computed from the part of the input that it depends on, so that only one patch of the tensors
/// between is live. What neighbouring patches share is computed twice.
struct PatchPlan {
    int32_t operators = 0;         ///< The first operators of the network that run in patches.
    TensorId result = kNoTensor;   ///< What they give, kept whole.
    int32_t grid = 1;              ///< Patches along height and width.
    int64_t stage_peak_bytes = 0;  ///< Input and result whole, beside the tensors of one patch.
    int64_t rest_peak_bytes = 0;   ///< Of the operators behind the stage.
    int64_t extra_macs = 0;        ///< Recomputed in the halos of patches, exactly.
    double cost_factor = 1;        ///< Of the whole network: with halos / without, in operator_costs or in MACs.

    int64_t peakBytes() const { return stage_peak_bytes > rest_peak_bytes ? stage_peak_bytes : rest_peak_bytes; }
    bool operator==(const PatchPlan&) const = default;
};

struct PatchOptions {
    int32_t max_grid = 8;
    int32_t max_operators = 64;              ///< Longest stage tried.
    std::optional<int64_t> enough_bytes;     ///< A budget: the cheapest plan within it is best.
    std::span<const double> operator_costs;  ///< Latency of each operator, say; empty: its MACs.
};

/// Peak and halo of running the first `operators` operators on a grid, from the exact receptive field of every patch.
/// Fails with InvalidArgument where those operators are no stage that can run in patches: one input, one result that
/// all later operators depend on, convolutions, poolings, spatial pads, element by element operators and concatenations
/// of channels alone.
Result<PatchPlan> planPatches(const OperatorGraph& graph, const MemoryRules& rules, int32_t operators, int32_t grid,
                              std::span<const double> operator_costs = {});

/// The stage and grid with the lowest peak, then the least cost; with a budget the least cost within it, else again the
/// lowest peak. Nothing where no patches lower the peak. Fails as analyzeLiveness does.
Result<std::optional<PatchPlan>> bestPatches(const OperatorGraph& graph, const MemoryRules& rules,
                                             const PatchOptions& options = {});

}  // namespace bw
