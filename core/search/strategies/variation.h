// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "base/random.h"
#include "search/problem.h"

namespace bw {

/// Random genomes and changes of genomes, for spaces of a few decisions and of hundreds. What is given need not be
/// canonical.
class Variation {
public:
    explicit Variation(std::span<const Decision> decisions);

    size_t decisions() const { return options_.size(); }
    int32_t options(size_t decision) const { return options_[decision]; }
    bool ordered(size_t decision) const { return ordered_[decision]; }
    /// Whether any decision has a choice.
    bool hasChoice() const { return !open_.empty(); }
    /// Decisions with more than one option.
    const std::vector<size_t>& open() const { return open_; }

    /// Every genome is equally likely.
    Genome uniform(Random& random) const;
    /// Ordered decisions all near one random level, from all low to all high: independent draws of many decisions come
    /// out alike in every sum over them, these do not.
    Genome levelled(Random& random) const;
    /// Ordered decisions at their first or last option, others at random.
    Genome corner(bool high, Random& random) const;

    /// One decision changed, sometimes a few; in spaces of many decisions also a run of decisions alike together.
    Genome mutated(Genome genome, Random& random) const;
    /// One decision changed to another option, of ordered ones mostly to the next.
    void changeOne(Genome& genome, Random& random) const;
    /// Each decision from either parent; in spaces of many also a run of one in the other, which keeps neighbours.
    Genome crossed(const Genome& a, const Genome& b, Random& random) const;

private:
    void changeRun(Genome& genome, Random& random) const;
    /// An open decision, by weight.
    size_t drawn(Random& random) const;

    std::vector<int32_t> options_;
    std::vector<bool> ordered_;
    std::vector<size_t> open_;
    std::vector<double> shares_;  ///< By open decision: its weight and those of all before it; none if all are alike.
    /// Open ordered decisions by how many options they have: those of a group are changed together.
    std::vector<std::vector<size_t>> groups_;
};

}  // namespace bw
