// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/explore/prepare_search.h"

#include <algorithm>
#include <cmath>

#include "base/sha256.h"
#include "base/text.h"
#include "io/document.h"
#include "search/explore/reachable.h"
#include "search/scores/score_table.h"

namespace bw {
namespace {

/// Share of the progress that curation takes.
constexpr double kCurationShare = 0.9;

bool asksFor(const SearchSpec& spec, Figure figure) {
    const auto limits = [figure](const std::vector<FigureLimit>& list) {
        return std::any_of(list.begin(), list.end(),
                           [figure](const FigureLimit& limit) { return limit.figure == figure; });
    };
    return std::count(spec.objectives.begin(), spec.objectives.end(), figure) > 0 || limits(spec.limits) ||
           limits(spec.relative);
}

Result<SearchSpace> spaceOf(const Network& network, const LoweredNetwork& lowered, const AssessmentContext& context,
                            const SearchSpec& spec, std::optional<Curation>& curation, const std::stop_token& stop,
                            const std::function<void(double)>& progressed) {
    if (!spec.curated) {
        auto space = SearchSpace::make(network, lowered, context.target, spec.space, stop);
        if (!space) return space;
        return withOwnOptions(*std::move(space), lowered, spec.own);
    }
    CurationOptions options;
    options.space = spec.space;
    options.own = spec.own;
    auto made = curate(network, lowered, context, options, stop, [&](double share) {
        if (progressed) progressed(kCurationShare * share);
    });
    if (!made) return tl::unexpected(made.error());
    curation = *std::move(made);
    return curation->space;
}

/// The limits relative to the network as numbers, behind those given as numbers.
Result<std::vector<FigureLimit>> limitsOf(const SearchSpec& spec, const NetworkFigures& now) {
    std::vector<FigureLimit> limits = spec.limits;
    for (const FigureLimit& relative : spec.relative) {
        const double present = now.value(relative.figure);
        const std::string id(figureInfo(relative.figure).id);
        if (std::isnan(present)) {
            return fail(ErrorCode::Unavailable, "it is limited by its present value, which is not known", id,
                        "give the limit as a number");
        }
        limits.push_back({relative.figure, present * relative.limit});
    }
    return limits;
}

/// What decides the answer of a search, but for its budget of time.
std::string identityOf(const Network& network, const AssessmentContext& context, SearchSpec spec) {
    spec.network.clear();
    spec.run.seconds = 0;
    spec.run.threads = 1;
    Document document;
    document.network = network;
    document.target_id = context.target.id;
    document.precision = context.precision;
    document.memory_profile = context.memory_profile;
    const std::string estimator = context.estimator ? context.estimator->id() : "none";
    return sha256Hex(writeDocument(document) + "\n" + estimator + "\n" + searchSpecText(spec));
}

}  // namespace

Result<PreparedSearch> prepareSearch(const Network& network, const LoweredNetwork& lowered,
                                     const AssessmentContext& context, const SearchSpec& spec, std::stop_token stop,
                                     const std::function<void(double)>& progressed) {
    if (auto known = findStrategy(spec.run.strategy); !known) return tl::unexpected(known.error());
    if (asksFor(spec, Figure::Latency) && context.estimator == nullptr) {
        return fail(ErrorCode::Unavailable, "the search needs latencies, which cannot be estimated on this target",
                    context.target.id, "choose another target, or search without latency");
    }
    const auto score = makeScore(spec.score, network, lowered);
    if (!score) return tl::unexpected(score.error());
    PreparedSearch prepared;
    auto space = spaceOf(network, lowered, context, spec, prepared.curation, stop, progressed);
    if (!space) return tl::unexpected(space.error());
    const auto unlimited = NetworkProblem::make(*space, lowered, context, {spec.objectives, {}}, *score);
    if (!unlimited) return tl::unexpected(unlimited.error());
    const auto now = (*unlimited)->figuresOf(network, lowered, asksFor(spec, Figure::Score));
    if (!now) return tl::unexpected(now.error());
    if (asksFor(spec, Figure::Latency) && !now->latency_ms) {
        return fail(ErrorCode::Unavailable, "the network holds operators whose latency is not known", context.target.id,
                    "choose another target, or search without latency");
    }
    prepared.now = *now;
    const auto limits = limitsOf(spec, *now);
    if (!limits) return tl::unexpected(limits.error());
    auto problem = NetworkProblem::make(*space, lowered, context, {spec.objectives, *limits}, *score);
    if (!problem) return tl::unexpected(problem.error());
    prepared.problem = *std::move(problem);
    if (auto ok = checkReachable(*prepared.problem, lowered, !findScore(spec.score)->needs_torch, stop); !ok) {
        return tl::unexpected(ok.error());
    }
    prepared.identity = identityOf(network, context, spec);
    if (progressed) progressed(1);
    return prepared;
}

}  // namespace bw
