// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Figures of automatic curation. For every target with an estimator: the lanes' steps that were recovered beside the
// accelerator's own parameters, and how rough latency is with every channel count and over the curated space, sampled
// at points of its own. Then what curation does for evolution: rated networks to the quality that the space with every
// channel count reaches at the end, and the spread of the last answer over seeds.
//   bench_curation [NETWORK.blockwright] [--targets a,b] [--seeds 10] [--evaluations 1500]
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>
#include <string>

#include "base/text.h"
#include "estimate/parametric_estimator.h"
#include "io/open_model.h"
#include "search/curation/curate.h"
#include "search/run/search_run.h"

namespace {

using bw::Figure;

struct Settings {
    std::string file = BW_SOURCE_DIR "/models/samples/presence_detector.blockwright";
    std::vector<std::string> targets;
    int seeds = 10;
    int64_t evaluations = 1500;
};

std::optional<Settings> settingsOf(int argc, char** argv) {
    Settings settings;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        const auto value = [&] { return i + 1 < argc ? std::string(argv[++i]) : std::string(); };
        if (word == "--targets") {
            settings.targets = bw::split(value(), ',');
        } else if (word == "--seeds") {
            settings.seeds = static_cast<int>(bw::parseInteger(value()).value_or(0));
        } else if (word == "--evaluations") {
            settings.evaluations = bw::parseInteger(value()).value_or(0);
        } else if (word.starts_with("--")) {
            return std::nullopt;
        } else {
            settings.file = word;
        }
    }
    return settings.seeds > 0 && settings.evaluations > 0 ? std::optional(settings) : std::nullopt;
}

void line(const std::string& target, const char* name, double value, const char* unit = "1") {
    std::printf("%s_%s %.4g %s\n", target.c_str(), name, value, unit);
    std::fflush(stdout);
}

/// Every channel count.
bw::SpaceOptions everyStep() {
    bw::SpaceOptions options;
    options.multiple = 1;
    return options;
}

bw::Roughness roughness(const bw::SearchSpace& space, const bw::LoweredNetwork& lowered,
                        const bw::AssessmentContext& context) {
    const auto problem = bw::NetworkProblem::make(space, lowered, context, {{Figure::Latency}, {}}).value();
    return bw::sampleRoughness(bw::landscapeAxes(space), bw::latencyCost(*problem), 1000, 4711);
}

void printRoughness(const std::string& target, const std::string& which, const bw::Roughness& r) {
    line(target, (which + "_violations").c_str(), 100 * r.violations, "%");
    line(target, (which + "_plateaus").c_str(), 100 * r.plateaus, "%");
    line(target, (which + "_false_minima").c_str(), 100 * r.false_minima, "%");
    line(target, (which + "_total_variation").c_str(), r.total_variation);
    line(target, (which + "_autocorrelation").c_str(), r.autocorrelation);
}

/// Latency of the best network at no loss of capacity, after every generation.
std::vector<bw::ProgressPoint> evolve(const bw::SearchSpace& space, const bw::LoweredNetwork& lowered,
                                      const bw::AssessmentContext& context, const Settings& settings, uint64_t seed) {
    const auto problem =
        bw::NetworkProblem::make(space, lowered, context, {{Figure::Latency}, {{Figure::Score, -0.02}}}).value();
    bw::RunOptions options;
    options.strategy = "aging_evolution";
    options.seed = seed;
    options.evaluations = settings.evaluations;
    bw::RunControl control;
    return bw::runSearch(*problem, options, control).value().last.points;
}

double bestOf(const bw::ProgressPoint& point) {
    return point.best.empty() || std::isnan(point.best.front()) ? INFINITY : point.best.front();
}

double mean(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double spread(const std::vector<double>& values) {
    const double middle = mean(values);
    double sum = 0;
    for (const double value : values)
        sum += (value - middle) * (value - middle);
    return std::sqrt(sum / static_cast<double>(std::max<size_t>(1, values.size() - 1)));
}

void benchEvolution(const std::string& target, const bw::SearchSpace& every, const bw::SearchSpace& curated,
                    const bw::LoweredNetwork& lowered, const bw::AssessmentContext& context, const Settings& settings) {
    std::vector<double> last_every;
    std::vector<double> last_curated;
    std::vector<std::vector<bw::ProgressPoint>> runs;
    for (int seed = 1; seed <= settings.seeds; ++seed) {
        const auto number = static_cast<uint64_t>(seed);
        last_every.push_back(bestOf(evolve(every, lowered, context, settings, number).back()));
        runs.push_back(evolve(curated, lowered, context, settings, number));
        last_curated.push_back(bestOf(runs.back().back()));
    }
    const double quality = mean(last_every);
    std::vector<double> needed;
    for (const auto& points : runs) {
        const auto reached = std::find_if(points.begin(), points.end(),
                                          [&](const bw::ProgressPoint& point) { return bestOf(point) <= quality; });
        needed.push_back(static_cast<double>(reached == points.end() ? settings.evaluations : reached->evaluations));
    }
    line(target, "evolution_every_step", quality, "ms");
    line(target, "evolution_curated", mean(last_curated), "ms");
    line(target, "evolution_to_same_quality", mean(needed), "networks");
    line(target, "evolution_speedup", static_cast<double>(settings.evaluations) / mean(needed), "x");
    line(target, "evolution_spread_every_step", spread(last_every), "ms");
    line(target, "evolution_spread_curated", spread(last_curated), "ms");
}

void bench(const bw::Document& document, const bw::TargetProfile& target, const Settings& settings) {
    bw::AssessmentContext context;
    context.target = target;
    context.precision = target.npu.measuredPrecision();
    const auto estimator = bw::openOrParametric(target, BW_SOURCE_DIR "/models").estimator;
    if (!estimator) return;
    context.estimator = *estimator;
    const bw::LoweredNetwork lowered = bw::lower(document.network, context.precision).value();
    const auto curation = bw::curate(document.network, lowered, context);
    if (!curation) {
        std::fprintf(stderr, "%s: %s\n", target.id.c_str(), curation.error().text().c_str());
        return;
    }
    line(target.id, "output_step", static_cast<double>(curation->lanes.output), "channels");
    line(target.id, "output_lanes", static_cast<double>(target.npu.output_lanes), "channels");
    line(target.id, "input_step", static_cast<double>(curation->lanes.input), "channels");
    line(target.id, "input_lanes", static_cast<double>(target.npu.input_lanes), "channels");
    line(target.id, "depthwise_step", static_cast<double>(curation->lanes.depthwise), "channels");
    line(target.id, "log10_before", curation->log10_before);
    line(target.id, "log10_after", curation->log10_after);
    line(target.id, "networks_estimated", static_cast<double>(curation->evaluations), "networks");
    const bw::SearchSpace every = bw::SearchSpace::make(document.network, lowered, target, everyStep()).value();
    printRoughness(target.id, "every_step", roughness(every, lowered, context));
    printRoughness(target.id, "curated", roughness(curation->space, lowered, context));
    benchEvolution(target.id, every, curation->space, lowered, context, settings);
}

}  // namespace

int main(int argc, char** argv) {
    const auto settings = settingsOf(argc, argv);
    if (!settings) {
        std::fprintf(stderr, "usage: bench_curation [NETWORK] [--targets a,b] [--seeds N] [--evaluations N]\n");
        return 2;
    }
    const auto opened = bw::openModel(settings->file);
    const auto targets = bw::TargetRegistry::load(BW_SOURCE_DIR "/models/targets");
    if (!opened || !targets) {
        std::fprintf(stderr, "%s\n", (opened ? targets.error() : opened.error()).text().c_str());
        return 2;
    }
    for (const auto& [id, target] : targets->all()) {
        const auto& wanted = settings->targets;
        if (wanted.empty() || std::count(wanted.begin(), wanted.end(), id) > 0) {
            bench(opened->document, target, *settings);
        }
    }
    return 0;
}
