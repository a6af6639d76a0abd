// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assess/assessment.h"

#include <algorithm>

#include "assess/problems.h"
#include "target/alignment.h"

namespace bw {
namespace {

std::optional<double> fusionMarginOf(const Block& block, const Shape& input, const TargetProfile& target) {
    if (block.kind->id != "ibn" && block.kind->id != "fused_ibn") return std::nullopt;
    const auto kernel = static_cast<int32_t>(block.attributes.integer("kernel", 3));
    if (kernel < 2) return std::nullopt;
    return fusionMargin(kernel, input.channels(), target.npu);
}

BlockFigures figuresOf(const Assessment& a, size_t position, const std::vector<int32_t>& steps,
                       const AssessmentContext& context, const std::vector<int64_t>& operator_bytes) {
    const BlockSpan& span = a.lowered.blocks[position];
    const Block& block = a.network.at(position);
    BlockFigures figures;
    if (!span.outputs.empty()) figures.output_shape = a.lowered.graph.shape(span.outputs.front());
    double latency = 0;
    double busy = 0;
    double slowest = -1;
    bool known = !a.operators.empty();
    for (int32_t i = span.first_operator; i < span.first_operator + span.operator_count; ++i) {
        const auto index = static_cast<size_t>(i);
        const Operator& op = a.lowered.graph.operators[index];
        figures.macs += op.macs;
        figures.parameters += op.parameters();
        figures.parameter_bytes += operator_bytes[index];
        const int64_t live = a.memory.live.live_bytes_per_step[static_cast<size_t>(steps[index])];
        figures.live_bytes = std::max(figures.live_bytes, live);
        if (a.slots[index].cost == SlotCost::Runs && op.isConvolution()) {
            const double idle = alignmentOf(a.slots[index].kernel, context.target).idle_lanes;
            if (figures.idlest_operator < 0 || idle > figures.idle_lanes) {
                figures.idle_lanes = idle;
                figures.idlest_operator = i;
            }
        }
        if (a.operators.empty()) continue;
        const OperatorEstimate& estimate = a.operators[index];
        known = known && estimate.known;
        figures.out_of_range = figures.out_of_range || estimate.out_of_range;
        latency += estimate.latency_ms;
        figures.latency_low_ms += estimate.low_ms;
        figures.latency_high_ms += estimate.high_ms;
        busy += estimate.latency_ms * estimate.utilisation;
        if (estimate.known && estimate.latency_ms > slowest) {
            slowest = estimate.latency_ms;
            figures.bound = estimate.bound;
        }
    }
    if (known) figures.latency_ms = latency;
    if (latency > 0) figures.utilisation = busy / latency;
    if (span.operator_count > 0) {
        const Operator& first = a.lowered.graph.operators[static_cast<size_t>(span.first_operator)];
        if (!first.inputs.empty()) {
            figures.fusion_margin = fusionMarginOf(block, a.lowered.graph.shape(first.inputs.front()), context.target);
        }
    }
    return figures;
}

void estimateInto(Assessment& assessment, const AssessmentContext& context) {
    if (context.estimator == nullptr) return;
    auto estimate = context.estimator->estimate(assessment.lowered.graph, context.precision);
    if (!estimate) {
        // The message names the target; its id as the place would only repeat it.
        Error reason = estimate.error();
        reason.place.clear();
        assessment.latency_problem = reason.text();
        return;
    }
    assessment.operators = std::move(estimate->operators);
    assessment.totals.coverage = estimate->coverage;
    const bool anything = estimate->coverage > 0 || assessment.operators.empty();
    if (!anything) {
        assessment.latency_problem = "no operator of this network can be estimated on " + context.target.name;
        return;
    }
    assessment.totals.latency_ms = estimate->latency_ms;
    assessment.totals.latency_low_ms = estimate->low_ms;
    assessment.totals.latency_high_ms = estimate->high_ms;
}

}  // namespace

MemoryTraits memoryTraitsOf(const TargetProfile& target) {
    MemoryTraits traits;
    traits.brick = std::max<int64_t>(1, target.memoryBrick());
    traits.folds_pads = target.runtime.folds_pad;
    traits.free_quantize = target.runtime.free_quantize;
    traits.weights_in_sram = target.weights_area == MemoryArea::Sram;
    traits.bias_bytes = target.npu.bias_bytes;
    traits.codec_ratio = target.npu.codec_ratio;
    return traits;
}

Result<MemoryRequest> memoryRequestOf(const AssessmentContext& context, std::span<const int32_t> steps) {
    const TargetProfile& target = context.target;
    const auto profile =
        findMemoryProfile(context.memory_profile.empty() ? target.memoryProfile() : context.memory_profile);
    if (!profile) return tl::unexpected(profile.error());
    MemoryRequest request;
    request.profile = *profile;
    request.traits = memoryTraitsOf(target);
    request.precision = context.precision;
    request.step_of_operator = steps;
    if (context.budgets.peak_activation_bytes) {
        request.sram_bytes = context.budgets.peak_activation_bytes;
    } else if (target.feature_maps == FeatureMapPlacement::DedicatedSram && target.npu.sram_bytes > 0) {
        request.sram_bytes = target.npu.sram_bytes;
    }
    return request;
}

MemoryRules memoryRulesOf(const AssessmentContext& context) {
    const auto request = memoryRequestOf(context, {});
    if (!request) return {.precision = context.precision};
    return request->profile->rules(request->traits, request->precision);
}

/// What passes between operators of one kernel is never stored.
std::vector<int32_t> stepsOfKernels(const std::vector<KernelSlot>& slots) {
    std::vector<int32_t> steps(slots.size());
    int32_t step = -1;
    int32_t host = -1;
    for (size_t i = 0; i < slots.size(); ++i) {
        const bool fused = slots[i].reason == FreeReason::FusedActivation ||
                           slots[i].reason == FreeReason::FusedQuantize ||
                           slots[i].reason == FreeReason::ChainedToProducer;
        if (!fused || slots[i].host != host) {
            ++step;
            host = static_cast<int32_t>(i);
        }
        steps[i] = step;
    }
    return steps;
}

Result<Assessment> assess(const Network& network, const AssessmentContext& context) {
    auto lowered = lower(network, context.precision);
    if (!lowered) return tl::unexpected(lowered.error());
    return assess(network, std::move(*lowered), context);
}

Result<Assessment> assess(const Network& network, LoweredNetwork lowered, const AssessmentContext& context) {
    // Conversions between a mixed network's formats depend on the precision it is lowered for.
    if (lowered.mixed && lowered.precision != context.precision) return assess(network, context);
    Assessment assessment;
    assessment.network = network;
    assessment.lowered = std::move(lowered);
    const OperatorGraph& graph = assessment.lowered.graph;
    assessment.slots = decompose(graph, context.target, context.precision);
    const std::vector<int32_t> kernel_steps = stepsOfKernels(assessment.slots);
    const auto request = memoryRequestOf(context, kernel_steps);
    if (!request) return tl::unexpected(request.error());
    auto memory = planRuntimeMemory(graph, *request);
    if (!memory) return tl::unexpected(memory.error());
    assessment.memory = std::move(*memory);
    assessment.steps = assessment.memory.step_of_operator;
    const std::vector<int32_t>& steps = assessment.steps;

    Totals& totals = assessment.totals;
    totals.macs = graph.totalMacs();
    totals.parameters = graph.totalParameters();
    totals.parameter_bytes = assessment.memory.parameters.total();
    totals.peak_activation_bytes = assessment.memory.live.peak_bytes;
    totals.sram_bytes = assessment.memory.live.total_peak_bytes;
    totals.arena_bytes = assessment.memory.arena.arena_bytes;
    estimateInto(assessment, context);

    std::vector<int64_t> operator_bytes;
    operator_bytes.reserve(graph.operators.size());
    for (const Operator& op : graph.operators) {
        const auto bytes = parameterBytes(op, context.precision);
        if (!bytes) return tl::unexpected(bytes.error());
        operator_bytes.push_back(bytes->total());
    }
    assessment.blocks.reserve(network.size());
    for (size_t i = 0; i < network.size(); ++i) {
        assessment.blocks.push_back(figuresOf(assessment, i, steps, context, operator_bytes));
    }
    const auto ofLatency = [&](const std::optional<double>& end) {
        return end && totals.latency_ms.value_or(0) > 0 ? std::optional(*end / *totals.latency_ms) : std::nullopt;
    };
    assessment.energy = estimateEnergy({assessment.lowered, assessment.slots, assessment.operators,
                                        ofLatency(totals.latency_low_ms), ofLatency(totals.latency_high_ms)},
                                       context.target);
    for (size_t i = 0; assessment.energy && i < assessment.blocks.size(); ++i) {
        if (const auto& shares = assessment.energy->blocks[i]) assessment.blocks[i].energy_uj = shares->total();
    }
    assessment.problems = findProblems(assessment, context);
    return assessment;
}

Result<Count> countTotals(const OperatorGraph& graph, const AssessmentContext& context, bool with_latency) {
    const std::vector<int32_t> steps = stepsOfKernels(decompose(graph, context.target, context.precision));
    const auto request = memoryRequestOf(context, steps);
    if (!request) return tl::unexpected(request.error());
    auto live = countActivations(graph, *request);
    if (!live) return tl::unexpected(live.error());
    const auto parameters = parameterBytes(graph, context.precision);
    if (!parameters) return tl::unexpected(parameters.error());
    Count count;
    count.live = std::move(*live);
    count.totals.macs = graph.totalMacs();
    count.totals.parameters = graph.totalParameters();
    count.totals.parameter_bytes = parameters->total();
    count.totals.peak_activation_bytes = count.live.peak_bytes;
    if (!with_latency || context.estimator == nullptr) return count;
    const auto estimate = context.estimator->estimate(graph, context.precision);
    if (!estimate) return count;
    count.totals.coverage = estimate->coverage;
    if (estimate->coverage > 0 || graph.operators.empty()) {
        count.totals.latency_ms = estimate->latency_ms;
        count.totals.latency_low_ms = estimate->low_ms;
        count.totals.latency_high_ms = estimate->high_ms;
    }
    return count;
}

bool keepsBudgets(const Totals& totals, const Budgets& budgets) {
    if (budgets.latency_ms &&
        !(totals.latency_ms && totals.coverage >= 1 && *totals.latency_ms <= *budgets.latency_ms)) {
        return false;
    }
    if (budgets.parameter_bytes && totals.parameter_bytes > *budgets.parameter_bytes) return false;
    return !budgets.peak_activation_bytes || totals.peak_activation_bytes <= *budgets.peak_activation_bytes;
}

}  // namespace bw
