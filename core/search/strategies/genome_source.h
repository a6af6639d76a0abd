// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <unordered_set>
#include <vector>

#include "search/strategies/strategy.h"
#include "search/strategies/variation.h"

namespace bw {

struct GenomeHash {
    size_t operator()(const Genome& genome) const;
};

/// Hands out canonical genomes, each once. Genomes that the problem tells beforehand to break its limits are handed out
/// only until one that keeps them is found.
class GenomeSource {
public:
    GenomeSource(const SearchProblem& problem, const StrategyOptions& options);

    const SearchProblem& problem() const { return problem_; }
    const Variation& variation() const { return variation_; }
    Random& random() { return random_; }

    /// The first proposal within the limits that was not handed out, or nothing after `tries`; of those that break them
    /// the one that does least, where such are handed out at all.
    std::optional<Genome> pick(const std::function<Genome()>& propose, int tries = 64);
    /// A random one; where draws find none that is new, the next in the order of the space. Nothing once the space is
    /// exhausted.
    std::optional<Genome> fresh();
    /// The same with every genome equally likely; fresh() prefers a wide spread where there are many decisions.
    std::optional<Genome> freshUniform();
    /// A change of `genome`, else a fresh one.
    std::optional<Genome> near(const Genome& genome);
    /// Where to begin: the problem's start, then those of a random sample that its prior likes best (with the prior),
    /// corners of the space and random ones. Fewer where the space is smaller. `around_start`: every second of the last
    /// is a change of the start instead, where there are many decisions: a random one of hundreds seldom keeps limits
    /// that the start keeps.
    std::vector<Genome> beginnings(size_t count, bool around_start = false);
    /// Random genomes that were not handed out, nor are now: to be ranked before one is claimed.
    std::vector<Genome> sample(size_t count);
    /// Marks as handed out; false where it was before.
    bool claim(const Genome& canonical) { return handed_out_.insert(canonical).second; }
    bool isNew(const Genome& canonical) const { return !handed_out_.contains(canonical); }
    /// 0 where it keeps the limits as far as the problem tells beforehand.
    double knownViolation(const Genome& canonical) const { return problem_.knownViolation(canonical).value_or(0); }

private:
    std::optional<Genome> walk();
    Genome draw();
    void addByPrior(std::vector<Genome>& chosen, size_t count);

    const SearchProblem& problem_;
    Variation variation_;
    Random random_;
    std::stop_token stop_;
    bool with_prior_;
    std::unordered_set<Genome, GenomeHash> handed_out_;
    Genome cursor_;              ///< Of the walk through the space; all before it were handed out.
    int64_t walked_ = 0;         ///< Steps of the walk.
    bool keeps_limits_ = false;  ///< One that keeps the limits was handed out.
    bool at_end_ = false;        ///< The walk is over.
};

}  // namespace bw
