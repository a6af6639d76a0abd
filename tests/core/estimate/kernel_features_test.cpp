// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/kernel_features.h"

#include <QtTest>
#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "base/random.h"
#include "graph/operator_builder.h"
#include "measure/network_sampler.h"
#include "target/map_passes.h"
#include "target/parametric_npu.h"

using namespace bw;

namespace {

TargetProfile target(std::string_view id) {
    return *TargetRegistry::load(BW_SOURCE_DIR "/models/targets")->find(id);
}

Kernel pointwise(int64_t in, int64_t out) {
    Kernel kernel;
    kernel.type = OpType::Conv2d;
    kernel.in_h = kernel.in_w = kernel.out_h = kernel.out_w = 28;
    kernel.in_c = in;
    kernel.out_c = out;
    kernel.macs = 28 * 28 * in * out;
    kernel.weight_elements = in * out;
    return kernel;
}

std::vector<float> features(const KernelQuery& query, const TargetProfile& profile) {
    std::vector<float> values(kernelFeatureNames(profile).size());
    kernelFeatures(query, profile, values);
    return values;
}

}  // namespace

class KernelFeaturesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void namesDiffer() {
        const auto names = kernelFeatureNames(target("ethos-u85-512"));
        QCOMPARE(std::set<std::string>(names.begin(), names.end()).size(), names.size());
    }

    void onlyMeasuredTargetsReadTheParametricModel() {
        // Where the labels are the parametric model's cycles, they must not be features.
        const auto own = kernelFeatureNames(target("neural-engine"));
        const auto vendor = kernelFeatureNames(target("ethos-u85-512"));
        const auto isModel = [](const std::string& name) { return name.starts_with("model_"); };
        QVERIFY(std::none_of(own.begin(), own.end(), isModel));
        QVERIFY(std::any_of(vendor.begin(), vendor.end(), isModel));
    }

    void theGuessClimbsStairs() {
        const TargetProfile profile = target("neural-engine");
        // 1 x 1 convolutions of 64 channels fill the input lanes; each 32 output channels cost one more pass.
        QCOMPARE(analyticGuess(pointwise(1024, 64), profile), analyticGuess(pointwise(1024, 33), profile));
        QVERIFY(analyticGuess(pointwise(1024, 65), profile) > 1.4 * analyticGuess(pointwise(1024, 64), profile));
        QVERIFY(analyticGuess(pointwise(1025, 64), profile) > analyticGuess(pointwise(1024, 64), profile));
    }

    void neighbouringWidthsDiffer() {
        const TargetProfile profile = target("ethos-u85-512");
        for (int64_t channels = 1; channels < 130; ++channels) {
            QVERIFY(features({pointwise(64, channels), {}}, profile) !=
                    features({pointwise(64, channels + 1), {}}, profile));
        }
    }

    /// A dense layer over tokens is a 1 x 1 convolution to an array, and something else to a processor's libraries.
    void denseLayersOverTokensAreConvolutionsToArrays() {
        Kernel convolution = pointwise(64, 80);
        Kernel dense = convolution;
        dense.type = OpType::Dense;
        for (const char* id : {"neural-engine", "ethos-u85-512", "systolic-16"}) {
            const TargetProfile profile = target(id);
            QCOMPARE(features({dense, {}}, profile), features({convolution, {}}, profile));
            QCOMPARE(analyticGuess(dense, profile), analyticGuess(convolution, profile));
        }
        const TargetProfile host = target("host-cpu");
        QVERIFY(features({dense, {}}, host) != features({convolution, {}}, host));
        convolution.in_h = convolution.in_w = convolution.out_h = convolution.out_w = 1;
        dense.in_h = dense.in_w = dense.out_h = dense.out_w = 1;
        const TargetProfile profile = target("neural-engine");
        QVERIFY(features({dense, {}}, profile) != features({convolution, {}}, profile));
    }

    void passesOverAMapCountInTheGuess() {
        const TargetProfile profile = target("neural-engine");
        Kernel map;
        map.type = OpType::Softmax;
        map.in_h = map.out_h = 1;
        map.in_w = map.out_w = 256;
        map.in_c = map.out_c = 256;
        QCOMPARE(mapPasses(map).count(), 5.0);
        const double cycles = kernelCycles(map, profile.npu, placeKernel(map, profile, Precision::Int8)).total;
        QVERIFY(std::abs(analyticGuess(map, profile) / cycles - 1.0) < 0.1);
    }

    void featuresOfRealKernelsAreFinite() {
        Random random(8);
        for (const char* id : {"neural-engine", "ethos-u55-256", "ethos-u85-512", "systolic-16"}) {
            const TargetProfile profile = target(id);
            for (int i = 0; i < 30; ++i) {
                const NetworkQueries network = kernelQueries(decompose(sampleNetwork(random), profile), profile);
                for (const KernelQuery& query : network.queries) {
                    QVERIFY(analyticGuess(query.kernel, profile) > 0.0);
                    for (const float value : features(query, profile))
                        QVERIFY(std::isfinite(value));
                }
            }
        }
    }

    void everyFieldEntersTheHash() {
        KernelQuery query{pointwise(64, 64), {}};
        std::set<uint64_t> hashes = {hashQuery(query)};
        const auto changed = [&](auto change) {
            KernelQuery other = query;
            change(other);
            hashes.insert(hashQuery(other));
        };
        changed([](KernelQuery& q) { q.kernel.type = OpType::Dense; });
        changed([](KernelQuery& q) { q.kernel.activation = Activation::Relu; });
        changed([](KernelQuery& q) { q.kernel.in_h = 29; });
        changed([](KernelQuery& q) { q.kernel.in_w = 29; });
        changed([](KernelQuery& q) { q.kernel.in_c = 65; });
        changed([](KernelQuery& q) { q.kernel.out_h = 29; });
        changed([](KernelQuery& q) { q.kernel.out_w = 29; });
        changed([](KernelQuery& q) { q.kernel.out_c = 65; });
        changed([](KernelQuery& q) { q.kernel.second_input_elements = 1; });
        changed([](KernelQuery& q) { q.kernel.kernel_h = 3; });
        changed([](KernelQuery& q) { q.kernel.stride_w = 2; });
        changed([](KernelQuery& q) { q.kernel.dilation_h = 2; });
        changed([](KernelQuery& q) { q.kernel.groups = 2; });
        changed([](KernelQuery& q) { q.kernel.macs = 1; });
        changed([](KernelQuery& q) { q.kernel.weight_elements = 1; });
        changed([](KernelQuery& q) { q.kernel.bias_elements = 1; });
        changed([](KernelQuery& q) { q.kernel.reads_network_input = true; });
        changed([](KernelQuery& q) { q.kernel.writes_network_output = true; });
        changed([](KernelQuery& q) { q.kernel.chains_into_producer = true; });
        changed([](KernelQuery& q) { q.kernel.previous_type = OpType::Add; });
        changed([](KernelQuery& q) { q.kernel.live_bytes = 5; });
        changed([](KernelQuery& q) { q.kernel.peak_bytes = 5; });
        changed([](KernelQuery& q) { q.around.next_type = OpType::Add; });
        changed([](KernelQuery& q) { q.around.next_kernel = 3; });
        changed([](KernelQuery& q) { q.kernel.staging.planned = true; });
        changed([](KernelQuery& q) { q.kernel.staging.input_in_dram = true; });
        changed([](KernelQuery& q) { q.kernel.staging.second_input_in_dram = true; });
        changed([](KernelQuery& q) { q.kernel.staging.output_in_dram = true; });
        changed([](KernelQuery& q) { q.kernel.staging.input_rolls = true; });
        changed([](KernelQuery& q) { q.kernel.staging.output_rolls = true; });
        changed([](KernelQuery& q) { q.kernel.staging.stripe_rows = 4; });
        changed([](KernelQuery& q) { q.kernel.staging.cascade_length = 2; });
        changed([](KernelQuery& q) { q.kernel.staging.demand_bytes = 5; });
        changed([](KernelQuery& q) { q.around.previous_guess = 5.0; });
        changed([](KernelQuery& q) { q.around.second_previous_guess = 5.0; });
        changed([](KernelQuery& q) { q.around.chained_elements = 5; });
        QCOMPARE(hashes.size(), size_t{37});
    }

    void chainedAddsAreSeenByTheirHost() {
        OperatorGraph graph;
        OperatorBuilder builder(graph);
        const TensorId input = builder.addInput(Shape{1, 32, 28, 28}, "input");
        ConvSpec spec;
        spec.window = {1, 1, 1, 1};
        spec.out_channels = 32;
        const TensorId first = *builder.conv(input, spec);
        const TensorId second = *builder.conv(first, spec);
        const std::array<TensorId, 2> both = {second, first};
        graph.outputs = {*builder.elementwise(OpType::Add, both)};
        const TargetProfile profile = target("ethos-u85-512");
        const NetworkQueries network = kernelQueries(decompose(graph, profile), profile);
        QCOMPARE(network.queries.size(), size_t{2});
        QCOMPARE(network.queries[0].around.chained_elements, int64_t{0});
        QCOMPARE(network.queries[1].around.chained_elements, int64_t{32 * 28 * 28});
        QVERIFY(network.queries[1].around.previous_guess > 0.0);
        QVERIFY(network.queries[0].around.next_type == OpType::Conv2d);
    }
};

QTEST_GUILESS_MAIN(KernelFeaturesTest)
#include "kernel_features_test.moc"
