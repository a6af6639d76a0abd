// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/advice/change_band.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace bw {
namespace {

std::map<BlockId, double> latencyByBlock(const ScoredNetwork& scored, const NetworkEstimate& estimate) {
    std::map<BlockId, double> latencies;
    for (size_t i = 0; i < scored.network->size(); ++i) {
        const BlockSpan& span = scored.lowered->blocks[i];
        double& sum = latencies[scored.network->at(i).id];
        for (int32_t k = 0; k < span.operator_count; ++k)
            sum += estimate.operators[static_cast<size_t>(span.first_operator + k)].latency_ms;
    }
    return latencies;
}

/// Latency of the blocks that the other does not have at the same cost.
double changedPart(const std::map<BlockId, double>& of, const std::map<BlockId, double>& other) {
    double sum = 0;
    for (const auto& [block, latency] : of) {
        const auto it = other.find(block);
        if (it == other.end() || it->second != latency) sum += latency;
    }
    return sum;
}

}  // namespace

std::optional<std::pair<double, double>> changeBand(const ScoredNetwork& before, const ScoredNetwork& after,
                                                    const AssessmentContext& context) {
    if (context.estimator == nullptr) return std::nullopt;
    const auto from = context.estimator->estimate(before.lowered->graph, context.precision);
    const auto to = context.estimator->estimate(after.lowered->graph, context.precision);
    if (!from || !to || from->coverage < 1 || to->coverage < 1 || from->latency_ms <= 0) return std::nullopt;
    const auto blocks_from = latencyByBlock(before, *from);
    const auto blocks_to = latencyByBlock(after, *to);
    const auto error = [](double bound, const NetworkEstimate& whole, double part) {
        return std::abs(bound - whole.latency_ms) / whole.latency_ms * std::sqrt(whole.latency_ms * part);
    };
    const double part_from = changedPart(blocks_from, blocks_to);
    const double part_to = changedPart(blocks_to, blocks_from);
    const double down = std::hypot(error(to->low_ms, *to, part_to), error(from->high_ms, *from, part_from));
    const double up = std::hypot(error(to->high_ms, *to, part_to), error(from->low_ms, *from, part_from));
    const double change = to->latency_ms - from->latency_ms;
    return std::pair{std::max(-1.0, (change - down) / from->latency_ms), (change + up) / from->latency_ms};
}

}  // namespace bw
