// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "target/map_staging.h"

#include <QtTest>

#include "graph/operator_builder.h"
#include "target/kernel_decomposition.h"
#include "target/target_profile.h"

using namespace bw;

namespace {

TargetProfile u85() {
    return *TargetRegistry::load(BW_SOURCE_DIR "/models/targets")->find("ethos-u85-512");
}

/// Input, then inverted bottlenecks without stride, `blocks` of them, at `size` x `size` x `channels`.
OperatorGraph bottlenecks(int64_t size, int64_t channels, int64_t expanded, int blocks) {
    OperatorGraph graph;
    OperatorBuilder builder(graph);
    TensorId x = builder.addInput(Shape{1, channels, size, size}, "input");
    ConvSpec spec;
    spec.out_channels = channels;
    x = *builder.conv(x, spec);
    for (int i = 0; i < blocks; ++i) {
        const TensorId source = x;
        spec.window = {1, 1, 1, 1};
        spec.out_channels = expanded;
        x = *builder.conv(x, spec);
        spec.window = {3, 3, 1, 1};
        x = *builder.depthwise(x, spec);
        spec.window = {1, 1, 1, 1};
        spec.out_channels = channels;
        x = *builder.conv(x, spec);
        const std::array<TensorId, 2> both = {x, source};
        x = *builder.elementwise(OpType::Add, both);
    }
    graph.outputs = {x};
    return graph;
}

std::vector<KernelStaging> stagingOf(const OperatorGraph& graph, const TargetProfile& target) {
    std::vector<KernelStaging> result;
    for (const KernelSlot& slot : decompose(graph, target)) {
        if (slot.cost == SlotCost::Runs) result.push_back(slot.kernel.staging);
    }
    return result;
}

}  // namespace

class MapStagingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatFitsStaysInside() {
        const std::vector<KernelStaging> staging = stagingOf(bottlenecks(14, 32, 128, 2), u85());
        for (size_t i = 0; i < staging.size(); ++i) {
            QVERIFY(staging[i].planned);
            QCOMPARE(staging[i].cascade_length, 0);
            QCOMPARE(staging[i].input_in_dram, i == 0);  // The network's own maps lie with the application.
            QCOMPARE(staging[i].output_in_dram, i + 1 == staging.size());
        }
    }

    void whatDoesNotFitRunsInStripes() {
        // 48 x 48 x 384: 884,736 bytes against 393,216 of SRAM. In Vela's plan of the same block (network 1958 of our
        // measurements) expand and depthwise are one cascade of 7 rows, its input and output in DRAM.
        const std::vector<KernelStaging> staging = stagingOf(bottlenecks(48, 64, 384, 1), u85());
        QCOMPARE(staging.size(), size_t{4});
        QCOMPARE(staging[1].cascade_length, 2);
        QCOMPARE(staging[2].cascade_length, 2);
        QCOMPARE(staging[1].stripe_rows, int64_t{7});
        QCOMPARE(staging[2].stripe_rows, int64_t{7});
        QVERIFY(staging[1].input_in_dram && staging[1].output_rolls && !staging[1].output_in_dram);
        QVERIFY(staging[2].input_rolls && staging[2].output_in_dram);
        QVERIFY(staging[1].demand_bytes <= u85().npu.sram_bytes);
        // The projection takes the residual on the fly; an addition ends a cascade.
        QCOMPARE(staging[3].cascade_length, 0);
        QVERIFY(staging[3].input_in_dram && staging[3].second_input_in_dram);
    }

    void moreMemoryMeansHigherStripes() {
        TargetProfile larger = u85();
        larger.npu.sram_bytes = larger.npu.sram_bytes * 3 / 2;
        const OperatorGraph graph = bottlenecks(48, 64, 384, 1);
        QVERIFY(stagingOf(graph, larger)[1].stripe_rows > stagingOf(graph, u85())[1].stripe_rows);
        larger.npu.sram_bytes = 4 << 20;
        QCOMPARE(stagingOf(graph, larger)[1].cascade_length, 0);
        larger.npu.sram_bytes = 0;  // All maps in DRAM, as NVDLA has them.
        for (const KernelStaging& staging : stagingOf(graph, larger))
            QVERIFY(staging.input_in_dram && staging.output_in_dram && staging.cascade_length == 0);
    }

    void theLargestMapLeaves() {
        // Two maps side by side that do not fit together: 4 kernels, the first map read again by the last.
        Kernel kernel;
        kernel.type = OpType::Elementwise;
        const std::vector<StagedMap> maps = {{1000, 0, 0, 1, true},
                                             {400, 0, 3, 2, false},
                                             {900, 1, 2, 1, false},
                                             {100, 2, 3, 1, false},
                                             {50, 3, 3, 0, true}};
        const std::vector<StagedKernel> kernels = {
            {&kernel, 0, -1, 1, -1}, {&kernel, 1, -1, 2, -1}, {&kernel, 2, -1, 3, -1}, {&kernel, 3, 1, 4, -1}};
        const std::vector<KernelStaging> plan = planStaging(kernels, maps, 1200, 16);
        QVERIFY(plan[1].output_in_dram && plan[2].input_in_dram);
        QVERIFY(!plan[1].input_in_dram && !plan[3].second_input_in_dram && !plan[3].input_in_dram);
        QVERIFY(plan[0].input_in_dram && plan[3].output_in_dram);
    }

    void otherTargetsHaveNoPlan() {
        TargetProfile inside = u85();
        inside.feature_maps = FeatureMapPlacement::AllSram;
        for (const KernelStaging& staging : stagingOf(bottlenecks(48, 64, 384, 1), inside))
            QVERIFY(staging == KernelStaging{});
    }
};

QTEST_GUILESS_MAIN(MapStagingTest)
#include "map_staging_test.moc"
