// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a regressor over the parametric model does on architecture families that it never saw, and what measuring around
// its worst kernels gains over measuring more networks at random. Options: --target ID (neural-engine without it),
// --seed N, --only families or adaptive, --family NAME (that family alone), --worst N (operators of the family whose
// errors weigh most).
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "io/open_model.h"
#include "lowering/lower.h"
#include "measure/adaptive_sampling.h"
#include "measure/network_sampler.h"
#include "measure/train_regressor.h"

using namespace bw;

namespace {

/// With eleven families to train on, as many networks as a bundled regressor learns from.
constexpr int kNetworksOfFamily = 180;
constexpr int kRounds = 3;
constexpr size_t kSmallNetworks = 250;  ///< Measured around bad kernels in each round.

std::vector<size_t> allOf(const LabelledNetworks& data) {
    std::vector<size_t> all(data.networks.size());
    std::iota(all.begin(), all.end(), size_t{0});
    return all;
}

size_t kernelsOf(const LabelledNetworks& data) {
    size_t kernels = 0;
    for (const LabelledNetwork& network : data.networks)
        kernels += network.queries.size();
    return kernels;
}

std::shared_ptr<const KernelPredictor> train(const TargetProfile& target, const LabelledNetworks& data, uint64_t seed) {
    TrainRegressorOptions options;
    options.seed = seed;
    const auto report = trainRegressor(target, data, options);
    if (!report) {
        std::printf("# %s\n", report.error().text().c_str());
        return nullptr;
    }
    const auto predictor = KernelPredictor::create(target, report->regressor);
    return predictor ? *predictor : nullptr;
}

/// The operators by which networks are missed most: their share of the time times their error, by type.
void printWorst(const KernelPredictor& predictor, const LabelledNetworks& data, int count) {
    struct Miss {
        double cycles = 0.0;
        std::string text;
    };
    std::vector<Miss> misses;
    for (const LabelledNetwork& network : data.networks) {
        const auto predicted = predictor.predict(network.queries);
        const double total = std::accumulate(network.cycles.begin(), network.cycles.end(), 0.0);
        for (size_t i = 0; predicted && i < network.queries.size(); ++i) {
            const Kernel& k = network.queries[i].kernel;
            const double missed = ((*predicted)[i].cycles - network.cycles[i]) / total;
            char line[200];
            std::snprintf(
                line, sizeof line, "#   %-12s %lldx%lldx%lld -> %lldx%lldx%lld k%d off by %.0f %%, %.1f %% of %s",
                std::string(opTypeId(k.type)).c_str(), static_cast<long long>(k.in_h), static_cast<long long>(k.in_w),
                static_cast<long long>(k.in_c), static_cast<long long>(k.out_h), static_cast<long long>(k.out_w),
                static_cast<long long>(k.out_c), k.kernel_h, ((*predicted)[i].cycles / network.cycles[i] - 1.0) * 100,
                missed * 100, network.id.c_str());
            misses.push_back({std::abs(missed), line});
        }
    }
    std::stable_sort(misses.begin(), misses.end(), [](const Miss& a, const Miss& b) { return a.cycles > b.cycles; });
    for (size_t i = 0; i < misses.size() && std::cmp_less(i, count); ++i)
        std::printf("%s\n", misses[i].text.c_str());
}

/// Trains on all families but one, and on nothing mixed, and tests on that one; for each.
void benchFamilies(const TargetProfile& target, uint64_t seed, const std::string& only, int worst) {
    Random random(seed);
    std::vector<std::vector<OperatorGraph>> graphs(kNetworkFamilyCount - 1);
    for (size_t family = 0; family < graphs.size(); ++family) {
        for (int i = 0; i < kNetworksOfFamily; ++i)
            graphs[family].push_back(sampleNetwork(random, static_cast<NetworkFamily>(family)));
    }
    double within = 0.0, least = 1.0;
    for (size_t out = 0; out < graphs.size(); ++out) {
        if (!only.empty() && only != networkFamilyId(static_cast<NetworkFamily>(out))) continue;
        std::vector<OperatorGraph> others;
        for (size_t family = 0; family < graphs.size(); ++family) {
            if (family != out) others.insert(others.end(), graphs[family].begin(), graphs[family].end());
        }
        const auto predictor = train(target, measureParametric(target, others), seed);
        const LabelledNetworks unseen = measureParametric(target, graphs[out]);
        const auto found = predictor ? evaluateRegressor(*predictor, unseen, allOf(unseen))
                                     : Result<EstimateErrors>(fail(ErrorCode::Unavailable, "no regressor"));
        if (!found) return;
        const std::string name =
            target.id + ".without_" + std::string(networkFamilyId(static_cast<NetworkFamily>(out)));
        std::printf("%s.mape %.2f %%\n%s.within_10 %.1f %%\n%s.worst %.1f %%\n%s.interval_coverage %.1f %%\n",
                    name.c_str(), found->mape * 100, name.c_str(), found->within_10 * 100, name.c_str(),
                    found->worst * 100, name.c_str(), found->coverage * 100);
        printWorst(*predictor, unseen, worst);
        std::fflush(stdout);
        within += found->within_10 / static_cast<double>(graphs.size());
        least = std::min(least, found->within_10);
    }
    if (!only.empty()) return;
    std::printf("%s.held_out_families.within_10 %.2f %%\n%s.held_out_families.least_within_10 %.1f %%\n",
                target.id.c_str(), within * 100, target.id.c_str(), least * 100);
}

struct KernelRates {
    double mape = 0.0, within_10 = 0.0;
};

/// Over the kernels that can be sampled around: convolutions and dense layers.
KernelRates kernelRates(const std::vector<KernelError>& errors) {
    KernelRates rates;
    int64_t count = 0;
    for (const KernelError& its : errors) {
        if (its.kernel.weight_elements == 0) continue;
        ++count;
        rates.mape += its.error;
        rates.within_10 += its.error <= 0.1 ? 1.0 : 0.0;
    }
    rates.mape /= static_cast<double>(std::max<int64_t>(1, count));
    rates.within_10 /= static_cast<double>(std::max<int64_t>(1, count));
    return rates;
}

std::vector<KernelError> errorsOf(const KernelPredictor& predictor, const LabelledNetworks& data) {
    std::vector<KernelError> errors;
    for (const LabelledNetwork& network : data.networks) {
        const auto predicted = predictor.predict(network.queries);
        for (size_t i = 0; predicted && i < network.queries.size(); ++i) {
            errors.push_back({network.queries[i].kernel, std::abs((*predicted)[i].cycles / network.cycles[i] - 1.0)});
        }
    }
    return errors;
}

void printRound(const TargetProfile& target, const char* how, int round, const KernelPredictor& predictor,
                const LabelledNetworks& data, const LabelledNetworks& test) {
    const KernelRates rates = kernelRates(errorsOf(predictor, test));
    const auto networks = evaluateRegressor(predictor, test, allOf(test));
    std::printf(
        "%s.%s_%d.kernels %zu count\n%s.%s_%d.kernel_mape %.2f %%\n%s.%s_%d.kernels_within_10 %.1f %%\n"
        "%s.%s_%d.network_mape %.2f %%\n",
        target.id.c_str(), how, round, kernelsOf(data), target.id.c_str(), how, round, rates.mape * 100,
        target.id.c_str(), how, round, rates.within_10 * 100, target.id.c_str(), how, round,
        (networks ? networks->mape : 1.0) * 100);
    std::fflush(stdout);
}

/// The networks of models/samples, whose layers sampling starts from.
std::vector<OperatorGraph> sampleModels() {
    std::vector<OperatorGraph> graphs;
    for (const char* name : {"audio_keyword", "camera_classifier", "indoor_segmentation", "mobilenet_edgetpu",
                             "mobilenet_v2", "presence_detector", "speech_encoder"}) {
        const auto opened = openModel(std::string(BW_SOURCE_DIR "/models/samples/") + name + ".blockwright");
        const auto lowered = opened ? lower(opened->document.network) : tl::unexpected(opened.error());
        if (lowered) graphs.push_back(lowered->graph);
    }
    return graphs;
}

/// From the same start, rounds of measuring around bad kernels against rounds of as many kernels of random networks.
void benchAdaptive(const TargetProfile& target, uint64_t seed) {
    Random random(seed);
    std::vector<OperatorGraph> start, test_graphs, real = sampleModels();
    for (int i = 0; i < 100; ++i)
        start.push_back(sampleNetwork(random));
    for (int i = 0; i < 200; ++i)
        test_graphs.push_back(sampleNetwork(random));
    const LabelledNetworks test = measureParametric(target, test_graphs);
    std::vector<OperatorGraph> adaptive = start, plain = start;
    for (int round = 0; round <= kRounds; ++round) {
        const LabelledNetworks adaptive_data = measureParametric(target, adaptive);
        const auto by_error = train(target, adaptive_data, seed);
        if (!by_error) return;
        printRound(target, "adaptive", round, *by_error, adaptive_data, test);
        if (round > 0) {
            const LabelledNetworks plain_data = measureParametric(target, plain);
            const auto by_chance = train(target, plain_data, seed);
            if (!by_chance) return;
            printRound(target, "random", round, *by_chance, plain_data, test);
        }
        // Around the layers of real networks, and of networks drawn as real ones are.
        std::vector<OperatorGraph> probes = real;
        for (int i = 0; i < 60; ++i)
            probes.push_back(sampleNetwork(random));
        AdaptiveSamplingOptions options;
        options.samples_of_kernel = 4;
        options.most_networks = kSmallNetworks;
        const std::vector<OperatorGraph> around =
            networksAround(errorsOf(*by_error, measureParametric(target, probes)), options, random);
        adaptive.insert(adaptive.end(), around.begin(), around.end());
        const size_t wanted = kernelsOf(measureParametric(target, adaptive));
        while (kernelsOf(measureParametric(target, plain)) < wanted)
            plain.push_back(sampleNetwork(random));
    }
}

}  // namespace

int main(int argc, char** argv) {
    std::string id = "neural-engine", only, family;
    uint64_t seed = 1;
    int worst = 0;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string name = argv[i], value = argv[i + 1];
        if (name == "--target") id = value;
        if (name == "--seed") seed = std::strtoull(value.c_str(), nullptr, 10);
        if (name == "--only") only = value;
        if (name == "--family") family = value;
        if (name == "--worst") worst = std::atoi(value.c_str());
    }
    const auto registry = TargetRegistry::load(BW_SOURCE_DIR "/models/targets");
    const auto target = registry ? registry->find(id) : tl::unexpected(registry.error());
    if (!target) {
        std::printf("%s\n", target.error().text().c_str());
        return 1;
    }
    if (only != "adaptive") benchFamilies(*target, seed, family, worst);
    if (only != "families" && family.empty()) benchAdaptive(*target, seed);
    return 0;
}
