// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/strategies/genome_source.h"

#include <algorithm>
#include <limits>

namespace bw {
namespace {

/// A walk ends after so many genomes: of a space that large, random draws find most.
constexpr int64_t kLongestWalk = 200'000;
/// Genomes that the prior ranks, for each one that is chosen, and at most.
constexpr size_t kRanked = 20;
constexpr size_t kMostRanked = 400;

}  // namespace

size_t GenomeHash::operator()(const Genome& genome) const {
    uint64_t hash = 1469598103934665603ULL;
    for (const int32_t option : genome)
        hash = (hash ^ static_cast<uint64_t>(option)) * 1099511628211ULL;
    return static_cast<size_t>(hash);
}

GenomeSource::GenomeSource(const SearchProblem& problem, const StrategyOptions& options)
    : problem_(problem),
      variation_(problem.decisions()),
      random_(options.seed),
      stop_(options.stop),
      with_prior_(options.with_prior),
      cursor_(problem.decisions().size(), 0) {}

std::optional<Genome> GenomeSource::pick(const std::function<Genome()>& propose, int tries) {
    std::optional<Genome> least;
    double violation = std::numeric_limits<double>::infinity();
    for (int i = 0; i < tries && !stop_.stop_requested(); ++i) {
        Genome genome = problem_.canonical(propose());
        if (!isNew(genome)) continue;
        const double own = knownViolation(genome);
        if (own < violation) {
            violation = own;
            least = std::move(genome);
        }
        if (violation == 0) break;
    }
    if (!least || (violation > 0 && keeps_limits_)) return std::nullopt;
    keeps_limits_ = violation == 0;
    claim(*least);
    return least;
}

std::optional<Genome> GenomeSource::walk() {
    for (; !at_end_ && walked_ < kLongestWalk && !stop_.stop_requested(); ++walked_) {
        Genome genome = problem_.canonical(cursor_);
        size_t d = 0;
        while (d < cursor_.size() && ++cursor_[d] == variation_.options(d))
            cursor_[d++] = 0;
        at_end_ = d == cursor_.size();
        if (keeps_limits_ && knownViolation(genome) > 0) continue;
        if (claim(genome)) return genome;
    }
    return std::nullopt;
}

Genome GenomeSource::draw() {
    const bool many = variation_.open().size() >= 16;
    return many && random_.below(2) == 0 ? variation_.levelled(random_) : variation_.uniform(random_);
}

std::optional<Genome> GenomeSource::fresh() {
    auto genome = pick([this] { return draw(); });
    return genome ? genome : walk();
}

std::optional<Genome> GenomeSource::freshUniform() {
    auto genome = pick([this] { return variation_.uniform(random_); });
    return genome ? genome : walk();
}

std::optional<Genome> GenomeSource::near(const Genome& genome) {
    auto changed = pick([&] { return variation_.mutated(genome, random_); }, 32);
    return changed ? changed : fresh();
}

std::vector<Genome> GenomeSource::sample(size_t count) {
    std::vector<Genome> genomes;
    std::unordered_set<Genome, GenomeHash> taken;
    for (size_t tries = 0; genomes.size() < count && tries < 8 * count && !stop_.stop_requested(); ++tries) {
        Genome genome = problem_.canonical(draw());
        if (!isNew(genome) || knownViolation(genome) > 0 || !taken.insert(genome).second) continue;
        genomes.push_back(std::move(genome));
    }
    return genomes;
}

void GenomeSource::addByPrior(std::vector<Genome>& chosen, size_t count) {
    std::vector<std::pair<double, Genome>> ranked;
    for (Genome& genome : sample(std::min(kMostRanked, kRanked * count))) {
        if (stop_.stop_requested()) return;
        if (const auto prior = problem_.prior(genome)) ranked.emplace_back(*prior, std::move(genome));
    }
    std::stable_sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (auto& [prior, genome] : ranked) {
        if (chosen.size() >= count) break;
        if (claim(genome)) chosen.push_back(std::move(genome));
    }
}

std::vector<Genome> GenomeSource::beginnings(size_t count, bool around_start) {
    std::vector<Genome> chosen;
    const auto add = [&](Genome genome) {
        genome = problem_.canonical(genome);
        if (chosen.size() < count && knownViolation(genome) == 0 && claim(genome)) chosen.push_back(std::move(genome));
    };
    add(problem_.start());
    const bool limits_known = problem_.knownViolation(problem_.start()).has_value();
    // Where limits are known beforehand, all that the prior likes keeps them; else it may like only what breaks them.
    if (with_prior_) addByPrior(chosen, limits_known ? count : (count + 1) / 2);
    if (variation_.open().size() >= 16) {
        add(variation_.corner(false, random_));
        add(variation_.corner(true, random_));
    }
    const bool around = around_start && variation_.open().size() >= 16;
    while (chosen.size() < count) {
        auto genome = around && chosen.size() % 2 == 0 ? near(problem_.start()) : fresh();
        if (!genome) break;
        chosen.push_back(*std::move(genome));
    }
    return chosen;
}

}  // namespace bw
