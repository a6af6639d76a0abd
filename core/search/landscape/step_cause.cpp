// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/landscape/step_cause.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace bw {
namespace {

/// Of a change; less is rounding.
constexpr double kLeast_ms = 1e-9;

/// By name, in the order of names.
std::map<std::string, double> latenciesOf(const SearchSpace& space, const Genome& genome,
                                          const AssessmentContext& context) {
    std::map<std::string, double> latencies;
    const auto network = space.build(genome);
    if (!network) return latencies;
    const auto assessment = assess(*network, context);
    if (!assessment) return latencies;
    for (size_t i = 0; i < assessment->blocks.size(); ++i) {
        const auto& latency = assessment->blocks[i].latency_ms;
        if (latency) latencies[assessment->network.at(i).name] = *latency;
    }
    return latencies;
}

}  // namespace

std::vector<StepCause> stepCauses(const SearchSpace& space, const Genome& from, const Genome& to,
                                  const AssessmentContext& context, size_t most) {
    const auto before = latenciesOf(space, from, context);
    std::map<std::string, double> change = latenciesOf(space, to, context);
    if (before.empty() || change.empty()) return {};
    for (const auto& [block, latency] : before)
        change[block] -= latency;
    std::vector<StepCause> causes;
    for (const auto& [block, latency] : change) {
        if (std::abs(latency) > kLeast_ms) causes.push_back({block, latency});
    }
    std::stable_sort(causes.begin(), causes.end(), [](const StepCause& a, const StepCause& b) {
        return std::abs(a.latency_ms) > std::abs(b.latency_ms);
    });
    causes.resize(std::min(causes.size(), most));
    return causes;
}

}  // namespace bw
