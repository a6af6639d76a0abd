// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "target/needless_operators.h"

#include <QtTest>

#include "core/target/target_fixtures.h"
#include "support/must.h"
#include "support/table_networks.h"
#include "target/kernel_decomposition.h"

using namespace bw;
using namespace bw::test;
using bw::support::must;
using bw::support::nasBench201;

namespace {

TargetProfile removing(bool on) {
    TargetProfile target = bundledTarget("neural-engine");
    target.runtime.removes_dead = on;
    return target;
}

/// What runs, in order, without context.
std::vector<std::string> running(const OperatorGraph& graph, const TargetProfile& target) {
    std::vector<std::string> kernels;
    for (const KernelSlot& slot : decompose(graph, target)) {
        if (slot.cost != SlotCost::Runs) continue;
        const Kernel& k = slot.kernel;
        kernels.push_back(std::string(opTypeId(k.type)) + " " + std::string(activationId(k.activation)) + " " +
                          std::to_string(k.in_h) + " " + std::to_string(k.in_c) + " " + std::to_string(k.out_c) + " " +
                          std::to_string(k.kernel_h) + " " + std::to_string(k.live_bytes));
    }
    return kernels;
}

/// x -> conv -> output, with a second convolution that nobody reads.
OperatorGraph withUnusedBranch() {
    OperatorGraph graph;
    OperatorBuilder builder(graph);
    const TensorId x = builder.addInput(Shape{1, 8, 8, 8}, "input");
    const TensorId stem = built(builder.conv(x, convSpec(16, 3, 1, Activation::None)));
    built(builder.conv(stem, convSpec(32, 3, 1, Activation::None)));
    graph.outputs = {built(builder.activation(stem, Activation::Relu))};
    return graph;
}

}  // namespace

class NeedlessOperatorsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everythingRunsWhereTheRuntimeRemovesNothing() {
        const auto slots = decompose(withUnusedBranch(), removing(false));
        QVERIFY(slots[1].cost == SlotCost::Runs);
        // Two readers: the activation cannot join the convolution.
        QVERIFY(slots[2].cost == SlotCost::Runs);
    }

    void whatNoOutputNeedsIsRemoved() {
        const OperatorGraph graph = withUnusedBranch();
        const auto slots = decompose(graph, removing(true));
        QVERIFY(slots[1].cost == SlotCost::Free && slots[1].reason == FreeReason::Unused);
        QVERIFY(!freeReasonText(slots[1].reason).empty());
        // Without the branch the activation has the convolution to itself, and its map is all that lives.
        QVERIFY(slots[2].reason == FreeReason::FusedActivation);
        QCOMPARE(slots[0].kernel.live_bytes, int64_t{8 * 8 * 8 + 8 * 8 * 16});
    }

    void absentEdgesAreAsIfTheCellHadNone() {
        // Node 2 feeds nothing, and node 1 gets nothing: what is left of both cells is one convolution.
        const OperatorGraph dead =
            must(nasBench201("|none~0|+|nor_conv_3x3~0|avg_pool_3x3~1|+|nor_conv_1x1~0|nor_conv_3x3~1|none~2|"));
        const OperatorGraph bare = must(nasBench201("|none~0|+|none~0|none~1|+|nor_conv_1x1~0|none~1|none~2|"));
        QCOMPARE(running(dead, removing(true)), running(bare, removing(true)));
        QVERIFY(running(dead, removing(false)) != running(bare, removing(false)));
        // Stem, 15 cells of one convolution, two reductions of five kernels, pool and classifier; the activations in
        // front of all but those with one producer stand alone.
        int convolutions = 0;
        for (const std::string& kernel : running(bare, removing(true)))
            convolutions += kernel.starts_with("conv2d") ? 1 : 0;
        QCOMPARE(convolutions, 1 + 15 + 2 * 3);
    }

    void anActivationJoinsTheProducerBehindARemovedAddition() {
        OperatorGraph graph;
        OperatorBuilder builder(graph);
        const TensorId x = builder.addInput(Shape{1, 8, 8, 8}, "input");
        const TensorId y = built(builder.conv(x, convSpec(8, 3, 1, Activation::None)));
        const std::array<TensorId, 1> one = {x};
        const TensorId zero =
            built(builder.elementwise(OpType::Mul, one, Activation::None, 1, std::string(kTimesZero)));
        const std::array<TensorId, 2> both = {zero, y};
        graph.outputs = {built(builder.activation(built(builder.elementwise(OpType::Add, both)), Activation::Relu))};
        const auto slots = decompose(graph, removing(true));
        QVERIFY(slots[1].reason == FreeReason::Constant);
        QVERIFY(slots[2].reason == FreeReason::AddsConstant);
        QVERIFY(slots[3].reason == FreeReason::FusedActivation);
        QVERIFY(slots[0].kernel.activation == Activation::Relu);
    }

    void opaqueOperatorsAndAdditionsThatClipStay() {
        OperatorGraph graph;
        OperatorBuilder builder(graph);
        const TensorId x = builder.addInput(Shape{1, 8, 8, 8}, "input");
        const std::array<TensorId, 1> one = {x};
        const TensorId zero =
            built(builder.elementwise(OpType::Mul, one, Activation::None, 1, std::string(kTimesZero)));
        Operator mystery;
        mystery.type = OpType::Opaque;
        mystery.inputs = {zero};
        const std::array<Shape, 1> shapes = {graph.shape(x)};
        const std::vector<TensorId> secret = must(builder.custom(mystery, shapes));
        const std::array<TensorId, 2> both = {x, zero};
        const TensorId clipped = built(builder.elementwise(OpType::Add, both, Activation::Relu));
        graph.outputs = {clipped};
        const auto needs = operatorNeeds(graph);
        QVERIFY(needs[0].need == Need::Constant);
        QVERIFY(needs[1].need == Need::Needed);
        QVERIFY(needs[2].need == Need::Needed);
        QCOMPARE(secret.size(), size_t{1});
    }

    void targetFilesNameTheRule() {
        const TargetProfile target = removing(true);
        QVERIFY(must(readTargetProfile(writeTargetProfile(target), "t.json")) == target);
        QVERIFY(!bundledTarget("ethos-u85-256").runtime.removes_dead);
    }
};

QTEST_GUILESS_MAIN(NeedlessOperatorsTest)
#include "needless_operators_test.moc"
