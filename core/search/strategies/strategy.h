// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <span>
#include <stop_token>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "search/problem.h"

namespace bw {

/// Proposes genomes and learns from what they are worth. Deterministic: equal problems, seeds and ratings give equal
/// questions, whatever the threads and the clock, so that a search resumes by asking again and answering from its log.
class Strategy {
public:
    virtual ~Strategy() = default;

    /// Canonical genomes to rate next, a few to a generation; empty where there is nothing left to ask.
    virtual std::vector<Genome> ask() = 0;
    /// Their ratings, in the same order.
    virtual void tell(std::span<const Genome> genomes, std::span<const Rating> ratings) = 0;
};

struct StrategyOptions {
    uint64_t seed = 1;
    /// Whether SearchProblem::prior() may choose where to begin.
    bool with_prior = true;
    /// What the search will be allowed; strategies size populations by it. At least 1.
    int64_t evaluations = 1000;
    /// Cuts long thinking in ask() short; what it gives after that is not used.
    std::stop_token stop = {};
};

/// A row of the table of strategies: one file each, and a line in builtin_strategies.cpp.
struct StrategyInfo {
    std::string_view id;     ///< "nsga2".
    std::string_view label;  ///< "NSGA-II".
    std::string_view doc;    ///< One sentence: when to take it.
    bool pareto = false;     ///< Weighs several objectives; others follow the first alone.
    std::unique_ptr<Strategy> (*make)(const SearchProblem& problem, const StrategyOptions& options) = nullptr;
};
/// The first is the default.
std::span<const StrategyInfo> strategies();
/// The error lists the names.
Result<const StrategyInfo*> findStrategy(std::string_view id);

}  // namespace bw
