// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "search/network/network_problem.h"
#include "search/run/search_run.h"

namespace bw {

/// A change of the current network that a search's best networks share.
struct SearchSuggestion {
    std::string title;                  ///< "Fuse ibn_2 and ibn_3".
    std::vector<std::string> commands;  ///< Edit commands for the current network, applied in order.
    std::vector<BlockId> blocks;        ///< What it changes.
    NetworkFigures before;              ///< The current network.
    NetworkFigures after;               ///< With these commands alone, estimated anew.
    /// Of the best networks, those that have it (of sizes: it or one further away) ...
    int64_t having = 0;
    int64_t best = 0;              ///< ... among so many.
    std::vector<int64_t> numbers;  ///< Evaluation::number of those that have it.
    /// Ablation: what the best network that has it loses where this one change is taken back. Latency relative, after /
    /// before - 1; the score, whose zero means nothing, as a difference.
    std::optional<double> ablated_latency;
    std::optional<double> ablated_score;
    /// The band of the latency change: low and high of after / before - 1, see changeBand().
    std::optional<double> change_low;
    std::optional<double> change_high;
};

struct AdviceOptions {
    int best = 40;  ///< Networks that count as the best.
    int most = 12;  ///< Suggestions.
};

/// Suggestions for `current`, which is the search's network or one that was edited since: what no longer applies, or is
/// there already, is left out, and so is what gains in no objective or breaks a limit. What mends a limit that
/// `current` breaks comes first, then the rest by gain in the first objective times evidence. Deterministic; fewer
/// where stopped.
std::vector<SearchSuggestion> suggestFrom(const NetworkProblem& problem, std::span<const Evaluation> evaluations,
                                          const Network& current, const AdviceOptions& options = {},
                                          std::stop_token stop = {});

}  // namespace bw
