// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fit/fit_evaluator.h"

#include <algorithm>

namespace bw {
namespace {

double over(int64_t bytes, int64_t budget) {
    return bytes > budget ? static_cast<double>(bytes - budget) / static_cast<double>(std::max<int64_t>(1, budget)) : 0;
}

/// Designs remembered; a long search of a large network forgets all and goes on.
constexpr size_t kMostKnown = 200'000;

}  // namespace

size_t FitEvaluator::DesignHash::operator()(const FitDesign& design) const {
    uint64_t hash = 1469598103934665603ULL;
    for (const int32_t option : design)
        hash = (hash ^ static_cast<uint64_t>(option)) * 1099511628211ULL;
    return static_cast<size_t>(hash);
}

std::optional<FitFigures> FitEvaluator::evaluate(const Network& network, bool with_latency) const {
    const auto lowered = lower(network, context_.precision);
    if (!lowered) return std::nullopt;
    const auto count = countTotals(lowered->graph, context_, with_latency);
    if (!count) return std::nullopt;
    FitFigures figures;
    figures.parameter_bytes = count->totals.parameter_bytes;
    figures.peak_bytes = count->totals.peak_activation_bytes;
    figures.latency_asked = with_latency;
    figures.latency_ms = count->totals.latency_ms;
    figures.harm = harm_.harm(network, *lowered);
    if (context_.budgets.parameter_bytes)
        figures.parameter_excess = over(figures.parameter_bytes, *context_.budgets.parameter_bytes);
    if (context_.budgets.peak_activation_bytes) {
        for (const int64_t live : count->live.live_bytes_per_step)
            figures.peak_excess += over(live, *context_.budgets.peak_activation_bytes);
    }
    return figures;
}

std::optional<FitFigures> FitEvaluator::evaluate(const FitDesign& design, bool with_latency) {
    const auto it = known_.find(design);
    if (it != known_.end() && (!it->second || it->second->latency_asked || !with_latency)) return it->second;
    ++evaluations_;
    const auto network = space_.build(design);
    const auto figures = network ? evaluate(*network, with_latency) : std::nullopt;
    if (known_.size() >= kMostKnown) known_.clear();
    known_[design] = figures;
    return figures;
}

}  // namespace bw
