// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>

#include "base/random.h"
#include "search/curation/curate.h"

namespace bw {

/// Takes dominated options out of a space, one decision after the other, until latency rises strictly with every
/// ordered decision wherever it was looked.
class Pruner {
public:
    /// `full` must outlive it; `lowered` is its network. Decisions in `options.own` are left alone.
    Pruner(const NetworkProblem& full, const LoweredNetwork& lowered, const CurationOptions& options);

    Result<void> run(const std::stop_token& stop, const std::function<void(double)>& progressed);

    /// The space with what is left.
    SearchSpace space() const;
    std::vector<Removal> removed(size_t decision) const { return removed_[decision]; }
    /// Of the latency over what is left, sampled elsewhere than where it was pruned.
    const Roughness& roughness() const { return roughness_; }
    int64_t evaluations() const { return evaluations_; }

private:
    using Line = std::vector<std::optional<NetworkFigures>>;

    const SpaceDecision& decision(size_t index) const { return full_.space().decisions()[index]; }
    std::string textOf(size_t decision, int32_t option) const;
    Genome anywhere();
    /// Random contexts, the network as it is, and, of an expansion, those with each width left of the block's input:
    /// few channels round several expansions to one count.
    std::vector<Genome> contextsOf(size_t decision);
    /// Figures of the options left of a decision in one context; empty where the decision has no effect there or a
    /// latency is unknown.
    Line line(size_t decision, const Genome& context);
    void pruneKind(size_t decision);
    void pruneSizes(size_t decision);
    /// Looks at `lines` random lines; the number of options that fell out.
    int pruneSampled(int lines, const std::stop_token& stop);
    /// True where every option of it is still there.
    bool isLeft(const Genome& genome) const;
    /// By how much latency has to rise from one option of a line to the next.
    static double leastRise(const Line& line);
    /// How much latency each decision commands.
    void weigh();
    /// Takes out the option at a place among those left.
    void drop(size_t decision, size_t place, std::string reason);

    const NetworkProblem& full_;
    const ChannelClasses classes_;
    const CurationOptions& options_;
    Random random_;
    std::vector<std::vector<int32_t>> left_;  ///< By decision: the options left, rising.
    std::vector<bool> fixed_;                 ///< By decision: a person chose its options.
    std::vector<std::vector<Removal>> removed_;
    std::vector<double> weights_;  ///< By decision.
    Roughness roughness_;
    int64_t evaluations_ = 0;
};

}  // namespace bw
