// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>

#include "assess/problems.h"
#include "base/random.h"
#include "generator/sample_networks.h"
#include "rewrite/rewrite.h"
#include "search/advice/search_advice.h"
#include "support/must.h"

namespace bw::test {

inline AssessmentContext contextFor(const std::string& id) {
    AssessmentContext context;
    context.target = support::must(support::must(TargetRegistry::load(BW_SOURCE_DIR "/models/targets")).find(id));
    context.estimator = support::must(Estimator::open(context.target, BW_SOURCE_DIR "/models"));
    return context;
}

using ProblemPtr = std::shared_ptr<const NetworkProblem>;

inline ProblemPtr problemFor(const Network& network, const AssessmentContext& context, NetworkProblem::Goals goals,
                             const SpaceOptions& options = {}) {
    const LoweredNetwork lowered = support::must(lower(network));
    return support::must(
        NetworkProblem::make(support::must(SearchSpace::make(network, lowered, context.target, options)), lowered,
                             context, std::move(goals)));
}

inline Genome randomGenome(const SearchProblem& problem, Random& random) {
    Genome genome;
    for (const Decision& decision : problem.decisions())
        genome.push_back(static_cast<int32_t>(random.below(decision.options.size())));
    return problem.canonical(genome);
}

/// Rates what is not rated yet and gives its place.
inline size_t rateInto(const SearchProblem& problem, const Genome& genome, std::vector<Evaluation>& evaluations) {
    const auto same = [&](const Evaluation& one) { return one.genome == genome; };
    const auto known = std::find_if(evaluations.begin(), evaluations.end(), same);
    if (known != evaluations.end()) return static_cast<size_t>(known - evaluations.begin());
    evaluations.push_back(
        {static_cast<int64_t>(evaluations.size()), genome, problem.rate(std::span(&genome, 1)).front()});
    return evaluations.size() - 1;
}

/// A search that needs no strategy: a hill climb from the network as it is.
inline std::vector<Evaluation> climb(const SearchProblem& problem, int steps, uint64_t seed) {
    Random random(seed);
    std::vector<Evaluation> evaluations;
    size_t at = rateInto(problem, problem.start(), evaluations);
    for (int i = 0; i < steps; ++i) {
        Genome genome = evaluations[at].genome;
        const size_t d = random.below(genome.size());
        genome[d] = static_cast<int32_t>(random.below(problem.decisions()[d].options.size()));
        const size_t next = rateInto(problem, problem.canonical(genome), evaluations);
        const Rating& a = evaluations[next].rating;
        const Rating& b = evaluations[at].rating;
        if (a.violation < b.violation || (a.violation == b.violation && a.objectives <= b.objectives)) at = next;
    }
    return evaluations;
}

inline Network applied(Network network, const std::vector<std::string>& commands, int64_t multiple = 1) {
    for (const std::string& command : commands)
        network = support::must(applyEdit(network, command, {.channel_multiple = multiple})).network;
    return network;
}

}  // namespace bw::test
