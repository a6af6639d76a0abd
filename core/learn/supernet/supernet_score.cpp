// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/supernet/supernet_score.h"

#include <limits>

namespace bw {

std::vector<double> SupernetScore::score(std::span<const ScoredNetwork> networks, std::stop_token stop) const {
    std::vector<double> scores;
    for (const ScoredNetwork& network : networks) {
        const std::lock_guard lock(mutex_);
        const auto metrics = supernet_->judge(*network.network, stop);
        if (!metrics && metrics.error().code == ErrorCode::Cancelled) break;
        scores.push_back(metrics ? metrics->main() : std::numeric_limits<double>::quiet_NaN());
    }
    return scores;
}

std::string SupernetScore::obstacle(const ScoredNetwork& network) const {
    const std::lock_guard lock(mutex_);
    const auto metrics = supernet_->judge(*network.network);
    return metrics ? std::string() : metrics.error().text();
}

}  // namespace bw
