// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "memory/patches.h"

#include <QtTest>

#include "support/mobilenets.h"

namespace bw {

using support::convSpec;
using support::must;

class PatchesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pointwiseStagesHaveNoHalo();
    void halosAreCountedExactly();
    void stridesReachFarther();
    void mobileNetV2NeedsAFraction();
    void aBudgetTakesTheCheapestThatFits();
    void stagesThatCannotAreRefused();
    void chainsWithoutGainGiveNothing();
};

namespace {

/// 16 x 16 pixels: 4 channels, 64, 4.
OperatorGraph wideMiddle(int32_t kernel) {
    OperatorGraph graph;
    OperatorBuilder build(graph);
    TensorId x = build.addInput({1, 4, 16, 16}, "x");
    x = must(build.conv(x, convSpec(64, 1, 1, Activation::Relu)));
    x = must(build.conv(x, convSpec(4, kernel, 1, Activation::None)));
    graph.outputs = {x};
    return graph;
}

}  // namespace

void PatchesTest::pointwiseStagesHaveNoHalo() {
    // Input and result whole, 1024 B each, beside 64 channels of an 8 x 8 patch.
    const PatchPlan plan = must(planPatches(wideMiddle(1), {}, 2, 2));
    QCOMPARE(plan.stage_peak_bytes, 1024 + 1024 + 64 * 64);
    QCOMPARE(plan.extra_macs, 0);
    QCOMPARE(plan.cost_factor, 1.0);
    QCOMPARE(plan.rest_peak_bytes, 0);
}

void PatchesTest::halosAreCountedExactly() {
    // The 3 x 3 convolution reads one row and column beyond each inner edge: 9 of 16 from each half, 18 x 18 pixels of
    // the first convolution for 16 x 16.
    const PatchPlan plan = must(planPatches(wideMiddle(3), {}, 2, 2));
    QCOMPARE(plan.extra_macs, int64_t{4} * 64 * (18 * 18 - 16 * 16));
    QCOMPARE(plan.stage_peak_bytes, 1024 + 1024 + 64 * 9 * 9);
    // With four patches a side inner ones read 6 rows, outer ones 5: 22 x 22 pixels.
    const PatchPlan fine = must(planPatches(wideMiddle(3), {}, 2, 4));
    QCOMPARE(fine.extra_macs, int64_t{4} * 64 * (22 * 22 - 16 * 16));
    QCOMPARE(fine.stage_peak_bytes, 1024 + 1024 + 64 * 6 * 6);
    const double macs = 4.0 * 64 * 256 + 64.0 * 4 * 9 * 256;
    QCOMPARE(fine.cost_factor, (macs + static_cast<double>(fine.extra_macs)) / macs);
    const std::vector<double> latency = {3, 1};
    QCOMPARE(must(planPatches(wideMiddle(3), {}, 2, 4, latency)).cost_factor, (3.0 * 22 * 22 / 256 + 1) / 4);
}

void PatchesTest::stridesReachFarther() {
    // 3 x 3 with stride 2 onto 8 x 8, padded by one row at the end alone: rows 0-8 and 8-16 of 16, 9 + 8 = 17 rows.
    OperatorGraph graph;
    OperatorBuilder build(graph);
    TensorId x = build.addInput({1, 4, 16, 16}, "x");
    x = must(build.conv(x, convSpec(32, 1, 1, Activation::Relu)));
    graph.outputs = {must(build.depthwise(x, convSpec(0, 3, 2, Activation::Relu)))};
    const PatchPlan plan = must(planPatches(graph, {}, 2, 2));
    QCOMPARE(plan.extra_macs, int64_t{4} * 32 * (17 * 17 - 16 * 16));
    QCOMPARE(plan.stage_peak_bytes, 1024 + 32 * 64 + 32 * 9 * 9);
}

void PatchesTest::mobileNetV2NeedsAFraction() {
    // MCUNetV2 reports the peak of MobileNetV2 falling 4 to 8 times; here the input and the stage's result stay whole.
    const OperatorGraph graph = support::mobileNetV2();
    const auto best = must(bestPatches(graph, {}));
    QVERIFY(best.has_value());
    QVERIFY(best->peakBytes() * 3 < 1'505'280);
    QVERIFY(best->extra_macs > 0);
    QVERIFY(best->cost_factor > 1 && best->cost_factor < 2);
    QCOMPARE(*best, must(planPatches(graph, {}, best->operators, best->grid)));
}

void PatchesTest::aBudgetTakesTheCheapestThatFits() {
    const OperatorGraph graph = support::mobileNetV2();
    const auto least = must(bestPatches(graph, {}));
    PatchOptions options;
    options.enough_bytes = 900'000;
    const auto best = must(bestPatches(graph, {}, options));
    QVERIFY(best->peakBytes() <= 900'000);
    QVERIFY(best->cost_factor < least->cost_factor);
    options.enough_bytes = 1000;  // Below what any stage needs: the lowest peak there is.
    QCOMPARE(must(bestPatches(graph, {}, options))->peakBytes(), least->peakBytes());
}

void PatchesTest::stagesThatCannotAreRefused() {
    const OperatorGraph graph = support::mobileNetV2();
    for (const auto& [operators, grid] : {std::pair{0, 2}, std::pair{3, 0}, std::pair{3, 1000}, std::pair{100'000, 2}})
        QVERIFY(!planPatches(graph, {}, operators, grid));
    const auto whole = planPatches(graph, {}, static_cast<int32_t>(graph.operators.size()), 2);
    QVERIFY(!whole);
    QVERIFY(!whole.error().message.empty());
}

void PatchesTest::chainsWithoutGainGiveNothing() {
    OperatorGraph graph;
    OperatorBuilder build(graph);
    const TensorId x = build.addInput({1, 4, 16, 16}, "x");
    graph.outputs = {must(build.conv(x, convSpec(8, 3, 1, Activation::Relu)))};
    QVERIFY(!must(bestPatches(graph, {})).has_value());
}

}  // namespace bw

QTEST_GUILESS_MAIN(bw::PatchesTest)
#include "patches_test.moc"
