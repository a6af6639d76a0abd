// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Search in a space of more than 10^30 networks: a chain of 60 inverted bottlenecks with everything decided per block.
// The front after --seconds on one core beside the best of --long-runs longer ones: hypervolume against one reference
// for all, and the latency at no loss of capacity.
//   bench_space [--seconds 60] [--seeds 3] [--long-runs 20] [--long-seconds 600] [--target neural-engine]
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <string>

#include "base/text.h"
#include "search/curation/curate.h"
#include "search/pareto/hypervolume.h"
#include "search/run/search_run.h"

namespace {

using bw::Figure;

/// Four stages of fifteen blocks at 16, 32, 64 and 128 channels.
bw::Network sixtyBlocks() {
    bw::NetworkDraft draft;
    draft.setName("sixty");
    bw::Port last{draft.add(*bw::findBlockKind("input"), "input", {}, {}), 0};
    last = {draft.add(*bw::findBlockKind("conv"), "stem", {{"channels", int64_t{16}}, {"stride", int64_t{2}}}, {last}),
            0};
    for (int i = 0; i < 60; ++i) {
        const bool first = i % 15 == 0;
        const bw::Attributes a{{"channels", int64_t{16} << (i / 15)},
                               {"expansion", 4.0},
                               {"stride", int64_t{first ? 2 : 1}},
                               {"residual", !first}};
        last = {draft.add(*bw::findBlockKind("ibn"), "ibn_" + std::to_string(i + 1), a, {last}), 0};
    }
    draft.setOutputs({last});
    return draft.commit().value();
}

struct Outcome {
    std::vector<std::vector<double>> front;
    int64_t evaluations = 0;
};

Outcome run(const bw::NetworkProblem& problem, double seconds, uint64_t seed) {
    bw::RunOptions options;
    options.seed = seed;
    options.seconds = seconds;
    // What one core rates in that time at least; strategies size populations by it.
    options.evaluations = std::max<int64_t>(1000, static_cast<int64_t>(seconds * 1000));
    bw::RunControl control;
    const auto result = bw::runSearch(problem, options, control).value();
    Outcome outcome;
    outcome.evaluations = result.last.evaluations;
    for (const bw::Evaluation& evaluation : result.last.front)
        outcome.front.push_back(evaluation.rating.objectives);
    return outcome;
}

/// Least latency among those that lose no capacity.
double latencyAtScore(const Outcome& outcome) {
    double least = INFINITY;
    for (const auto& objectives : outcome.front) {
        if (objectives[1] <= 0) least = std::min(least, objectives[0]);
    }
    return least;
}

}  // namespace

int main(int argc, char** argv) {
    std::map<std::string, double> settings = {
        {"--seconds", 60}, {"--seeds", 3}, {"--long-runs", 20}, {"--long-seconds", 600}};
    std::string target = "neural-engine";
    for (int i = 1; i + 1 < argc; i += 2) {
        if (std::string(argv[i]) == "--target") target = argv[i + 1];
        const auto known = settings.find(argv[i]);
        if (known != settings.end()) known->second = bw::parseNumber(argv[i + 1]).value_or(known->second);
    }
    const bw::Network network = sixtyBlocks();
    const bw::LoweredNetwork lowered = bw::lower(network).value();
    bw::AssessmentContext context;
    context.target = bw::TargetRegistry::load(BW_SOURCE_DIR "/models/targets").value().find(target).value();
    context.estimator = bw::Estimator::open(context.target, BW_SOURCE_DIR "/models").value();
    const auto curation = bw::curate(network, lowered, context).value();
    std::printf("log10_space %.4g 1\n", curation.log10_after);
    std::fflush(stdout);
    const auto problem = [&] {
        return bw::NetworkProblem::make(curation.space, lowered, context, {{Figure::Latency, Figure::Score}, {}})
            .value();
    };
    std::vector<Outcome> outcomes;
    const auto seeds = static_cast<int>(settings["--seeds"]);
    const auto long_runs = static_cast<int>(settings["--long-runs"]);
    for (int k = 0; k < seeds + long_runs; ++k) {
        const bool is_long = k >= seeds;
        // A problem of its own each time: nothing is remembered from the run before.
        outcomes.push_back(run(*problem(), settings[is_long ? "--long-seconds" : "--seconds"],
                               static_cast<uint64_t>(is_long ? 1000 + k : k + 1)));
        std::printf("%s_%d_evaluations %lld networks\n", is_long ? "long" : "short", is_long ? k - seeds + 1 : k + 1,
                    static_cast<long long>(outcomes.back().evaluations));
        std::fflush(stdout);
    }
    std::vector<double> reference = {-INFINITY, -INFINITY};
    for (const Outcome& outcome : outcomes) {
        for (const auto& objectives : outcome.front) {
            for (size_t i = 0; i < 2; ++i)
                reference[i] = std::max(reference[i], objectives[i]);
        }
    }
    double best_volume = 0;
    double best_latency = INFINITY;
    for (const Outcome& outcome : outcomes) {
        best_volume = std::max(best_volume, bw::hypervolume(outcome.front, reference));
        best_latency = std::min(best_latency, latencyAtScore(outcome));
    }
    for (int k = 0; k < seeds; ++k) {
        const Outcome& outcome = outcomes[static_cast<size_t>(k)];
        std::printf("short_%d_hypervolume %.2f %%\n", k + 1,
                    100 * bw::hypervolume(outcome.front, reference) / best_volume);
        std::printf("short_%d_latency_above_best %.2f %%\n", k + 1, 100 * (latencyAtScore(outcome) / best_latency - 1));
    }
    return 0;
}
