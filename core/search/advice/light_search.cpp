// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/advice/light_search.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <map>
#include <set>
#include <utility>

#include "search/advice/best_evaluations.h"
#include "search/pareto/domination.h"
#include "search/strategies/strategy.h"

namespace bw {
namespace {

/// Networks rated together; between them it can be stopped.
constexpr size_t kBatch = 4;
/// What evolution sizes its population by, and that population.
constexpr int64_t kPlanned = 2400;
constexpr size_t kPopulation = 48;
/// Networks between two lists.
constexpr int64_t kBetweenLists = 400;
/// Generations in a row without a network that is new: the space is spent.
constexpr int64_t kMostOldInARow = 500;
/// A list that is better by less is not worth a repaint.
constexpr double kBetter = 1.002;

using Clock = std::chrono::steady_clock;

NetworkProblem::Goals goalsFor(const NetworkFigures& now, const AssessmentContext& context) {
    NetworkProblem::Goals goals;
    const Budgets& budgets = context.budgets;
    const auto limit = [&](Figure figure, double value) { goals.limits.push_back({figure, value}); };
    if (budgets.latency_ms && context.estimator) limit(Figure::Latency, *budgets.latency_ms);
    if (budgets.parameter_bytes) limit(Figure::ParameterBytes, static_cast<double>(*budgets.parameter_bytes));
    if (budgets.peak_activation_bytes) limit(Figure::PeakBytes, static_cast<double>(*budgets.peak_activation_bytes));
    const bool kept = std::all_of(goals.limits.begin(), goals.limits.end(),
                                  [&](const FigureLimit& one) { return violationOf(now, one) <= 0; });
    if (!kept) {
        goals.objectives = {Figure::Score};
        return goals;
    }
    goals.objectives = {context.estimator && now.latency_ms ? Figure::Latency : Figure::PeakBytes};
    limit(Figure::Score, now.score);
    return goals;
}

class LightSearch {
public:
    LightSearch(std::shared_ptr<const NetworkProblem> problem, const Network& network,
                const LightSearchOptions& options, std::stop_token stop,
                const std::function<void(const LightAdvice&)>& hear)
        : problem_(std::move(problem)),
          network_(network),
          options_(options),
          stop_(std::move(stop)),
          hear_(hear),
          improved_(Clock::now()) {}

    LightSearchEnd run() {
        rate({problem_->start()});
        if (!rated_.empty()) joined_ = rated_.front();
        // Kinds are few and gain most: they make the first list.
        for (const bool sizes : {false, true}) {
            const size_t first = rated_.size();
            singleEdits(sizes);
            joinEdits(first);
            offerList();
        }
        evolve();
        if (!stop_.stop_requested()) offerList();
        if (stop_.stop_requested()) return LightSearchEnd::Stopped;
        if (spent()) return LightSearchEnd::Evaluations;
        return quiet() ? LightSearchEnd::Quiet : LightSearchEnd::Exhausted;
    }

private:
    bool spent() const {
        return options_.evaluations > 0 && static_cast<int64_t>(rated_.size()) >= options_.evaluations;
    }
    bool quiet() const {
        return options_.quiet_seconds > 0 &&
               std::chrono::duration<double>(Clock::now() - improved_).count() >= options_.quiet_seconds;
    }
    bool over() const { return stop_.stop_requested() || spent() || quiet(); }

    /// Rates those of the genomes that are new; how many.
    size_t rate(std::vector<Genome> genomes);
    /// Sizes go to the next option on either side, kinds to every other one.
    void singleEdits(bool sizes);
    /// Joins those of the networks from `first` on that help, the best first, as long as each helps the rest.
    void joinEdits(size_t first);
    void evolve();
    void offerList();
    double worthOf(const std::vector<SearchSuggestion>& suggestions) const;

    std::shared_ptr<const NetworkProblem> problem_;
    const Network& network_;
    const LightSearchOptions& options_;
    std::stop_token stop_;
    const std::function<void(const LightAdvice&)>& hear_;
    Clock::time_point improved_;
    std::vector<Evaluation> rated_;
    Evaluation joined_;
    std::map<Genome, size_t> known_;  ///< Where in rated_.
    double worth_ = 0;                ///< Of the last list.
    int64_t offered_ = 0;
};

size_t LightSearch::rate(std::vector<Genome> genomes) {
    std::set<Genome> seen;
    for (Genome& genome : genomes)
        genome = problem_->canonical(genome);
    std::erase_if(genomes,
                  [&](const Genome& genome) { return known_.contains(genome) || !seen.insert(genome).second; });
    if (options_.evaluations > 0) {
        const int64_t left = options_.evaluations - static_cast<int64_t>(rated_.size());
        genomes.resize(std::min(genomes.size(), static_cast<size_t>(std::max<int64_t>(0, left))));
    }
    const std::vector<Rating> ratings = problem_->rate(genomes, stop_);
    for (size_t i = 0; i < ratings.size(); ++i) {
        known_.emplace(genomes[i], rated_.size());
        rated_.push_back({static_cast<int64_t>(rated_.size()), genomes[i], ratings[i]});
    }
    return ratings.size();
}

void LightSearch::singleEdits(bool sizes) {
    const Genome start = problem_->start();
    std::vector<Genome> batch;
    for (size_t d = 0; d < start.size(); ++d) {
        const Decision& decision = problem_->decisions()[d];
        if (decision.ordered != sizes) continue;
        for (int32_t option = 0; option < static_cast<int32_t>(decision.options.size()); ++option) {
            if (option == start[d] || (sizes && std::abs(option - start[d]) > 1)) continue;
            batch.push_back(start);
            batch.back()[d] = option;
            if (batch.size() < kBatch) continue;
            if (over()) return;
            rate(std::exchange(batch, {}));
        }
    }
    if (!over()) rate(std::move(batch));
}

void LightSearch::joinEdits(size_t first) {
    if (rated_.empty()) return;
    const Evaluation start = rated_.front();
    std::vector<Evaluation> singles(rated_.begin() + static_cast<std::ptrdiff_t>(first), rated_.end());
    std::erase_if(singles, [&](const Evaluation& one) { return !better(one.rating, start.rating); });
    std::stable_sort(singles.begin(), singles.end(),
                     [](const Evaluation& a, const Evaluation& b) { return better(a.rating, b.rating); });
    for (const Evaluation& single : singles) {
        if (over()) return;
        Genome genome = joined_.genome;
        for (size_t d = 0; d < genome.size(); ++d) {
            if (single.genome[d] != start.genome[d]) genome[d] = single.genome[d];
        }
        rate({genome});
        const auto known = known_.find(problem_->canonical(genome));
        if (known == known_.end()) return;
        if (better(rated_[known->second].rating, joined_.rating)) joined_ = rated_[known->second];
    }
}

void LightSearch::evolve() {
    const auto strategy =
        (*findStrategy("aging_evolution"))
            ->make(*problem_, {.seed = options_.seed, .with_prior = false, .evaluations = kPlanned, .stop = stop_});
    std::vector<Genome> genomes;
    std::vector<Rating> ratings;
    // It begins with the best so far; the oldest die first, so that the very best come last.
    for (const Evaluation* one : bestEvaluations(rated_, kPopulation)) {
        genomes.insert(genomes.begin(), one->genome);
        ratings.insert(ratings.begin(), one->rating);
    }
    int64_t old = 0;
    while (!genomes.empty() && !over() && old < kMostOldInARow) {
        strategy->tell(genomes, ratings);
        genomes = strategy->ask();
        old = rate(genomes) > 0 ? 0 : old + 1;
        std::erase_if(genomes, [&](const Genome& genome) { return !known_.contains(problem_->canonical(genome)); });
        ratings.clear();
        for (const Genome& genome : genomes)
            ratings.push_back(rated_[known_.at(problem_->canonical(genome))].rating);
        if (static_cast<int64_t>(rated_.size()) >= offered_ + kBetweenLists) offerList();
    }
}

double LightSearch::worthOf(const std::vector<SearchSuggestion>& suggestions) const {
    const Figure figure = problem_->goals().objectives.front();
    double worth = 0;
    for (const SearchSuggestion& one : suggestions) {
        double gain = 0;
        for (const FigureLimit& limit : problem_->goals().limits)
            gain += violationOf(one.before, limit) - violationOf(one.after, limit);
        const double change = one.after.value(figure) - one.before.value(figure);
        const bool score = figure == Figure::Score;
        gain += std::max(0.0, score ? change : -change / one.before.value(figure));
        if (std::isfinite(gain)) worth += gain * static_cast<double>(one.having) / static_cast<double>(one.best);
    }
    return worth;
}

void LightSearch::offerList() {
    offered_ = static_cast<int64_t>(rated_.size());
    LightAdvice advice{problem_, {}, suggestFrom(*problem_, rated_, network_, options_.advice, stop_), offered_};
    if (stop_.stop_requested()) return;
    const double worth = worthOf(advice.suggestions);
    if (worth <= worth_ * kBetter) return;
    worth_ = worth;
    improved_ = Clock::now();
    for (const Evaluation* one : bestEvaluations(rated_, static_cast<size_t>(std::max(1, options_.advice.best))))
        advice.best.push_back(*one);
    hear_(advice);
}

}  // namespace

Result<LightSearchEnd> lightSearch(const Network& network, const LoweredNetwork& lowered,
                                   const AssessmentContext& context, const LightSearchOptions& options,
                                   std::stop_token stop, const std::function<void(const LightAdvice&)>& hear) {
    auto space = SearchSpace::make(network, lowered, context.target, {}, stop);
    if (!space) return tl::unexpected(space.error());
    // What the network is now tells what to look for.
    NetworkProblem::Goals probing;
    probing.objectives = {Figure::Score};
    const auto probe = NetworkProblem::make(*space, lowered, context, probing);
    if (!probe) return tl::unexpected(probe.error());
    const auto now = (*probe)->figuresOf(network, lowered);
    if (!now) return tl::unexpected(now.error());
    const auto problem = NetworkProblem::make(*std::move(space), lowered, context, goalsFor(*now, context));
    if (!problem) return tl::unexpected(problem.error());
    return LightSearch(*problem, network, options, stop, hear).run();
}

}  // namespace bw
