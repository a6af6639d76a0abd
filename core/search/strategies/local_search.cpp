// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "search/pareto/domination.h"
#include "search/strategies/builtin_strategies.h"
#include "search/strategies/genome_source.h"

namespace bw {
namespace {

/// Steps of an ordered decision that count as neighbours.
constexpr int32_t kFarthestStep = 2;
/// Decisions that a kick out of a local minimum changes.
constexpr int kKick = 3;

/// Moves to the first better neighbour, one decision changed, in random order; at a local minimum it begins again, in
/// turn from a random genome and from the best one, kicked.
class LocalSearch final : public Strategy {
public:
    LocalSearch(const SearchProblem& problem, const StrategyOptions& options)
        : source_(problem, options),
          at_once_(std::clamp<size_t>(source_.variation().open().size() / 8, 1, 16)),
          openings_(source_.beginnings(2)) {}

    std::vector<Genome> ask() override {
        while (current_) {
            std::vector<Genome> genomes = nextNeighbours();
            if (!genomes.empty()) return genomes;
            current_.reset();
        }
        auto opening = nextOpening();
        if (!opening) return {};
        return {*std::move(opening)};
    }

    void tell(std::span<const Genome> genomes, std::span<const Rating> ratings) override {
        for (size_t i = 0; i < genomes.size(); ++i) {
            if (!best_ || better(ratings[i], best_->rating)) best_ = Place{genomes[i], ratings[i]};
            const bool moves = !current_ || better(ratings[i], current_->rating);
            if (moves) moveTo({genomes[i], ratings[i]});
        }
    }

private:
    struct Place {
        Genome genome;
        Rating rating;
    };
    struct Change {
        size_t decision;
        int32_t option;
    };

    void moveTo(Place place) {
        current_ = std::move(place);
        changes_.clear();
        const Variation& variation = source_.variation();
        for (const size_t d : variation.open()) {
            const int32_t now = current_->genome[d];
            for (int32_t option = 0; option < variation.options(d); ++option) {
                const bool near = !variation.ordered(d) || std::abs(option - now) <= kFarthestStep;
                if (option != now && near) changes_.push_back({d, option});
            }
        }
        for (size_t i = changes_.size(); i > 1; --i)
            std::swap(changes_[i - 1], changes_[source_.random().below(i)]);
    }

    std::vector<Genome> nextNeighbours() {
        std::vector<Genome> genomes;
        while (genomes.size() < at_once_ && !changes_.empty()) {
            Genome genome = current_->genome;
            genome[changes_.back().decision] = changes_.back().option;
            changes_.pop_back();
            genome = source_.problem().canonical(genome);
            if (source_.knownViolation(genome) > 0 || !source_.claim(genome)) continue;
            genomes.push_back(std::move(genome));
        }
        return genomes;
    }

    std::optional<Genome> nextOpening() {
        if (!openings_.empty()) {
            Genome genome = std::move(openings_.front());
            openings_.erase(openings_.begin());
            return genome;
        }
        kicked_ = !kicked_;
        if (!kicked_ || !best_) return source_.fresh();
        auto genome = source_.pick([&] {
            Genome kicked = best_->genome;
            for (int i = 0; i < kKick; ++i)
                source_.variation().changeOne(kicked, source_.random());
            return kicked;
        });
        return genome ? genome : source_.fresh();
    }

    GenomeSource source_;
    size_t at_once_;
    std::vector<Genome> openings_;
    bool kicked_ = true;
    std::optional<Place> current_;
    std::vector<Change> changes_;  ///< Neighbours that were not asked yet; the last is next.
    std::optional<Place> best_;
};

}  // namespace

StrategyInfo localSearchStrategy() {
    return {"local_search", "Local search",
            "One objective in a smooth landscape, or a few last improvements: moves to better neighbours, restarts.",
            false, [](const SearchProblem& problem, const StrategyOptions& options) -> std::unique_ptr<Strategy> {
                return std::make_unique<LocalSearch>(problem, options);
            }};
}

}  // namespace bw
