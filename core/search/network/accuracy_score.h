// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "graph/network.h"
#include "lowering/lower.h"

namespace bw {

/// A network to score.
struct ScoredNetwork {
    const Network* network = nullptr;
    const LoweredNetwork* lowered = nullptr;
};

/// What stands for a network's accuracy in a search; more is better. Scores of one instance compare with each other,
/// not with those of another. Deterministic, thread-safe, and independent of the other networks of a batch.
class AccuracyScore {
public:
    virtual ~AccuracyScore() = default;

    /// "capacity".
    virtual std::string_view id() const = 0;
    /// "Capacity".
    virtual std::string_view label() const = 0;
    /// One score for each network, not-a-number where one cannot be scored; fewer only where it was stopped.
    virtual std::vector<double> score(std::span<const ScoredNetwork> networks, std::stop_token stop = {}) const = 0;
    /// Why a network cannot be scored; empty where it can. Costs as much as a score.
    virtual std::string obstacle(const ScoredNetwork&) const { return {}; }
};

/// A score that costs microseconds; a new one is one function and one row in accuracy_score.cpp.
struct CheapScore {
    std::string_view id;
    std::string_view label;
    std::string_view doc;
    std::shared_ptr<const AccuracyScore> (*make)(const Network& network, const LoweredNetwork& lowered) = nullptr;
};
/// The first is the default.
std::span<const CheapScore> cheapScores();
/// Relative to the network that a search begins with; null where there is no such score.
std::shared_ptr<const AccuracyScore> makeCheapScore(std::string_view id, const Network& network,
                                                    const LoweredNetwork& lowered);

}  // namespace bw
