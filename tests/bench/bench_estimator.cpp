// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Errors of the bundled regressors on the networks they never saw, recomputed from the measurements, and estimate
// times: of the clock, and of the processor, which a busy machine does not lengthen much. Options: --models DIR,
// --target ID (repeatable; all without it), --seed N (of the networks for timing),
// --worst N (prints the N worst networks kernel by kernel).
#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <numeric>
#include <string>
#include <vector>

#include "base/random.h"
#include "estimate/estimator.h"
#include "graph/operator_builder.h"
#include "measure/network_sampler.h"
#include "measure/train_regressor.h"

using namespace bw;

namespace {

/// Networks that a search scores at a time.
constexpr size_t kBatch = 50;

double microsecondsSince(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count();
}

/// Time that this process has computed. Estimates run on one thread.
double processorMicroseconds() {
    return 1e6 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

double median(std::vector<double> values) {
    std::nth_element(values.begin(), values.begin() + static_cast<ptrdiff_t>(values.size() / 2), values.end());
    return values[values.size() / 2];
}

void printWorst(const KernelPredictor& predictor, const LabelledNetworks& data, const std::vector<size_t>& test,
                int count) {
    std::vector<std::pair<double, size_t>> errors;
    for (const size_t index : test) {
        const LabelledNetwork& network = data.networks[index];
        double measured = 0.0, predicted = 0.0;
        const auto kernels = predictor.predict(network.queries);
        for (const KernelPrediction& kernel : *kernels)
            predicted += kernel.cycles;
        for (const double cycles : network.cycles)
            measured += cycles;
        errors.emplace_back(-std::abs(predicted / measured - 1.0), index);
    }
    std::sort(errors.begin(), errors.end());
    for (int i = 0; i < count && i < static_cast<int>(errors.size()); ++i) {
        const LabelledNetwork& network = data.networks[errors[static_cast<size_t>(i)].second];
        std::printf("# network %s error %.1f %%\n", network.id.c_str(), -errors[static_cast<size_t>(i)].first * 100);
        const auto kernels = predictor.predict(network.queries);
        for (size_t k = 0; k < network.queries.size(); ++k) {
            const Kernel& kernel = network.queries[k].kernel;
            std::printf(
                "#   %-16s %4lldx%4lldx%4lld -> %4lldx%4lldx%4lld k%d s%d live %lld measured %.0f predicted %.0f\n",
                std::string(opTypeId(kernel.type)).c_str(), static_cast<long long>(kernel.in_h),
                static_cast<long long>(kernel.in_w), static_cast<long long>(kernel.in_c),
                static_cast<long long>(kernel.out_h), static_cast<long long>(kernel.out_w),
                static_cast<long long>(kernel.out_c), kernel.kernel_h, kernel.stride_h,
                static_cast<long long>(kernel.live_bytes), network.cycles[k], (*kernels)[k].cycles);
        }
    }
}

void benchErrors(const TargetProfile& target, const std::string& models, int worst) {
    const char* id = target.id.c_str();
    auto regressor = loadRegressor(models + "/regressors", target.id);
    const auto data = regressor ? trainingData(target, models) : tl::unexpected(regressor.error());
    if (!data) {
        std::printf("# %s\n", data.error().text().c_str());
        return;
    }
    const NetworkSplit split = splitNetworks(data->networks.size(), regressor->card.seed);
    const auto predictor = KernelPredictor::create(target, *std::move(regressor));
    const auto test = predictor ? evaluateRegressor(**predictor, *data, split.test) : tl::unexpected(predictor.error());
    if (!test) {
        std::printf("# %s\n", test.error().text().c_str());
        return;
    }
    std::printf("%s.test_networks %lld count\n%s.mape %.2f %%\n%s.worst %.1f %%\n", id,
                static_cast<long long>(test->networks), id, test->mape * 100, id, test->worst * 100);
    std::printf("%s.within_5 %.1f %%\n%s.within_10 %.1f %%\n%s.spearman %.4f 1\n", id, test->within_5 * 100, id,
                test->within_10 * 100, id, test->spearman);
    std::printf("%s.interval_coverage %.1f %%\n%s.interval_width %.1f %%\n", id, test->coverage * 100, id,
                test->width * 100);
    printWorst(**predictor, *data, split.test, worst);
}

/// 75 inverted bottlenecks of `width` channels, 300 operators; block `changed` expands to `expanded` channels instead.
OperatorGraph bottlenecks(int64_t width, int changed, int64_t expanded) {
    OperatorGraph graph;
    OperatorBuilder builder(graph);
    TensorId x = builder.addInput(Shape{1, width, 28, 28}, "input");
    for (int block = 0; block < 75; ++block) {
        const TensorId source = x;
        ConvSpec spec;
        spec.activation = Activation::Relu6;
        spec.out_channels = block == changed ? expanded : 6 * width;
        x = *builder.conv(x, spec);
        spec.window = {3, 3, 1, 1};
        x = *builder.depthwise(x, spec);
        spec.window = {};
        spec.activation = Activation::None;
        spec.out_channels = width;
        x = *builder.conv(x, spec);
        const std::array<TensorId, 2> both = {x, source};
        x = *builder.elementwise(OpType::Add, both);
    }
    graph.outputs = {x};
    return graph;
}

void benchEdits(const Estimator& estimator, const char* id) {
    std::vector<double> times, processor_times;
    static_cast<void>(estimator.estimate(bottlenecks(32, -1, 0)));
    for (int block = 0; block < 75; ++block) {
        const OperatorGraph graph = bottlenecks(32, block, 96 + block);
        const auto start = std::chrono::steady_clock::now();
        const double start_us = processorMicroseconds();
        static_cast<void>(estimator.estimate(graph));
        processor_times.push_back(processorMicroseconds() - start_us);
        times.push_back(microsecondsSince(start));
    }
    std::printf("%s.estimate_300_operators_one_block_changed %.1f us\n", id, median(times));
    std::printf("%s.estimate_300_operators_one_block_changed_processor %.1f us\n", id, median(processor_times));
}

void benchTimes(const TargetProfile& target, const std::string& models, uint64_t seed) {
    const auto opening = std::chrono::steady_clock::now();
    const auto estimator = Estimator::open(target, models);
    if (!estimator) {
        std::printf("# %s\n", estimator.error().text().c_str());
        return;
    }
    const char* id = target.id.c_str();
    std::printf("%s.open %.1f ms\n", id, microsecondsSince(opening) / 1e3);
    Random random(seed);
    std::vector<OperatorGraph> graphs;
    std::vector<double> operators;
    for (int i = 0; i < 1000; ++i) {
        graphs.push_back(sampleNetwork(random));
        operators.push_back(static_cast<double>(graphs.back().operators.size()));
    }
    static_cast<void>((*estimator)->estimate(bottlenecks(32, -1, 0)));  // What is done once per process.
    for (const char* state : {"cold", "warm"}) {
        std::vector<double> times;
        for (const OperatorGraph& graph : graphs) {
            const auto start = std::chrono::steady_clock::now();
            if (!(*estimator)->estimate(graph)) std::printf("# cannot estimate\n");
            times.push_back(microsecondsSince(start));
        }
        const double total = std::accumulate(times.begin(), times.end(), 0.0);
        std::printf("%s.estimate_%s %.1f us\n", id, state, median(times));
        std::printf("%s.networks_per_second_%s %.0f 1/s\n", id, state, 1e6 * static_cast<double>(times.size()) / total);
    }
    const auto fresh = Estimator::open(target, models);
    for (const char* state : {"cold", "warm"}) {
        const auto start = std::chrono::steady_clock::now();
        const double start_us = processorMicroseconds();
        for (size_t begin = 0; begin < graphs.size(); begin += kBatch) {
            std::vector<const OperatorGraph*> batch;
            for (size_t i = begin; i < std::min(graphs.size(), begin + kBatch); ++i)
                batch.push_back(&graphs[i]);
            if (!fresh || !(*fresh)->estimateAll(batch)) std::printf("# cannot estimate\n");
        }
        std::printf("%s.batched_networks_per_second_%s %.0f 1/s\n", id, state,
                    1e6 * static_cast<double>(graphs.size()) / microsecondsSince(start));
        std::printf("%s.batched_networks_per_processor_second_%s %.0f 1/s\n", id, state,
                    1e6 * static_cast<double>(graphs.size()) / (processorMicroseconds() - start_us));
    }
    benchEdits(**estimator, id);
    std::printf("%s.operators_of_timed_network %.0f count\n", id, median(operators));
}

}  // namespace

int main(int argc, char** argv) {
    std::string models = BW_SOURCE_DIR "/models";
    std::vector<std::string> targets;
    uint64_t seed = 7;
    int worst = 0;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string name = argv[i], value = argv[i + 1];
        if (name == "--models") models = value;
        if (name == "--target") targets.push_back(value);
        if (name == "--seed") seed = std::strtoull(value.c_str(), nullptr, 10);
        if (name == "--worst") worst = std::atoi(value.c_str());
    }
    const auto registry = TargetRegistry::load(models + "/targets");
    if (!registry) {
        std::printf("%s\n", registry.error().text().c_str());
        return 1;
    }
    for (const auto& [id, target] : registry->all()) {
        if (targets.empty() || std::find(targets.begin(), targets.end(), id) != targets.end()) {
            benchErrors(target, models, worst);
            benchTimes(target, models, seed);
        }
    }
    return 0;
}
