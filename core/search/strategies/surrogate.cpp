// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <limits>

#include "search/pareto/domination.h"
#include "search/pareto/non_dominated_sort.h"
#include "search/strategies/builtin_strategies.h"
#include "search/strategies/genome_source.h"
#include "search/strategies/surrogate_model.h"

namespace bw {
namespace {

/// Spaces of up to so many genomes are looked at whole.
constexpr double kWholeSpace = 10'000;
/// Else so many candidates: changed and crossed ones of the best so far, and random ones.
constexpr size_t kChanged = 300;
constexpr size_t kCrossed = 100;
constexpr size_t kDrawn = 100;
constexpr size_t kParents = 30;
constexpr size_t kDraws = 16;
/// One network for so many that are rated is asked for at once; beyond the first hundreds ratings are cheap, and more.
constexpr size_t kRatedForEach = 20;
constexpr size_t kFirstRated = 400;
constexpr size_t kRatedForEachLater = 8;
constexpr size_t kMostAtOnce = 200;

/// Bayesian optimisation: Gaussian processes learn the objectives from what was rated, the most promising candidates
/// are next; of one objective those with the most expected improvement, of several those that most likely nothing
/// found so far dominates.
class Surrogate final : public Strategy {
public:
    Surrogate(const SearchProblem& problem, const StrategyOptions& options)
        : source_(problem, options),
          stop_(options.stop),
          with_prior_(options.with_prior && problem.prior(problem.start()).has_value()),
          model_(problem.objectives().size(), options.stop) {
        const auto decisions = static_cast<int64_t>(source_.variation().open().size());
        const int64_t least = problem.objectives().size() == 1 ? 8 : 16;
        first_ = static_cast<size_t>(std::max(least, std::min(decisions, options.evaluations / 5)));
        double genomes = 1;
        for (const size_t d : source_.variation().open())
            genomes *= source_.variation().options(d);
        if (genomes <= kWholeSpace) enumerate();
    }

    std::vector<Genome> ask() override {
        if (!begun_) {
            begun_ = true;
            return source_.beginnings(first_);
        }
        const size_t rated = genomes_.size();
        const size_t for_each = rated < kFirstRated ? kRatedForEach : kRatedForEachLater;
        const size_t count = std::clamp<size_t>(rated / for_each, 1, kMostAtOnce);
        std::vector<Candidate> pool = candidates();
        std::vector<Genome> chosen;
        if (!pool.empty() && !stop_.stop_requested() && model_.fit()) choose(std::move(pool), count, chosen);
        while (chosen.size() < count) {
            auto genome = source_.fresh();
            if (!genome) break;
            chosen.push_back(*std::move(genome));
        }
        return chosen;
    }

    void tell(std::span<const Genome> genomes, std::span<const Rating> ratings) override {
        for (size_t i = 0; i < genomes.size(); ++i) {
            genomes_.push_back(genomes[i]);
            ratings_.push_back(ratings[i]);
            model_.add(features(genomes[i]), ratings[i]);
        }
    }

private:
    struct Candidate {
        Genome genome;
        std::vector<double> features;
    };

    std::vector<double> features(const Genome& genome) const {
        std::vector<double> result = source_.problem().features(genome);
        if (with_prior_) result.push_back(source_.problem().prior(genome).value_or(0));
        return result;
    }

    void enumerate() {
        const Variation& variation = source_.variation();
        Genome genome(variation.decisions(), 0);
        std::unordered_set<Genome, GenomeHash> seen;
        for (size_t d = 0; d < genome.size();) {
            Genome own = source_.problem().canonical(genome);
            if (source_.knownViolation(own) == 0 && seen.insert(own).second) whole_.push_back({std::move(own), {}});
            for (d = 0; d < genome.size() && ++genome[d] == variation.options(d); ++d)
                genome[d] = 0;
        }
    }

    std::vector<Candidate> candidates() {
        if (!whole_.empty()) {
            std::erase_if(whole_, [&](const Candidate& one) { return !source_.isNew(one.genome); });
            for (Candidate& one : whole_) {
                if (stop_.stop_requested()) return {};
                if (one.features.empty()) one.features = features(one.genome);
            }
            return whole_;
        }
        std::vector<Genome> genomes = source_.sample(kDrawn);
        const std::vector<size_t> parents = best();
        Random& random = source_.random();
        const auto parent = [&]() -> const Genome& { return genomes_[parents[random.below(parents.size())]]; };
        for (size_t i = 0; i < kChanged + kCrossed && !parents.empty(); ++i) {
            const Variation& variation = source_.variation();
            Genome genome = i < kCrossed ? variation.crossed(parent(), parent(), random) : parent();
            genomes.push_back(source_.problem().canonical(variation.mutated(std::move(genome), random)));
        }
        std::vector<Candidate> pool;
        std::unordered_set<Genome, GenomeHash> seen;
        for (Genome& genome : genomes) {
            if (stop_.stop_requested()) return {};
            if (!source_.isNew(genome) || source_.knownViolation(genome) > 0 || !seen.insert(genome).second) continue;
            std::vector<double> row = features(genome);
            pool.push_back({std::move(genome), std::move(row)});
        }
        return pool;
    }

    /// Of what was rated.
    std::vector<size_t> best() const {
        std::vector<size_t> order;
        if (source_.problem().objectives().size() == 1) {
            for (size_t i = 0; i < ratings_.size(); ++i)
                order.push_back(i);
            std::stable_sort(order.begin(), order.end(),
                             [&](size_t a, size_t b) { return better(ratings_[a], ratings_[b]); });
        } else {
            for (const std::vector<size_t>& front : nonDominatedSort(ratings_)) {
                order.insert(order.end(), front.begin(), front.end());
                if (order.size() >= kParents) break;
            }
        }
        // A first front that is longer counts whole.
        if (source_.problem().objectives().size() == 1 && order.size() > kParents) order.resize(kParents);
        return order;
    }

    void choose(std::vector<Candidate> pool, size_t count, std::vector<Genome>& chosen) {
        std::vector<std::vector<double>> draws(source_.problem().objectives().size());
        for (auto& of_one : draws) {
            for (size_t k = 0; k < kDraws; ++k)
                of_one.push_back(source_.random().normal());
        }
        FeatureRows rows;
        for (Candidate& one : pool)
            rows.push_back(std::move(one.features));
        const std::vector<double> promises = model_.promises(rows, draws);
        std::vector<size_t> order;
        for (size_t i = 0; i < pool.size(); ++i) {
            if (promises[i] > -std::numeric_limits<double>::infinity()) order.push_back(i);
        }
        std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return promises[a] > promises[b]; });
        for (const size_t i : order) {
            if (chosen.size() == count) return;
            if (source_.claim(pool[i].genome)) chosen.push_back(pool[i].genome);
        }
    }

    GenomeSource source_;
    std::stop_token stop_;
    bool with_prior_;
    SurrogateModel model_;
    size_t first_;
    bool begun_ = false;
    std::vector<Candidate> whole_;  ///< The space, where it is small, less what was handed out.
    std::vector<Genome> genomes_;
    std::vector<Rating> ratings_;
};

}  // namespace

StrategyInfo surrogateStrategy() {
    return {"surrogate", "Surrogate",
            "Few, costly ratings: Gaussian processes learn from them and choose the most promising next.", true,
            [](const SearchProblem& problem, const StrategyOptions& options) -> std::unique_ptr<Strategy> {
                return std::make_unique<Surrogate>(problem, options);
            }};
}

}  // namespace bw
