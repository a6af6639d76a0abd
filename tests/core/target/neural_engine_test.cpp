// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the reference accelerator gives on a MobileNetV2-stage detector must stay what its frozen numbers gave
// (hardware.md, section 7): every later figure of the product rests on it.
#include <QtTest>
#include <array>
#include <cmath>

#include "core/target/target_fixtures.h"
#include "target/kernel_decomposition.h"
#include "target/network_cycles.h"

using namespace bw;
using namespace bw::test;

namespace {

struct Stage {
    int64_t expansion, channels;
    int repeats;
    int32_t stride;
};
constexpr std::array<Stage, 7> kStages = {
    {{1, 16, 1, 1}, {6, 24, 2, 2}, {6, 32, 3, 2}, {6, 64, 4, 2}, {6, 96, 3, 1}, {6, 160, 3, 2}, {6, 320, 1, 1}}};
constexpr unsigned kExpandedBlocks = 16;

TensorId block(OperatorBuilder& builder, TensorId x, const Stage& stage, int32_t stride, bool fused) {
    const int64_t in = builder.shape(x)[1];
    const int64_t wide = in * stage.expansion;
    TensorId y = x;
    if (fused) {
        y = built(builder.conv(y, convSpec(wide, 3, stride, Activation::Relu6)));
    } else {
        if (stage.expansion > 1) y = built(builder.conv(y, convSpec(wide, 1, 1, Activation::Relu6)));
        y = built(builder.depthwise(y, convSpec(wide, 3, stride, Activation::Relu6)));
    }
    y = built(builder.conv(y, convSpec(stage.channels, 1, 1, Activation::None)));
    if (stride != 1 || in != stage.channels) return y;
    const std::array<TensorId, 2> both = {x, y};
    return built(builder.elementwise(OpType::Add, both));
}

/// MobileNetV2's stages with two SSD-lite heads; bit i of `fused` fuses expanded block i.
OperatorGraph detector(int64_t size, unsigned fused) {
    OperatorGraph graph;
    OperatorBuilder builder(graph);
    TensorId x = builder.addInput(Shape{1, 3, size, size}, "image");
    x = built(builder.conv(x, convSpec(32, 3, 2, Activation::Relu6)));
    TensorId middle = x;
    unsigned index = 0;
    for (const Stage& stage : kStages) {
        for (int i = 0; i < stage.repeats; ++i) {
            const bool expands = stage.expansion > 1;
            x = block(builder, x, stage, i == 0 ? stage.stride : 1, expands && ((fused >> index) & 1) != 0);
            if (expands) ++index;
        }
        if (stage.channels == 96) middle = x;
    }
    for (const TensorId map : {middle, x}) {
        for (int head = 0; head < 2; ++head) {
            const int64_t channels = builder.shape(map)[1];
            const TensorId mixed = built(builder.depthwise(map, convSpec(channels, 3, 1, Activation::Relu6)));
            graph.outputs.push_back(built(builder.conv(mixed, convSpec(24, 1, 1, Activation::None))));
        }
    }
    return graph;
}

double cyclesOf(const TargetProfile& target, int64_t size, unsigned fused) {
    const OperatorGraph graph = detector(size, fused);
    return networkCycles(decompose(graph, target), target).total;
}

struct Selection {
    double saved = 0;  ///< Share of the cycles.
    int blocks = 0;
};

/// Fuses each block in turn where that lowers the latency.
Selection fuseByLatency(const TargetProfile& target, int64_t size) {
    const double before = cyclesOf(target, size, 0);
    double best = before;
    unsigned chosen = 0;
    Selection result;
    for (unsigned i = 0; i < kExpandedBlocks; ++i) {
        const double cycles = cyclesOf(target, size, chosen | (1u << i));
        if (cycles >= best) continue;
        best = cycles;
        chosen |= 1u << i;
        ++result.blocks;
    }
    result.saved = 1.0 - best / before;
    return result;
}

}  // namespace

class NeuralEngineTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void selectiveFusionSavesWhatTheTableSays_data() {
        QTest::addColumn<int>("depthwise_cycles");
        QTest::addColumn<double>("output_elements");
        QTest::addColumn<int>("size");
        QTest::addColumn<double>("saved");
        QTest::addColumn<int>("blocks");
        QTest::newRow("one cycle, wide output") << 1 << 32.0 << 320 << 0.09 << 10;
        QTest::newRow("two cycles, wide output") << 2 << 32.0 << 320 << 0.33 << 13;
        QTest::newRow("as it is, 320") << 2 << 16.0 << 320 << 0.36 << 13;
        QTest::newRow("as it is, 224") << 2 << 16.0 << 224 << 0.35 << 12;
        QTest::newRow("three cycles, wide output") << 3 << 32.0 << 320 << 0.45 << 16;
    }

    /// The first column of the table in hardware.md, section 7.
    void selectiveFusionSavesWhatTheTableSays() {
        QFETCH(int, depthwise_cycles);
        QFETCH(double, output_elements);
        QFETCH(int, size);
        QFETCH(double, saved);
        QFETCH(int, blocks);
        TargetProfile engine = bundledTarget("neural-engine");
        engine.npu.depthwise_cycles = depthwise_cycles;
        engine.npu.output_elements_per_cycle = output_elements;
        const Selection found = fuseByLatency(engine, size);
        // The document's prototype and this model differ by at most 1.1 points, in the second row.
        QVERIFY2(std::abs(found.saved - saved) < 0.012, qPrintable(QString::number(found.saved)));
        QCOMPARE(found.blocks, blocks);
    }

    void fusingEarlyStagesCostsOnTheSmallestEthos() {
        const unsigned first_three_stages = 0x1f;
        const TargetProfile u55 = bundledTarget("ethos-u55-128");
        QVERIFY(cyclesOf(u55, 224, first_three_stages) > cyclesOf(u55, 224, 0));
    }
};

QTEST_GUILESS_MAIN(NeuralEngineTest)
#include "neural_engine_test.moc"
