// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "assess/energy.h"
#include "estimate/estimator.h"
#include "graph/network.h"
#include "graph/precision.h"
#include "lowering/lower.h"
#include "memory/memory_plan.h"
#include "target/budgets.h"
#include "target/kernel_decomposition.h"
#include "target/target_profile.h"

namespace bw {

/// For what a network is assessed.
struct AssessmentContext {
    TargetProfile target;
    /// Null while the estimator loads or where there is none: latency is then unknown, everything else is counted.
    std::shared_ptr<const Estimator> estimator;
    Precision precision = Precision::Int8;
    Budgets budgets;
    std::string memory_profile;  ///< Of memoryProfiles(); empty: the target's own.
};

/// Sums over the network. Latency is absent while nothing is known of it; with coverage below 1 it is a lower bound.
struct Totals {
    std::optional<double> latency_ms;
    std::optional<double> latency_low_ms;  ///< 90 % interval.
    std::optional<double> latency_high_ms;
    int64_t macs = 0;
    int64_t parameters = 0;
    int64_t parameter_bytes = 0;
    int64_t peak_activation_bytes = 0;  ///< Most bytes of tensors live at one step, by the memory profile.
    int64_t sram_bytes = 0;             ///< The same with the weights that are staged beside them.
    int64_t arena_bytes = 0;            ///< What the greedy planner needs.
    double coverage = 0;                ///< Share of the operators whose latency is known, 0 ... 1.
};

/// One block's share of the figures.
struct BlockFigures {
    std::optional<double> latency_ms;  ///< Absent where an operator of the block is unknown.
    double latency_low_ms = 0;
    double latency_high_ms = 0;
    std::optional<double> energy_uj;  ///< Of one inference, microjoules; absent where it is not known.
    bool out_of_range = false;        ///< Holds a kernel unlike any the estimator was trained on.
    int64_t macs = 0;
    int64_t parameters = 0;
    int64_t parameter_bytes = 0;
    int64_t live_bytes = 0;  ///< Most activation bytes live while the block runs.
    Shape output_shape;
    double utilisation = 0;               ///< Of the multipliers, weighted by latency, 0 ... 1.
    double idle_lanes = 0;                ///< Greatest share of lanes idle in one of its convolutions, 0 ... 1.
    int32_t idlest_operator = -1;         ///< The operator of idle_lanes, in the lowered graph; -1 without one.
    Bound bound = Bound::Unknown;         ///< What limits its slowest kernel.
    std::optional<double> fusion_margin;  ///< C* less the input channels of an IBN or fused IBN: fuse while positive.
};

enum class Severity : uint8_t { Hint, Warning, Error };

/// Something to look at, with the place and, where one edit mends it, that edit.
struct Problem {
    Severity severity = Severity::Warning;
    std::string code;  ///< Stable: "BW-ALIGN-001".
    BlockId block = kNoBlock;
    std::string message;
    std::string remedy;
    std::string fix;  ///< An edit command; empty where no single edit helps.
};

/// Everything that is known of one network on one target: an immutable value that all views paint from.
struct Assessment {
    Network network;
    LoweredNetwork lowered;
    MemoryPlan memory;
    std::vector<int32_t> steps;               ///< By operator: the step of `memory` in which it runs.
    std::vector<OperatorEstimate> operators;  ///< By operator of `lowered`; empty without an estimator.
    std::vector<KernelSlot> slots;            ///< By operator: what the runtime fuses, and why.
    std::vector<BlockFigures> blocks;         ///< By position in the network.
    Totals totals;
    std::optional<EnergyEstimate> energy;  ///< Absent where the target states no energy.
    std::vector<Problem> problems;
    std::string latency_problem;  ///< Why there is no latency; empty where there is one or the estimator loads.
};

/// Lowers, estimates, plans memory and lints. Fails only where the network cannot be lowered or its sizes leave 64
/// bits.
Result<Assessment> assess(const Network& network, const AssessmentContext& context);
/// The same where the network is lowered already, as edits give it.
Result<Assessment> assess(const Network& network, LoweredNetwork lowered, const AssessmentContext& context);

/// What one who compares many networks needs of each.
struct Count {
    Totals totals;    ///< As assess() gives them, but for the arena and staged weights, which stay 0.
    LiveMemory live;  ///< Activations by step, as Assessment::memory has them.
};
/// The totals alone, by the rules of assess() without its views; latency only where asked for.
Result<Count> countTotals(const OperatorGraph& graph, const AssessmentContext& context, bool with_latency);

/// What memory profiles ask of a target.
MemoryTraits memoryTraitsOf(const TargetProfile& target);
/// Under what the context plans memory: its profile, else the target's; the SRAM limit is the budget for activations,
/// else dedicated SRAM. `steps` (stepsOfKernels) must outlive the request. NotFound for a profile that there is not.
Result<MemoryRequest> memoryRequestOf(const AssessmentContext& context, std::span<const int32_t> steps);
/// How the context's memory profile keeps activations, for edits; plain rules where there is no such profile.
MemoryRules memoryRulesOf(const AssessmentContext& context);
/// The step in which each operator runs: operators fused into the kernel directly before them share its step.
std::vector<int32_t> stepsOfKernels(const std::vector<KernelSlot>& slots);

/// True where every given budget is kept; an unknown latency keeps no budget.
bool keepsBudgets(const Totals& totals, const Budgets& budgets);

}  // namespace bw
