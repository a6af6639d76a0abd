// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/adaptive_sampling.h"

#include <QtTest>

#include "measure/network_sampler.h"
#include "target/kernel_decomposition.h"

using namespace bw;

namespace {

Kernel convolution(int64_t in_c, int64_t out_c) {
    Kernel kernel;
    kernel.type = OpType::Conv2d;
    kernel.in_h = kernel.in_w = kernel.out_h = kernel.out_w = 28;
    kernel.in_c = in_c;
    kernel.out_c = out_c;
    kernel.kernel_h = kernel.kernel_w = 3;
    return kernel;
}

}  // namespace

class AdaptiveSamplingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void onlyBadKernelsAreSampledAround() {
        Random random(1);
        const std::vector<KernelError> kernels = {{convolution(64, 100), 0.05}, {convolution(40, 80), 0.3}};
        const std::vector<OperatorGraph> networks = networksAround(kernels, {}, random);
        QCOMPARE(networks.size(), size_t{10});
        for (const OperatorGraph& graph : networks) {
            const Kernel kernel = kernelOf(graph, graph.operators[1]);
            QVERIFY(kernel.in_c >= 20 && kernel.in_c <= 48);
            QVERIFY(kernel.out_c >= 40 && kernel.out_c <= 96);
            QCOMPARE(kernel.out_h, int64_t{28});
            QCOMPARE(kernel.kernel_h, 3);
            QCOMPARE(graph.operators.size(), size_t{3});
        }
    }

    void theWorstComeFirstAndEqualOnesOnce() {
        Random random(1);
        AdaptiveSamplingOptions options;
        options.most_networks = 15;
        const std::vector<KernelError> kernels = {
            {convolution(64, 100), 0.2}, {convolution(400, 80), 0.9}, {convolution(400, 80), 0.8}};
        const std::vector<OperatorGraph> networks = networksAround(kernels, options, random);
        QCOMPARE(networks.size(), size_t{15});
        for (size_t i = 0; i < networks.size(); ++i)
            QCOMPARE(kernelOf(networks[i], networks[i].operators[1]).in_c >= 200, i < 10);
    }

    void anyKernelOfAnyNetworkIsHandled() {
        Random random(3);
        const TargetProfile target = *TargetRegistry::load(BW_SOURCE_DIR "/models/targets")->find("neural-engine");
        std::vector<KernelError> kernels;
        for (int i = 0; i < 60; ++i) {
            for (const KernelSlot& slot : decompose(sampleNetwork(random), target)) {
                if (slot.cost == SlotCost::Runs) kernels.push_back({slot.kernel, 1.0});
            }
        }
        AdaptiveSamplingOptions options;
        options.samples_of_kernel = 1;
        options.most_networks = 5000;
        const std::vector<OperatorGraph> networks = networksAround(kernels, options, random);
        QVERIFY(networks.size() > 500);
        Random again(7), same(7);
        QCOMPARE(networksAround(kernels, options, again).size(), networksAround(kernels, options, same).size());
        QVERIFY(networksAround({}, options, random).empty());
    }
};

QTEST_GUILESS_MAIN(AdaptiveSamplingTest)
#include "adaptive_sampling_test.moc"
