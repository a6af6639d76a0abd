// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How well a supernet ranks networks: Kendall's tau against stand-alone trainings of random networks of its space, with
// and without recalibrated normalisation, beside that of two seeds of the stand-alone trainings and of what costs
// nothing. Options: --networks N, --repeats N (of which a second seed is trained), --epochs E, --supernet-epochs E,
// --count N (pictures), --side PX, --difficulty D, --set porch, --seed N.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/install_paths.h"
#include "learn/combined/stage_report.h"
#include "learn/data/cached_data_set.h"
#include "learn/data/data_source.h"
#include "learn/supernet/supernet.h"
#include "support/chain.h"

using namespace bw;
using bw::support::must;

namespace {

using Clock = std::chrono::steady_clock;

double since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

Network smallNetwork(int64_t side) {
    test::Chain chain({1, 3, side, side});
    const auto block = [&](const char* kind, int64_t channels, int64_t stride, bool residual, const char* name) {
        Attributes attributes = {{"channels", channels}, {"stride", stride}, {"batch_norm", true}, {"bias", false}};
        if (std::string_view(kind) == "ibn") {
            attributes.set("expansion", 4.0);
            attributes.set("residual", residual);
        } else {
            attributes.set("kernel", int64_t{3});
        }
        chain.then(kind, attributes, name);
    };
    block("conv", 16, 2, false, "stem");
    block("ibn", 16, 1, true, "ibn_1");
    block("ibn", 24, 2, false, "ibn_2");
    block("ibn", 24, 1, true, "ibn_3");
    block("ibn", 40, 2, false, "ibn_4");
    block("ibn", 40, 1, true, "ibn_5");
    block("ibn", 64, 2, false, "ibn_6");
    chain.then("global_pool", {{"form", std::string("mean_flat")}}, "pool");
    chain.then("dense", {{"channels", int64_t{5}}}, "classes");
    return chain.network();
}

std::shared_ptr<const DataSet> openSet(const std::map<std::string, std::string>& settings) {
    DataSource source;
    source.format = settings.at("--set");
    source.difficulty = std::stod(settings.at("--difficulty"));
    source.count = std::stoll(settings.at("--count"));
    source.width = source.height = std::stoi(settings.at("--side"));
    return std::make_shared<const CachedDataSet>(must(openDataSet(source)), int64_t{512} << 20);
}

}  // namespace

int main(int argc, char** argv) {
    std::map<std::string, std::string> settings = {
        {"--networks", "40"}, {"--repeats", "20"}, {"--epochs", "4"}, {"--supernet-epochs", "12"}, {"--count", "8000"},
        {"--side", "32"},     {"--set", "porch"},  {"--seed", "1"},   {"--difficulty", "0"}};
    for (int i = 1; i + 1 < argc; i += 2)
        settings[argv[i]] = argv[i + 1];
    const auto number = [&](const char* name) { return std::stoi(settings.at(name)); };
    const auto set = openSet(settings);
    const Network network = smallNetwork(number("--side"));
    const LoweredNetwork lowered = must(lower(network));
    const auto target = must(must(TargetRegistry::load(modelsDirectory() + "/targets")).find("neural-engine"));
    SpaceOptions space_options = SpaceOptions::none();
    for (const DecisionKind kind :
         {DecisionKind::Width, DecisionKind::Fusion, DecisionKind::Kernel, DecisionKind::Expansion})
        space_options[kind] = true;
    space_options.multiple = 8;
    space_options.most_width = 1;
    space_options.most_expansion = 4;
    const SearchSpace space = must(SearchSpace::make(network, lowered, target, space_options));
    std::printf("network_macs %.3g 1\nspace %.1f log10\n", double(lowered.graph.totalMacs()), space.log10Size());

    SupernetOptions options;
    options.train.epochs = number("--supernet-epochs");
    options.train.batch = 16;
    options.train.learning_rate = 0.006;
    options.train.seed = static_cast<uint64_t>(number("--seed"));
    auto supernet = must(Supernet::make(space, set, options));
    const auto started = Clock::now();
    if (const auto learnt = supernet->train(); !learnt) {
        std::printf("%s\n", learnt.error().text().c_str());
        return 1;
    }
    std::printf("supernet_training %.0f s\n", since(started));
    std::fflush(stdout);

    TrainOptions train;
    train.epochs = number("--epochs");
    train.batch = options.train.batch;
    train.learning_rate = options.train.learning_rate;
    train.judge_every = train.epochs;
    Random random(static_cast<uint64_t>(number("--seed")) + 100);
    std::vector<double> alone, again, first, shared, macs, parameters;
    std::set<Genome> seen;
    double judge_s = 0, train_s = 0;
    std::vector<Network> networks;
    while (networks.size() < static_cast<size_t>(number("--networks"))) {
        const Genome genome = space.canonical(supernet->drawn(random));
        if (seen.insert(genome).second) networks.push_back(must(space.build(genome)));
    }
    for (const Network& one : networks) {
        const auto judging = Clock::now();
        shared.push_back(must(supernet->judge(one)).main());
        judge_s += since(judging);
        const FittedNetwork fitted = must(fitToData(one, set->info(), 0, 0));
        macs.push_back(static_cast<double>(fitted.lowered.graph.totalMacs()));
        parameters.push_back(static_cast<double>(fitted.lowered.graph.totalParameters()));
        const auto training = Clock::now();
        train.seed = 1;
        alone.push_back(must(trainNetwork(fitted, set, train)).metrics.main());
        train_s += since(training);
        if (again.size() < static_cast<size_t>(number("--repeats"))) {
            train.seed = 2;
            first.push_back(alone.back());
            again.push_back(must(trainNetwork(fitted, set, train)).metrics.main());
        }
        std::printf("  %2zu alone %.4f supernet %.4f macs %.3g\n", alone.size(), alone.back(), shared.back(),
                    macs.back());
        std::fflush(stdout);
    }
    const auto count = static_cast<double>(networks.size());
    std::printf("alone_training %.1f s\nsupernet_judging %.2f s\n", train_s / count, judge_s / count);
    std::printf("alone_least %.2f %%\nalone_most %.2f %%\n", 100 * *std::min_element(alone.begin(), alone.end()),
                100 * *std::max_element(alone.begin(), alone.end()));
    const double tau = kendall(shared, alone);
    std::printf("kendall_supernet %.3f 1\n", tau);
    if (again.size() > 1) {
        const double ceiling = kendall(first, again);
        std::printf("kendall_between_seeds %.3f 1\nkendall_of_ceiling %.2f 1\n", ceiling, tau / ceiling);
    }
    std::printf("kendall_macs %.3f 1\nkendall_parameters %.3f 1\n", kendall(macs, alone), kendall(parameters, alone));

    // The same weights judged with statistics of no network in particular.
    supernet->setCalibrationBatches(0);
    std::vector<double> uncalibrated;
    for (const Network& one : networks)
        uncalibrated.push_back(must(supernet->judge(one)).main());
    std::printf("kendall_without_calibration %.3f 1\n", kendall(uncalibrated, alone));
    return 0;
}
