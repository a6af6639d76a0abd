// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "memory/memory_plan.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "memory/weight_staging.h"

namespace bw {
namespace {

/// One step for each operator, in the order of `steps`.
std::vector<int32_t> oneStepEach(std::span<const int32_t> steps) {
    if (std::is_sorted(steps.begin(), steps.end())) return {};
    std::vector<int32_t> order(steps.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](int32_t a, int32_t b) {
        return steps[static_cast<size_t>(a)] < steps[static_cast<size_t>(b)];
    });
    std::vector<int32_t> own(steps.size());
    for (size_t i = 0; i < order.size(); ++i)
        own[static_cast<size_t>(order[i])] = static_cast<int32_t>(i);
    return own;
}

std::vector<int32_t> stepsUnder(const MemoryProfile& profile, std::span<const int32_t> steps) {
    return profile.follows_kernels ? std::vector<int32_t>(steps.begin(), steps.end()) : oneStepEach(steps);
}

Result<void> place(MemoryPlan& plan, const OperatorGraph& graph, const MemoryRules& rules) {
    auto arena = planArenaGreedily(arenaBuffers(plan.live), rules.alignment);
    if (!arena) return tl::unexpected(arena.error());
    plan.arena = std::move(*arena);
    const auto parameters = parameterBytes(graph, rules.precision);
    if (!parameters) return tl::unexpected(parameters.error());
    plan.parameters = *parameters;
    if (plan.step_of_operator.empty()) {
        plan.step_of_operator.resize(graph.operators.size());
        std::iota(plan.step_of_operator.begin(), plan.step_of_operator.end(), 0);
    }
    return {};
}

}  // namespace

int64_t MemoryPlan::stagingBytes() const {
    const auto& bytes = live.staging_bytes_per_step;
    return bytes.empty() ? 0 : *std::max_element(bytes.begin(), bytes.end());
}

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
    MemoryPlan plan;
    plan.live = std::move(*live);
    plan.whole_peak_bytes = plan.live.peak_bytes;
    plan.step_of_operator.assign(step_of_operator.begin(), step_of_operator.end());
    if (auto ok = place(plan, graph, rules); !ok) return tl::unexpected(ok.error());
    return plan;
}

Result<MemoryPlan> planRuntimeMemory(const OperatorGraph& graph, const MemoryRequest& request) {
    if (request.sram_bytes && *request.sram_bytes < 1) {
        return fail(ErrorCode::InvalidArgument,
                    "the SRAM limit is " + std::to_string(*request.sram_bytes) + " bytes; it must be at least 1");
    }
    const MemoryProfile& profile = request.profile != nullptr ? *request.profile : memoryProfiles().front();
    const MemoryRules rules = profile.rules(request.traits, request.precision);
    MemoryPlan plan;
    plan.profile = &profile;
    plan.step_of_operator = stepsUnder(profile, request.step_of_operator);
    auto whole = analyzeLiveness(graph, rules, plan.step_of_operator);
    if (!whole) return tl::unexpected(whole.error());
    plan.live = std::move(*whole);
    plan.whole_peak_bytes = plan.live.peak_bytes;
    if (profile.cascading != Cascading::None) {
        auto cascaded = planCascades(graph, rules, plan.step_of_operator, plan.live, request.sram_bytes.value_or(0));
        if (!cascaded) return tl::unexpected(cascaded.error());
        plan.cascaded_peak_bytes = cascaded->live.peak_bytes;
        if (profile.cascading == Cascading::Applied) {
            plan.live = std::move(cascaded->live);
            plan.step_of_operator = std::move(cascaded->step_of_operator);
            plan.cascades = std::move(cascaded->cascades);
        }
    }
    if (profile.stages_weights) {
        const int64_t limit = std::max(request.sram_bytes.value_or(0), plan.live.peak_bytes);
        const auto staged =
            stageWeights(graph, request.traits, request.precision, plan.step_of_operator, plan.live, limit);
        if (!staged) return tl::unexpected(staged.error());
        if (auto ok = addLives(plan.live, *staged); !ok) return tl::unexpected(ok.error());
    }
    if (auto ok = place(plan, graph, rules); !ok) return tl::unexpected(ok.error());
    return plan;
}

Result<LiveMemory> countActivations(const OperatorGraph& graph, const MemoryRequest& request) {
    const MemoryProfile& profile = request.profile != nullptr ? *request.profile : memoryProfiles().front();
    const MemoryRules rules = profile.rules(request.traits, request.precision);
    const std::vector<int32_t> steps = stepsUnder(profile, request.step_of_operator);
    auto whole = analyzeLiveness(graph, rules, steps);
    if (!whole || profile.cascading != Cascading::Applied) return whole;
    auto cascaded = planCascades(graph, rules, steps, *whole, request.sram_bytes.value_or(0));
    if (!cascaded) return tl::unexpected(cascaded.error());
    return std::move(cascaded->live);
}

}  // namespace bw
