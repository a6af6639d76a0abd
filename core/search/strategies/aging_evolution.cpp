// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <deque>
#include <unordered_map>

#include "search/pareto/domination.h"
#include "search/strategies/builtin_strategies.h"
#include "search/strategies/genome_source.h"

namespace bw {
namespace {

/// One child in so many is a random newcomer, so that a population stuck behind a limit goes on.
constexpr uint64_t kNewcomers = 50;
/// Children in a row that were rated before, after which a newcomer comes.
constexpr int kMostKnown = 200;

/// Regularised evolution (Real et al., AAAI 2019): the best of a random sample has a child, the oldest dies. A child
/// that was rated before is born again with its rating, without being asked for: so a good one outlives its age.
class AgingEvolution final : public Strategy {
public:
    AgingEvolution(const SearchProblem& problem, const StrategyOptions& options) : source_(problem, options) {
        // Few networks learn most from a small population: 20 / 10 on eight decisions.
        population_size_ = static_cast<size_t>(std::clamp<int64_t>(options.evaluations / 50, 20, 100));
        if (source_.variation().open().size() < 16) population_size_ = 20;
        sample_size_ = population_size_ / 2;
        children_ = std::max<size_t>(1, population_size_ / 20);
    }

    std::vector<Genome> ask() override {
        if (!begun_) {
            begun_ = true;
            return source_.beginnings(population_size_, true);
        }
        std::vector<Genome> genomes;
        while (genomes.size() < children_) {
            auto next = population_.empty() || source_.random().below(kNewcomers) == 0 ? std::nullopt : child();
            if (!next) next = source_.fresh();
            if (!next) break;
            genomes.push_back(*std::move(next));
        }
        return genomes;
    }

    void tell(std::span<const Genome> genomes, std::span<const Rating> ratings) override {
        for (size_t i = 0; i < genomes.size(); ++i)
            join(known_.emplace(genomes[i], ratings[i]).first);
    }

private:
    using Known = std::unordered_map<Genome, Rating, GenomeHash>;

    void join(Known::const_iterator member) {
        population_.push_back(&*member);
        if (population_.size() > population_size_) population_.pop_front();
    }

    const Genome& parent() {
        const Known::value_type* best = nullptr;
        for (size_t i = 0; i < sample_size_; ++i) {
            const Known::value_type* member = population_[source_.random().below(population_.size())];
            if (best == nullptr || better(member->second, best->second)) best = member;
        }
        return best->first;
    }

    /// The next one that was not rated yet.
    std::optional<Genome> child() {
        for (int i = 0; i < kMostKnown; ++i) {
            Genome genome = source_.problem().canonical(source_.variation().mutated(parent(), source_.random()));
            if (const auto known = known_.find(genome); known != known_.end()) {
                join(known);
            } else if (source_.knownViolation(genome) == 0 && source_.claim(genome)) {
                return genome;
            }
        }
        return std::nullopt;
    }

    GenomeSource source_;
    size_t population_size_ = 20;
    size_t sample_size_ = 10;
    size_t children_ = 1;
    bool begun_ = false;
    Known known_;                                      ///< All that was rated; entries keep their place.
    std::deque<const Known::value_type*> population_;  ///< Oldest first.
};

}  // namespace

StrategyInfo agingEvolutionStrategy() {
    return {"aging_evolution", "Aging evolution",
            "One objective in a rocky landscape: mutates good networks and lets the oldest die.", false,
            [](const SearchProblem& problem, const StrategyOptions& options) -> std::unique_ptr<Strategy> {
                return std::make_unique<AgingEvolution>(problem, options);
            }};
}

}  // namespace bw
