// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/network/network_problem.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/text.h"

namespace bw {
namespace {

/// Genomes remembered; a long search forgets all and goes on.
constexpr size_t kMostKnown = 200'000;
/// Networks that are estimated together, so that the kernels they lack are evaluated at once.
constexpr size_t kBatch = 64;

Result<void> checkLimits(const std::vector<FigureLimit>& limits) {
    for (const FigureLimit& limit : limits) {
        const FigureInfo& info = figureInfo(limit.figure);
        const bool legal = std::isfinite(limit.limit) && (limit.figure == Figure::Score || limit.limit > 0 ||
                                                          (limit.limit == 0 && limit.figure == Figure::FusedShare));
        if (!legal) {
            return fail(ErrorCode::InvalidArgument, "the limit " + formatNumber(limit.limit) + " makes no sense",
                        std::string(info.id), "give a positive number");
        }
        const bool share = limit.figure == Figure::KeptWidth || limit.figure == Figure::FusedShare;
        if (share && limit.limit > 1) {
            return fail(ErrorCode::InvalidArgument,
                        "the limit " + formatNumber(limit.limit) + " can never be met: it is a share, at most 1",
                        std::string(info.id));
        }
        const auto same = std::count_if(limits.begin(), limits.end(),
                                        [&](const FigureLimit& other) { return other.figure == limit.figure; });
        if (same > 1) {
            return fail(ErrorCode::InvalidArgument, "it is limited twice", std::string(info.id),
                        "keep the tighter one");
        }
    }
    return {};
}

double fusedShareOf(const Network& network) {
    int fused = 0;
    int all = 0;
    for (const BlockPtr& block : network.blocks()) {
        if (block->kind->id == "fused_ibn") ++fused;
        if (block->kind->id == "fused_ibn" || block->kind->id == "ibn") ++all;
    }
    return all > 0 ? static_cast<double>(fused) / all : 0;
}

}  // namespace

size_t NetworkProblem::GenomeHash::operator()(const Genome& genome) const {
    uint64_t hash = 1469598103934665603ULL;
    for (const int32_t option : genome)
        hash = (hash ^ static_cast<uint64_t>(option)) * 1099511628211ULL;
    return static_cast<size_t>(hash);
}

Result<std::shared_ptr<const NetworkProblem>> NetworkProblem::make(SearchSpace space, const LoweredNetwork& lowered,
                                                                   AssessmentContext context, Goals goals,
                                                                   std::shared_ptr<const AccuracyScore> score) {
    if (space.log10Size() <= 0) {
        const std::string why = space.kept().empty() ? "" : ": " + space.kept().front();
        return fail(ErrorCode::InvalidArgument, "the search space is empty, nothing can be decided" + why, {},
                    "open more kinds of decisions, or thaw blocks");
    }
    if (goals.objectives.empty()) {
        return fail(ErrorCode::InvalidArgument, "a search needs an objective", {}, "name one: latency_ms");
    }
    for (const Figure figure : goals.objectives) {
        if (std::count(goals.objectives.begin(), goals.objectives.end(), figure) > 1) {
            return fail(ErrorCode::InvalidArgument, "the objective is named twice", std::string(figureInfo(figure).id));
        }
    }
    if (auto ok = checkLimits(goals.limits); !ok) return tl::unexpected(ok.error());
    const auto asks = [&](Figure figure) {
        return std::find(goals.objectives.begin(), goals.objectives.end(), figure) != goals.objectives.end() ||
               std::any_of(goals.limits.begin(), goals.limits.end(),
                           [&](const FigureLimit& limit) { return limit.figure == figure; });
    };
    if (asks(Figure::Latency) && context.estimator == nullptr) {
        return fail(ErrorCode::Unavailable, "the search needs latencies, which cannot be estimated on this target",
                    context.target.id, "choose another target, or search without latency");
    }
    if (score == nullptr) score = cheapScores().front().make(space.network(), lowered);
    const Capacity capacity(space.network(), lowered);
    const bool with_score = asks(Figure::Score);
    std::shared_ptr<NetworkProblem> problem(
        new NetworkProblem(std::move(space), std::move(context), std::move(goals), std::move(score), capacity));
    problem->with_latency_ = problem->context_.estimator != nullptr;
    problem->with_score_ = with_score;
    return problem;
}

NetworkProblem::NetworkProblem(SearchSpace space, AssessmentContext context, Goals goals,
                               std::shared_ptr<const AccuracyScore> score, Capacity capacity)
    : space_(std::move(space)),
      context_(std::move(context)),
      goals_(std::move(goals)),
      score_(std::move(score)),
      capacity_(std::move(capacity)) {
    for (const SpaceDecision& decision : space_.decisions())
        decisions_.push_back({decision.name, decision.options, decision.ordered, decision.weight});
    for (const Figure figure : goals_.objectives) {
        const FigureInfo& info = figureInfo(figure);
        const std::string label(figure == Figure::Score ? score_->label() : info.label);
        objectives_.push_back({std::string(info.id), label, std::string(info.unit), info.maximised});
    }
}

Result<NetworkFigures> NetworkProblem::count(const Network& network, const LoweredNetwork& lowered) const {
    const auto counted = countTotals(lowered.graph, context_, false);
    if (!counted) return tl::unexpected(counted.error());
    NetworkFigures figures;
    figures.parameters = counted->totals.parameters;
    figures.parameter_bytes = counted->totals.parameter_bytes;
    figures.peak_bytes = counted->totals.peak_activation_bytes;
    figures.macs = counted->totals.macs;
    figures.fused_share = fusedShareOf(network);
    figures.score = std::numeric_limits<double>::quiet_NaN();
    return figures;
}

void NetworkProblem::put(const Result<NetworkEstimate>& estimate, NetworkFigures& figures) {
    if (!estimate || estimate->coverage < 1) return;
    figures.latency_ms = estimate->latency_ms;
    figures.latency_low_ms = estimate->low_ms;
    figures.latency_high_ms = estimate->high_ms;
}

Result<NetworkFigures> NetworkProblem::figuresOf(const Network& network, const LoweredNetwork& lowered,
                                                 bool with_score) const {
    auto figures = count(network, lowered);
    if (!figures) return figures;
    figures->kept_width = space_.keptWidth(network);
    if (with_latency_) put(context_.estimator->estimate(lowered.graph, context_.precision), *figures);
    if (!with_score) return figures;
    const ScoredNetwork scored{&network, &lowered};
    const std::vector<double> scores = score_->score({&scored, 1});
    if (!scores.empty()) figures->score = scores.front();
    return figures;
}

void NetworkProblem::compute(std::span<const Genome> genomes, std::span<std::optional<NetworkFigures>> figures,
                             const std::stop_token& stop) const {
    std::vector<Network> networks;
    std::vector<LoweredNetwork> lowered;
    std::vector<size_t> index;
    networks.reserve(genomes.size());
    lowered.reserve(genomes.size());
    for (size_t i = 0; i < genomes.size(); ++i) {
        auto network = space_.build(genomes[i]);
        if (!network) continue;
        auto shapes = lower(*network, context_.precision);
        if (!shapes) continue;
        const auto counted = count(*network, *shapes);
        if (!counted) continue;
        figures[i] = *counted;
        figures[i]->kept_width = space_.keptWidth(genomes[i]);
        networks.push_back(*std::move(network));
        lowered.push_back(*std::move(shapes));
        index.push_back(i);
    }
    if (with_latency_ && !index.empty()) {
        std::vector<const OperatorGraph*> graphs;
        for (const LoweredNetwork& one : lowered)
            graphs.push_back(&one.graph);
        // One that cannot be estimated fails all of a batch.
        const auto estimates = context_.estimator->estimateAll(graphs, context_.precision);
        for (size_t k = 0; k < index.size(); ++k) {
            const auto one = estimates ? Result<NetworkEstimate>((*estimates)[k])
                                       : context_.estimator->estimate(lowered[k].graph, context_.precision);
            put(one, *figures[index[k]]);
        }
    }
    if (!with_score_) return;
    std::vector<ScoredNetwork> scored;
    for (size_t k = 0; k < index.size(); ++k)
        scored.push_back({&networks[k], &lowered[k]});
    const std::vector<double> scores = score_->score(scored, stop);
    for (size_t k = 0; k < scores.size(); ++k)
        figures[index[k]]->score = scores[k];
}

std::vector<std::optional<NetworkFigures>> NetworkProblem::figures(std::span<const Genome> genomes,
                                                                   std::stop_token stop) const {
    std::vector<std::optional<NetworkFigures>> result(genomes.size());
    std::vector<Genome> missing;
    std::vector<size_t> uses;
    std::unordered_map<Genome, size_t, GenomeHash> index;
    {
        const std::lock_guard lock(mutex_);
        for (size_t i = 0; i < genomes.size(); ++i) {
            const auto it = known_.find(genomes[i]);
            if (it != known_.end()) {
                result[i] = it->second;
                continue;
            }
            if (index.emplace(genomes[i], missing.size()).second) missing.push_back(genomes[i]);
            uses.push_back(i);
        }
    }
    std::vector<std::optional<NetworkFigures>> computed(missing.size());
    size_t done = 0;
    for (; done < missing.size(); done += kBatch) {
        if (stop.stop_requested()) break;
        const size_t size = std::min(kBatch, missing.size() - done);
        compute(std::span(missing).subspan(done, size), std::span(computed).subspan(done, size), stop);
        // A score that was stopped half-way must not be remembered.
        if (stop.stop_requested()) break;
    }
    done = std::min(done, missing.size());
    {
        const std::lock_guard lock(mutex_);
        if (known_.size() + done > kMostKnown) known_.clear();
        for (size_t k = 0; k < done; ++k)
            known_.emplace(missing[k], computed[k]);
    }
    for (const size_t i : uses) {
        const size_t k = index.at(genomes[i]);
        if (k >= done) {
            result.resize(i);
            return result;
        }
        result[i] = computed[k];
    }
    return result;
}

Rating NetworkProblem::ratingOf(const std::optional<NetworkFigures>& figures) const {
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    Rating rating;
    if (!figures) return {std::vector<double>(goals_.objectives.size(), kInfinity), kInfinity};
    for (const Figure figure : goals_.objectives) {
        const double value = figures->value(figure);
        if (std::isnan(value)) return {std::vector<double>(goals_.objectives.size(), kInfinity), kInfinity};
        rating.objectives.push_back(figureInfo(figure).maximised ? -value : value);
    }
    for (const FigureLimit& limit : goals_.limits)
        rating.violation += violationOf(*figures, limit);
    return rating;
}

std::vector<Rating> NetworkProblem::rate(std::span<const Genome> genomes, std::stop_token stop) const {
    std::vector<Genome> canonical;
    canonical.reserve(genomes.size());
    for (const Genome& genome : genomes)
        canonical.push_back(space_.canonical(genome));
    std::vector<Rating> ratings;
    ratings.reserve(genomes.size());
    for (const auto& figures : figures(canonical, std::move(stop)))
        ratings.push_back(ratingOf(figures));
    return ratings;
}

std::vector<double> NetworkProblem::features(const Genome& genome) const {
    std::vector<double> features = SearchProblem::features(genome);
    const auto log = [](int64_t count) { return std::log10(std::max(1.0, static_cast<double>(count))); };
    const auto network = space_.build(space_.canonical(genome));
    const auto lowered = network ? lower(*network, context_.precision) : tl::unexpected(network.error());
    features.push_back(lowered ? log(lowered->graph.totalMacs()) : 0);
    features.push_back(lowered ? log(lowered->graph.totalParameters()) : 0);
    return features;
}

std::optional<double> NetworkProblem::prior(const Genome& genome) const {
    if (goals_.objectives.front() != Figure::Score) return std::nullopt;
    const auto network = space_.build(space_.canonical(genome));
    const auto lowered = network ? lower(*network, context_.precision) : tl::unexpected(network.error());
    return lowered ? std::optional(-capacity_.of(*network, *lowered)) : std::nullopt;
}

}  // namespace bw
