// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "target/kernel_decomposition.h"
#include "target/network_cycles.h"

#include <QtTest>
#include <array>

#include "core/target/target_fixtures.h"
#include "memory/liveness.h"

using namespace bw;
using namespace bw::test;

namespace {

/// Input, expansion, depthwise, projection and the residual sum.
OperatorGraph bottleneck(Activation activation) {
    OperatorGraph graph;
    OperatorBuilder builder(graph);
    const TensorId in = builder.addInput(Shape{1, 3, 32, 32}, "image");
    const TensorId stem = built(builder.conv(in, convSpec(16, 3, 2, activation)));
    const TensorId wide = built(builder.conv(stem, convSpec(96, 1, 1, activation)));
    const TensorId mixed = built(builder.depthwise(wide, convSpec(96, 3, 1, activation)));
    const TensorId narrow = built(builder.conv(mixed, convSpec(16, 1, 1, Activation::None)));
    const std::array<TensorId, 2> both = {stem, narrow};
    graph.outputs = {built(builder.elementwise(OpType::Add, both))};
    return graph;
}

int count(const std::vector<KernelSlot>& slots, FreeReason reason) {
    return static_cast<int>(
        std::count_if(slots.begin(), slots.end(), [&](const KernelSlot& slot) { return slot.reason == reason; }));
}

}  // namespace

class KernelDecompositionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyOperatorHasItsSlot() {
        const OperatorGraph graph = bottleneck(Activation::Relu6);
        const auto slots = decompose(graph, bundledTarget("ethos-u55-256"));
        QCOMPARE(slots.size(), graph.operators.size());
        for (size_t i = 0; i < slots.size(); ++i) {
            QCOMPARE(slots[i].op, static_cast<int32_t>(i));
            QVERIFY(slots[i].cost == SlotCost::Runs && slots[i].host == slots[i].op);
            QCOMPARE(slots[i].kernel.macs, graph.operators[i].macs);
        }
        QVERIFY(slots[0].kernel.reads_network_input && !slots[1].kernel.reads_network_input);
        QVERIFY(slots[4].kernel.writes_network_output && !slots[3].kernel.writes_network_output);
        QVERIFY(slots[0].kernel.previous_type == OpType::Opaque);
        QVERIFY(slots[3].kernel.previous_type == OpType::DepthwiseConv2d);
        QCOMPARE(slots[4].kernel.second_input_elements, 16 * 16 * 16);
    }

    void activationsFuseWhereTheRuntimeFusesThem() {
        const OperatorGraph graph = bottleneck(Activation::HardSwish);
        QCOMPARE(graph.operators.size(), size_t{8});
        const auto ethos = decompose(graph, bundledTarget("ethos-u55-256"));
        QCOMPARE(count(ethos, FreeReason::FusedActivation), 3);
        QCOMPARE(ethos[1].host, 0);
        QVERIFY(ethos[0].kernel.activation == Activation::HardSwish);
        const auto nvdla = decompose(graph, bundledTarget("nvdla-small"));
        QCOMPARE(count(nvdla, FreeReason::FusedActivation), 0);
        QVERIFY(nvdla[1].cost == SlotCost::Runs && nvdla[0].kernel.activation == Activation::None);
    }

    void aSharedResultKeepsItsActivationApart() {
        OperatorGraph graph;
        OperatorBuilder builder(graph);
        const TensorId in = builder.addInput(Shape{1, 8, 16, 16}, "x");
        const TensorId conv = built(builder.conv(in, convSpec(8, 3, 1, Activation::None)));
        const TensorId gate = built(builder.activation(conv, Activation::Sigmoid));
        const std::array<TensorId, 2> both = {conv, gate};
        graph.outputs = {built(builder.elementwise(OpType::Mul, both))};
        const auto slots = decompose(graph, bundledTarget("ethos-u55-256"));
        QVERIFY(slots[1].cost == SlotCost::Runs);
        QVERIFY(slots[0].kernel.activation == Activation::None);
    }

    void addChainsOnU85Only() {
        const OperatorGraph graph = bottleneck(Activation::Relu6);
        const auto u85 = decompose(graph, bundledTarget("ethos-u85-512"));
        QVERIFY(u85[4].reason == FreeReason::ChainedToProducer && u85[4].host == 3);
        QVERIFY(u85[4].kernel.chains_into_producer);
        QCOMPARE(count(decompose(graph, bundledTarget("ethos-u55-256")), FreeReason::ChainedToProducer), 0);
        const TargetProfile target = bundledTarget("ethos-u85-512");
        QCOMPARE(networkCycles(u85, target).kernels[4].total, 0.0);
    }

    void reshapesAreFreeAndOpaqueOperatorsUnknown() {
        OperatorGraph graph;
        OperatorBuilder builder(graph);
        const TensorId in = builder.addInput(Shape{1, 8, 4, 4}, "x");
        Operator mystery;
        mystery.type = OpType::Opaque;
        mystery.detail = "Mystery";
        mystery.inputs = {in};
        const std::array<Shape, 1> shapes = {Shape{1, 8, 4, 4}};
        const auto outputs = builder.custom(mystery, shapes);
        QVERIFY(outputs.has_value());
        const std::array<int64_t, 2> sizes = {1, -1};
        const TensorId flat = built(builder.reshape((*outputs)[0], sizes));
        graph.outputs = {built(builder.dense(flat, 10, true))};
        const TargetProfile target = bundledTarget("neural-engine");
        const auto slots = decompose(graph, target);
        QVERIFY(slots[0].cost == SlotCost::Unknown);
        QVERIFY(slots[1].reason == FreeReason::KeepsBytes);
        const NetworkCycles cycles = networkCycles(slots, target);
        QCOMPARE(cycles.unknown, 1);
        QVERIFY(!cycles.kernels[0].known);
        QCOMPARE(cycles.total, cycles.kernels[2].total);
        QVERIFY(cycles.total > 0);
    }

    void padsFoldIntoTheConvolutionBehindThem() {
        OperatorGraph graph;
        OperatorBuilder builder(graph);
        const TensorId in = builder.addInput(Shape{1, 8, 15, 15}, "x");
        const TensorId padded = built(builder.pad(in, {0, 0, 0, 0, 0, 1, 0, 1}));
        ConvSpec spec = convSpec(16, 3, 2, Activation::Relu);
        spec.padding = Padding::Valid;
        graph.outputs = {built(builder.conv(padded, spec))};
        const auto folded = decompose(graph, bundledTarget("ethos-u55-256"));
        QVERIFY(folded[0].reason == FreeReason::FoldedPad && folded[0].host == 1);
        QCOMPARE(folded[1].kernel.in_h, 15);
        QVERIFY(folded[1].kernel.reads_network_input);
        TargetProfile literal = bundledTarget("ethos-u55-256");
        literal.runtime.folds_pad = false;
        const auto kept = decompose(graph, literal);
        QVERIFY(kept[0].cost == SlotCost::Runs);
        QCOMPARE(kept[1].kernel.in_h, 16);
    }

    void matrixProductsStreamTheirSecondOperand() {
        OperatorGraph graph;
        OperatorBuilder builder(graph);
        const TensorId a = builder.addInput(Shape{1, 4, 50, 32}, "queries");
        const TensorId b = builder.addInput(Shape{1, 4, 50, 32}, "keys");
        graph.outputs = {built(builder.softmax(built(builder.matmul(a, b, true)), 3))};
        const auto slots = decompose(graph, bundledTarget("neural-engine"));
        const Kernel& product = slots[0].kernel;
        QCOMPARE(product.in_c, 32);
        QCOMPARE(product.out_c, 50);
        QCOMPARE(product.out_h * product.out_w, 4 * 50);
        QCOMPARE(product.second_input_elements, 4 * 50 * 32);
        QCOMPARE(product.macs, 4 * 50 * 50 * 32);
        QCOMPARE(slots[1].kernel.out_c, 50);
    }

    void operatorCyclesAddUpToTheNetwork() {
        const OperatorGraph graph = bottleneck(Activation::HardSwish);
        for (const char* id : {"neural-engine", "ethos-u55-256", "ethos-u85-512", "nvdla-large"}) {
            const TargetProfile target = bundledTarget(id);
            const NetworkCycles cycles = networkCycles(decompose(graph, target), target);
            double sum = 0;
            for (const KernelCycles& kernel : cycles.kernels)
                sum += kernel.total;
            QCOMPARE(sum, cycles.total);
            QVERIFY(cycles.total > 0 && cycles.unknown == 0);
        }
    }

    void peakEqualsTheMemoryAnalysis() {
        const OperatorGraph graph = bottleneck(Activation::Relu6);
        MemoryRules rules;
        rules.brick = 16;
        const auto memory = analyzeLiveness(graph, rules);
        QVERIFY(memory.has_value());
        const auto slots = decompose(graph, bundledTarget("ethos-u55-256"));
        QCOMPARE(slots[0].kernel.peak_bytes, memory->peak_bytes);
        for (size_t i = 0; i < slots.size(); ++i)
            QCOMPARE(slots[i].kernel.live_bytes, memory->live_bytes_per_step[i]);
    }

    void emptyGraphsGiveNothing() { QVERIFY(decompose(OperatorGraph{}, bundledTarget("neural-engine")).empty()); }
};

QTEST_GUILESS_MAIN(KernelDecompositionTest)
#include "kernel_decomposition_test.moc"
