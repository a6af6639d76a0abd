// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <limits>

#include "search/pareto/domination.h"
#include "search/pareto/non_dominated_sort.h"
#include "search/strategies/additive_model.h"
#include "search/strategies/builtin_strategies.h"
#include "search/strategies/genome_source.h"

namespace bw {
namespace {

/// One child in so many is not crossed but only mutated.
constexpr uint64_t kOnlyMutated = 3;
/// From so many open decisions on, of two children one is guided by what options are known to add.
constexpr size_t kGuidedDecisions = 16;

/// NSGA-II (Deb et al. 2002) with Deb's rules for limits. In large spaces half of the children come of a guided change:
/// some decisions at once take the options that an additive model of all objectives likes best, at random weights.
class Nsga2 final : public Strategy {
public:
    Nsga2(const SearchProblem& problem, const StrategyOptions& options)
        : source_(problem, options),
          size_(static_cast<size_t>(std::clamp<int64_t>(options.evaluations / 20, 16, 100))),
          guided_(source_.variation().open().size() >= kGuidedDecisions),
          effects_(source_.variation(), problem.objectives().size() + 1) {}

    std::vector<Genome> ask() override {
        if (!begun_) {
            begun_ = true;
            return source_.beginnings(size_);
        }
        if (guided_) effects_.fit();
        std::vector<Genome> children;
        while (children.size() < size_) {
            auto child = members_.size() < 2 ? source_.fresh() : breed();
            if (!child) break;
            children.push_back(*std::move(child));
        }
        return children;
    }

    void tell(std::span<const Genome> genomes, std::span<const Rating> ratings) override {
        for (size_t i = 0; i < genomes.size(); ++i) {
            members_.push_back(genomes[i]);
            ratings_.push_back(ratings[i]);
            if (guided_) learn(genomes[i], ratings[i]);
        }
        select();
    }

private:
    /// Keeps the best fronts, of the last one that fits in part the least crowded.
    void select() {
        std::vector<size_t> kept;
        std::vector<Rank> ranks;
        size_t number = 0;
        for (const std::vector<size_t>& front : nonDominatedSort(ratings_)) {
            const std::vector<double> distances = crowdingDistances(ratings_, front);
            std::vector<size_t> order(front.size());
            for (size_t i = 0; i < order.size(); ++i)
                order[i] = i;
            std::stable_sort(order.begin(), order.end(),
                             [&](size_t a, size_t b) { return distances[a] > distances[b]; });
            for (const size_t i : order) {
                if (kept.size() == size_) break;
                kept.push_back(front[i]);
                ranks.push_back({number, distances[i]});
            }
            ++number;
        }
        std::vector<Genome> members;
        std::vector<Rating> ratings;
        for (const size_t i : kept) {
            members.push_back(std::move(members_[i]));
            ratings.push_back(std::move(ratings_[i]));
        }
        members_ = std::move(members);
        ratings_ = std::move(ratings);
        ranks_ = std::move(ranks);
    }

    const Genome& tournament() {
        const size_t a = source_.random().below(members_.size());
        const size_t b = source_.random().below(members_.size());
        const bool first = ranks_[a].front < ranks_[b].front ||
                           (ranks_[a].front == ranks_[b].front && ranks_[a].distance >= ranks_[b].distance);
        return members_[first ? a : b];
    }

    void learn(const Genome& genome, const Rating& rating) {
        if (!std::isfinite(rating.violation)) return;
        std::vector<double> values = rating.objectives;
        values.push_back(rating.violation);
        breaks_limits_ = breaks_limits_ || rating.violation > 0;
        effects_.add(genome, std::move(values));
    }

    /// A random number of decisions, of all magnitudes, each at the option that adds least at random weights.
    Genome guided(Genome genome) {
        Random& random = source_.random();
        const Variation& variation = source_.variation();
        std::vector<double> weights;
        for (size_t m = 0; m < source_.problem().objectives().size(); ++m)
            weights.push_back(-std::log(1 - random.uniform()));
        weights.push_back(breaks_limits_ ? random.uniform() : 0);
        const auto open = static_cast<double>(variation.open().size());
        const int changes = static_cast<int>(std::exp(random.uniform() * std::log(open)));
        for (int i = 0; i < changes; ++i) {
            const size_t d = variation.open()[random.below(variation.open().size())];
            double least = std::numeric_limits<double>::infinity();
            for (int32_t option = 0; option < variation.options(d); ++option) {
                double sum = 0;
                for (size_t m = 0; m < weights.size(); ++m)
                    sum += weights[m] * effects_.effect(m, d, option);
                if (sum < least) genome[d] = option;
                least = std::min(least, sum);
            }
        }
        return genome;
    }

    std::optional<Genome> breed() {
        Random& random = source_.random();
        const auto child = source_.pick(
            [&] {
                const Variation& variation = source_.variation();
                const Genome& mother = tournament();
                if (guided_ && random.below(2) == 0)
                    return guided(random.below(2) == 0 ? mother : variation.crossed(mother, tournament(), random));
                if (random.below(kOnlyMutated) == 0) return variation.mutated(mother, random);
                return variation.mutated(variation.crossed(mother, tournament(), random), random);
            },
            32);
        return child ? child : source_.fresh();
    }

    struct Rank {
        size_t front;
        double distance;
    };
    GenomeSource source_;
    size_t size_;
    bool guided_;
    AdditiveModel effects_;  ///< Of objectives and violation.
    bool breaks_limits_ = false;
    bool begun_ = false;
    std::vector<Genome> members_;
    std::vector<Rating> ratings_;
    std::vector<Rank> ranks_;
};

}  // namespace

StrategyInfo nsga2Strategy() {
    return {"nsga2", "NSGA-II", "Several objectives at once: evolves a whole front under the limits.", true,
            [](const SearchProblem& problem, const StrategyOptions& options) -> std::unique_ptr<Strategy> {
                return std::make_unique<Nsga2>(problem, options);
            }};
}

}  // namespace bw
