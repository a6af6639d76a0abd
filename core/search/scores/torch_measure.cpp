// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/scores/torch_measure.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <thread>

#include "search/scores/scoring_input.h"

namespace bw {
namespace {

/// Runs `work` on 0 ... count - 1, shared by `threads` threads, the calling one among them.
template <class Work>
void share(size_t count, int threads, const Work& work) {
    std::atomic<size_t> next = 0;
    const auto take = [&] {
        for (size_t i = next++; i < count; i = next++)
            work(i);
    };
    std::vector<std::jthread> others;
    const size_t helpers = std::min(static_cast<size_t>(std::max(1, threads)), count);
    for (size_t t = 1; t < helpers; ++t)
        others.emplace_back(take);
    take();
}

}  // namespace

std::vector<std::vector<double>> TorchMeasure::of(std::span<const ScoredNetwork> networks,
                                                  const std::stop_token& stop) const {
    const auto seeds = static_cast<size_t>(std::max(1, settings_.seeds));
    std::vector<OperatorGraph> graphs(networks.size());
    share(networks.size(), settings_.threads, [&](size_t i) { graphs[i] = scoringGraph(networks[i]); });
    // One network at one initialisation is a unit of work that a single thread does.
    std::vector<std::vector<double>> units(networks.size() * seeds);
    share(units.size(), settings_.threads, [&](size_t unit) {
        if (stop.stop_requested()) return;
        const std::vector<double> unknown(scores_.size(), std::numeric_limits<double>::quiet_NaN());
        auto values = backend_.measure(graphs[unit / seeds], scores_, settings_.seed + unit % seeds, stop);
        if (values) units[unit] = std::move(*values);
        if (!values && values.error().code != ErrorCode::Cancelled) units[unit] = unknown;
    });
    std::vector<std::vector<double>> means;
    for (size_t i = 0; i < networks.size(); ++i) {
        std::vector<double> mean(scores_.size(), 0);
        for (size_t s = 0; s < seeds; ++s) {
            const std::vector<double>& values = units[i * seeds + s];
            if (values.empty() && !scores_.empty()) return means;
            for (size_t k = 0; k < mean.size(); ++k)
                mean[k] += values[k] / static_cast<double>(seeds);
        }
        means.push_back(std::move(mean));
    }
    return means;
}

std::string TorchMeasure::obstacle(const ScoredNetwork& scored) const {
    const auto values = backend_.measure(scoringGraph(scored), scores_, settings_.seed, {});
    if (!values) return values.error().text();
    for (size_t k = 0; k < scores_.size(); ++k) {
        if (!std::isfinite((*values)[k])) {
            return "the score " + std::string(kTorchScores[scores_[k]].id) + " has no value for this network";
        }
    }
    return {};
}

}  // namespace bw
