// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

#include "assess/assessment.h"
#include "search/network/accuracy_score.h"
#include "search/network/capacity.h"
#include "search/network/figure.h"
#include "search/problem.h"
#include "space/search_space.h"

namespace bw {

/// The search of networks in a space on one target: genomes are built, lowered, counted, estimated and scored.
/// Remembers figures by canonical genome, kernels in the estimator's cache; neither changes a bit of what it gives.
class NetworkProblem final : public SearchProblem {
public:
    struct Goals {
        std::vector<Figure> objectives = {Figure::Latency, Figure::Score};
        std::vector<FigureLimit> limits = {};
    };

    /// `context` needs an estimator where latency is an objective or a limit. Without a score the default one of
    /// cheapScores(). Fails on empty spaces, without objectives, with one named twice, and on limits that contradict
    /// each other or are no positive numbers.
    static Result<std::shared_ptr<const NetworkProblem>> make(SearchSpace space, const LoweredNetwork& lowered,
                                                              AssessmentContext context, Goals goals,
                                                              std::shared_ptr<const AccuracyScore> score = nullptr);

    std::span<const Decision> decisions() const override { return decisions_; }
    std::span<const ObjectiveInfo> objectives() const override { return objectives_; }
    Genome canonical(const Genome& genome) const override { return space_.canonical(genome); }
    std::vector<Rating> rate(std::span<const Genome> genomes, std::stop_token stop = {}) const override;
    /// Ordinals and kinds as by default, then log MACs and log parameters.
    std::vector<double> features(const Genome& genome) const override;
    /// Less the capacity, where the score is the first objective and the genome makes a network.
    std::optional<double> prior(const Genome& genome) const override;
    Genome start() const override { return space_.origin(); }

    const SearchSpace& space() const { return space_; }
    const AssessmentContext& context() const { return context_; }
    const Goals& goals() const { return goals_; }
    const AccuracyScore& score() const { return *score_; }
    const std::shared_ptr<const AccuracyScore>& sharedScore() const { return score_; }
    /// Of any network, one outside the space say, as counted, estimated and scored here; kept width by blocks of the
    /// same id. Latency is absent where it is not known; fails where the network cannot be counted.
    Result<NetworkFigures> figuresOf(const Network& network, const LoweredNetwork& lowered,
                                     bool with_score = true) const;
    /// Of each genome, nothing where it makes no network; fewer only where it was stopped.
    std::vector<std::optional<NetworkFigures>> figures(std::span<const Genome> genomes,
                                                       std::stop_token stop = {}) const;
    /// What rate() gives for these figures.
    Rating ratingOf(const std::optional<NetworkFigures>& figures) const;

private:
    struct GenomeHash {
        size_t operator()(const Genome& genome) const;
    };
    NetworkProblem(SearchSpace space, AssessmentContext context, Goals goals,
                   std::shared_ptr<const AccuracyScore> score, Capacity capacity);
    void compute(std::span<const Genome> genomes, std::span<std::optional<NetworkFigures>> figures,
                 const std::stop_token& stop) const;
    Result<NetworkFigures> count(const Network& network, const LoweredNetwork& lowered) const;
    /// Into figures that are counted already; an estimate that does not cover all leaves the latency absent.
    static void put(const Result<NetworkEstimate>& estimate, NetworkFigures& figures);

    SearchSpace space_;
    AssessmentContext context_;
    Goals goals_;
    std::shared_ptr<const AccuracyScore> score_;
    Capacity capacity_;
    std::vector<Decision> decisions_;
    std::vector<ObjectiveInfo> objectives_;
    bool with_score_ = false;
    bool with_latency_ = false;
    mutable std::mutex mutex_;
    mutable std::unordered_map<Genome, std::optional<NetworkFigures>, GenomeHash> known_;
};

}  // namespace bw
