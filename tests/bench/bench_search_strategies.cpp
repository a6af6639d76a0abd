// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <set>

#include "base/text.h"
#include "search/pareto/domination.h"
#include "search/pareto/hypervolume.h"
#include "search/strategies/strategy.h"
#include "support/nas_bench_macro_problem.h"

using bw::support::NasBenchMacroProblem;

namespace {

const char* const kTable = BW_SHARED_DATA "/accuracy/nas-bench-macro_cifar10.json";
/// Searches that find no optimum end here and count as this many.
constexpr int kMostTrainings = 800;
constexpr int kParetoTrainings = 350;
/// The corner of algorithms.md 2.2: 85 % and the most multiply-accumulates of all.
constexpr double kWorstAccuracy = 85;

struct Options {
    double max_flops = 57.6e6;
    int seeds = 100;
    int first_seed = 1;
    int pareto_seeds = 30;
    std::string strategy;
};

/// What a strategy asked for, rated, up to `most` networks; `done` may end it.
template <class Done>
std::vector<bw::Rating> train(const bw::StrategyInfo& info, const NasBenchMacroProblem& problem,
                              const bw::StrategyOptions& options, size_t most, const Done& done) {
    const auto strategy = info.make(problem, options);
    std::vector<bw::Rating> trained;
    while (trained.size() < most) {
        const auto genomes = strategy->ask();
        if (genomes.empty()) break;
        const auto ratings = problem.rate(genomes, {});
        for (const bw::Rating& rating : ratings) {
            trained.push_back(rating);
            if (trained.size() == most || done(rating)) return trained;
        }
        strategy->tell(genomes, ratings);
    }
    return trained;
}

void benchOptimum(const bw::StrategyInfo& info, const NasBenchMacroProblem& problem, const Options& options,
                  bool with_prior) {
    double best = 0;
    for (const auto& [genome, row] : problem.rows()) {
        if (problem.knownViolation(genome) == 0) best = std::max(best, row.accuracy);
    }
    double sum = 0;
    double square = 0;
    int found = 0;
    for (int i = 0; i < options.seeds; ++i) {
        const bw::StrategyOptions own{static_cast<uint64_t>(options.first_seed + i), with_prior, kMostTrainings};
        bool reached = false;
        const auto trained = train(info, problem, own, kMostTrainings, [&](const bw::Rating& rating) {
            reached = reached || (rating.violation == 0 && rating.objectives[0] <= -best);
            return reached;
        });
        const double count = reached ? static_cast<double>(trained.size()) : kMostTrainings;
        sum += count;
        square += count * count;
        found += reached ? 1 : 0;
    }
    const double mean = sum / options.seeds;
    const std::string name = std::string(info.id) + (with_prior ? "_with_prior" : "");
    std::printf("optimum_%s %.1f trainings\n", name.c_str(), mean);
    std::printf("optimum_%s_error %.1f trainings\n", name.c_str(),
                std::sqrt(std::max(0.0, square / options.seeds - mean * mean) / options.seeds));
    std::printf("optimum_%s_found %d of %d\n", name.c_str(), found, options.seeds);
    std::fflush(stdout);
}

void benchPareto(const bw::StrategyInfo& info, const NasBenchMacroProblem& problem, const Options& options) {
    std::vector<std::vector<double>> all;
    double most_macs = 0;
    for (const auto& [genome, row] : problem.rows()) {
        all.push_back({-row.accuracy, row.macs});
        most_macs = std::max(most_macs, row.macs);
    }
    const std::vector<double> corner = {-kWorstAccuracy, most_macs};
    std::set<std::vector<double>> front;
    for (const auto& point : all) {
        const bool beaten = std::any_of(all.begin(), all.end(), [&](const std::vector<double>& other) {
            return bw::dominates(std::span(other), std::span(point));
        });
        if (!beaten) front.insert(point);
    }
    double share = 0;
    double found = 0;
    for (int i = 0; i < options.pareto_seeds; ++i) {
        const bw::StrategyOptions own{static_cast<uint64_t>(options.first_seed + i), false, kParetoTrainings};
        std::vector<std::vector<double>> points;
        for (const bw::Rating& rating :
             train(info, problem, own, kParetoTrainings, [](const bw::Rating&) { return false; })) {
            points.push_back(rating.objectives);
            found += front.contains(rating.objectives) ? 1 : 0;
        }
        share += bw::hypervolume(points, corner) / bw::hypervolume(all, corner);
    }
    std::printf("front_%s_hypervolume %.2f %%\n", std::string(info.id).c_str(), 100 * share / options.pareto_seeds);
    std::printf("front_%s_points %.1f %%\n", std::string(info.id).c_str(),
                100 * found / (options.pareto_seeds * static_cast<double>(front.size())));
    std::fflush(stdout);
}

bool parse(int argc, char** argv, Options& options) {
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string name = argv[i];
        const auto number = bw::parseNumber(argv[i + 1]);
        if (name == "--strategy")
            options.strategy = argv[i + 1];
        else if (name == "--max-flops" && number)
            options.max_flops = *number < 1e5 ? *number * 1e6 : *number;
        else if (name == "--seeds" && number)
            options.seeds = static_cast<int>(*number);
        else if (name == "--first-seed" && number)
            options.first_seed = static_cast<int>(*number);
        else if (name == "--pareto-seeds" && number)
            options.pareto_seeds = static_cast<int>(*number);
        else
            return false;
    }
    return argc % 2 == 1;
}

}  // namespace

/// Trainings to the best network within a limit on multiply-accumulates, and fronts of accuracy against these, on the
/// 3,969 distinct networks of NAS-Bench-Macro. A training is one distinct network rated.
int main(int argc, char** argv) {
    Options options;
    if (!parse(argc, argv, options)) {
        std::fprintf(stderr,
                     "bench_search_strategies [--max-flops 57.6e6] [--seeds 100] [--first-seed 1] [--pareto-seeds 30] "
                     "[--strategy ID]\nlimits below 100000 are millions, 0 is none\n");
        return 2;
    }
    const NasBenchMacroProblem one(kTable, options.max_flops, false);
    const NasBenchMacroProblem two(kTable, 0, true);
    if (!one.isThere()) {
        std::fprintf(stderr, "skipped: no table at %s\n", kTable);
        return 0;
    }
    std::printf("max_flops %.0f macs\n", options.max_flops);
    for (const bw::StrategyInfo& info : bw::strategies()) {
        if (!options.strategy.empty() && options.strategy != info.id) continue;
        if (options.seeds > 0) {
            benchOptimum(info, one, options, false);
            benchOptimum(info, one, options, true);
        }
        if (info.pareto && options.pareto_seeds > 0) benchPareto(info, two, options);
    }
    return 0;
}
