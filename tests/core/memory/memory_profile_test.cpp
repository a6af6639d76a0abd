// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "memory/memory_profile.h"

#include <QtTest>

#include <algorithm>
#include <set>

#include "memory/memory_plan.h"
#include "support/mobilenets.h"

namespace bw {

using support::convSpec;
using support::must;

class MemoryProfileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void profilesHaveIdsNamesAndSentences();
    void anUnknownProfileNamesThoseThereAre();
    void theEthosRuleRoundsIntermediatesAlone();
    void whatWaitsBesideABranchIsAResidual();
    void weightsInFlashAreStagedBesideTheirConvolution();
    void stagingShrinksToTwoSlices();
    void aCascadeKeepsRollingRows();
    void stripesGrowIntoTheLimit();
    void stridesAndWindowsDecideTheRows();
    void branchesAreNotCascaded();
    void cascadesNeverRaiseThePeak();
    void limitsBelowOneAreRefused();
    void everyPlanIsFreeOfOverlaps();
};

namespace {

MemoryRequest requestFor(std::string_view profile) {
    MemoryRequest request;
    request.profile = must(findMemoryProfile(profile));
    request.traits.brick = 16;
    request.traits.folds_pads = request.traits.free_quantize = true;
    return request;
}

/// 4096 B in, 16,384 B between, 4096 B out.
OperatorGraph pair() {
    OperatorGraph graph;
    OperatorBuilder build(graph);
    TensorId x = build.addInput({1, 16, 16, 16}, "x");
    x = must(build.conv(x, convSpec(64, 3, 1, Activation::Relu)));
    x = must(build.conv(x, convSpec(16, 1, 1, Activation::None)));
    graph.outputs = {x};
    return graph;
}

}  // namespace

void MemoryProfileTest::profilesHaveIdsNamesAndSentences() {
    std::set<std::string_view> ids;
    for (const MemoryProfile& profile : memoryProfiles()) {
        QVERIFY(ids.insert(profile.id).second);
        QVERIFY(!profile.name.empty());
        QVERIFY(profile.counts.ends_with('.'));
        QVERIFY(must(findMemoryProfile(profile.id)) == &profile);
    }
}

void MemoryProfileTest::anUnknownProfileNamesThoseThereAre() {
    const auto found = findMemoryProfile("vela");
    QVERIFY(!found);
    QVERIFY(found.error().code == ErrorCode::NotFound);
    QVERIFY(found.error().remedy.find("ethos-u-cascaded") != std::string::npos);
}

void MemoryProfileTest::theEthosRuleRoundsIntermediatesAlone() {
    // hardware.md 4.6: the same as liveness of a network whose intermediates have their channels rounded up to 16.
    for (OperatorGraph graph : {support::mobileNetV1(160), support::mobileNetV2(160)}) {
        const MemoryPlan plan = must(planRuntimeMemory(graph, requestFor("ethos-u")));
        for (size_t t = 0; t < graph.tensors.size(); ++t) {
            const auto is = [&](const std::vector<TensorId>& list) {
                return std::find(list.begin(), list.end(), static_cast<TensorId>(t)) != list.end();
            };
            if (is(graph.inputs) || is(graph.outputs)) continue;
            Shape& shape = graph.tensors[t].shape;
            if (shape.rank() == 4) shape = Shape{1, (shape.channels() + 15) / 16 * 16, shape.height(), shape.width()};
        }
        QCOMPARE(plan.live.peak_bytes,
                 must(analyzeLiveness(graph, {.quantize_is_free = true, .fold_pads = true})).peak_bytes);
    }
}

void MemoryProfileTest::whatWaitsBesideABranchIsAResidual() {
    OperatorGraph graph;
    OperatorBuilder build(graph);
    const TensorId x = build.addInput({1, 16, 8, 8}, "x");
    const TensorId kept = must(build.conv(x, convSpec(16, 1, 1, Activation::Relu)));
    const TensorId branch = must(build.conv(kept, convSpec(16, 3, 1, Activation::Relu)));
    const TensorId more = must(build.conv(branch, convSpec(16, 3, 1, Activation::Relu)));
    graph.outputs = {must(build.elementwise(OpType::Add, std::array{kept, more}))};
    graph.operators[1].block = 7;
    const LiveMemory live = must(planRuntimeMemory(graph, requestFor("tflm"))).live;
    QVERIFY(live.lives[0].role == LifeRole::Input);
    QVERIFY(live.lives[1].role == LifeRole::Residual);
    QVERIFY(live.lives[2].role == LifeRole::Intermediate);
    QCOMPARE(live.lives[2].op, 1);
    QCOMPARE(live.lives[2].block, 7);
    QVERIFY(live.lives[4].role == LifeRole::Output);
}

void MemoryProfileTest::weightsInFlashAreStagedBesideTheirConvolution() {
    // 16 x 9 x 64 weights and 64 x 10 B of bias = 9856 B; 64 x 16 + 160 = 1184 B.
    MemoryRequest request = requestFor("ethos-u");
    request.traits.weights_in_sram = false;
    request.sram_bytes = 1 << 20;
    const MemoryPlan plan = must(planRuntimeMemory(pair(), request));
    std::vector<TensorLife> staged;
    for (const TensorLife& life : plan.live.lives) {
        if (life.role == LifeRole::WeightStaging) staged.push_back(life);
    }
    QCOMPARE(staged.size(), size_t{2});
    QCOMPARE(staged[0].bytes, 9856);
    QCOMPARE(staged[1].bytes, 1184);
    QCOMPARE(staged[1].first_step, 0);  // Prefetched while the first convolution runs.
    QCOMPARE(staged[1].last_step, 1);
    QCOMPARE(plan.live.peak_bytes, 20'480);
    QCOMPARE(plan.live.total_peak_bytes, 20'480 + 9856 + 1184);
    QCOMPARE(plan.stagingBytes(), 11'040);
    request.traits.weights_in_sram = true;
    QCOMPARE(must(planRuntimeMemory(pair(), request)).live.total_peak_bytes, 20'480);
}

void MemoryProfileTest::stagingShrinksToTwoSlices() {
    // Without room above the peak: two slices of 16 of the 64 channels, 2 x 16 x (144 + 10) B.
    MemoryRequest request = requestFor("ethos-u");
    request.traits.weights_in_sram = false;
    const MemoryPlan plan = must(planRuntimeMemory(pair(), request));
    QCOMPARE(plan.live.staging_bytes_per_step.front(), 4928);
    request.sram_bytes = 20'480 + 7392;  // Room for two slices of 16 and no more.
    QCOMPARE(must(planRuntimeMemory(pair(), request)).live.staging_bytes_per_step.front(), 4928 + 1184);
}

void MemoryProfileTest::aCascadeKeepsRollingRows() {
    // The pointwise consumer reads c = 1 row, the producer adds p = 1: two rows of 16 x 64 B beside input and output.
    const MemoryPlan whole = must(planRuntimeMemory(pair(), requestFor("ethos-u")));
    QCOMPARE(whole.live.peak_bytes, 20'480);
    QCOMPARE(*whole.cascaded_peak_bytes, 4096 + 2048 + 4096);
    QVERIFY(whole.cascades.empty());
    const MemoryPlan plan = must(planRuntimeMemory(pair(), requestFor("ethos-u-cascaded")));
    QCOMPARE(plan.live.peak_bytes, 10'240);
    QCOMPARE(plan.whole_peak_bytes, 20'480);
    QCOMPARE(plan.cascades.size(), size_t{1});
    QCOMPARE(plan.cascades[0].operators, (std::vector<int32_t>{0, 1}));
    QCOMPARE(plan.step_of_operator, (std::vector<int32_t>{0, 0}));
    QVERIFY(plan.live.lives.back().role == LifeRole::RollingBuffer);
    QCOMPARE(plan.arena.arena_bytes, 10'240);
}

void MemoryProfileTest::stripesGrowIntoTheLimit() {
    // Each row of a stripe takes two rolling rows of 1024 B: 8192 + 2 x 2048 fits into 14,000 B, 3 x 2048 does not.
    MemoryRequest request = requestFor("ethos-u-cascaded");
    request.sram_bytes = 14'000;
    const MemoryPlan plan = must(planRuntimeMemory(pair(), request));
    QCOMPARE(plan.cascades[0].stripe_rows, 2);
    QCOMPARE(plan.live.peak_bytes, 12'288);
    request.sram_bytes = 20'480;  // Whole tensors fit: no cascade is needed.
    QVERIFY(must(planRuntimeMemory(pair(), request)).cascades.empty());
}

void MemoryProfileTest::stridesAndWindowsDecideTheRows() {
    // Expansion 16 -> 64 at 16 x 16, depthwise 3 x 3 with stride 2, projection to 16. Stripes of one row: 2 rows of 512
    // B behind the depthwise; before it p = 2, c = 3, so 6 rows of 1024 B.
    OperatorGraph graph;
    OperatorBuilder build(graph);
    TensorId x = build.addInput({1, 16, 16, 16}, "x");
    x = must(build.conv(x, convSpec(64, 1, 1, Activation::Relu6)));
    x = must(build.depthwise(x, convSpec(0, 3, 2, Activation::Relu6)));
    graph.outputs = {must(build.conv(x, convSpec(16, 1, 1, Activation::None)))};
    const MemoryPlan plan = must(planRuntimeMemory(graph, requestFor("ethos-u-cascaded")));
    QCOMPARE(plan.live.peak_bytes, 4096 + 6144 + 1024 + 1024);
}

void MemoryProfileTest::branchesAreNotCascaded() {
    OperatorGraph graph;
    OperatorBuilder build(graph);
    const TensorId x = build.addInput({1, 16, 16, 16}, "x");
    const TensorId wide = must(build.conv(x, convSpec(64, 3, 1, Activation::Relu)));
    const TensorId same = must(build.conv(wide, convSpec(64, 3, 1, Activation::Relu)));
    graph.outputs = {must(build.elementwise(OpType::Add, std::array{wide, same}))};
    const MemoryPlan plan = must(planRuntimeMemory(graph, requestFor("ethos-u-cascaded")));
    QVERIFY(plan.cascades.empty());
    QCOMPARE(plan.live.peak_bytes, plan.whole_peak_bytes);
}

void MemoryProfileTest::cascadesNeverRaiseThePeak() {
    for (const OperatorGraph& graph : {support::mobileNetV1(), support::mobileNetV2()}) {
        const MemoryPlan plan = must(planRuntimeMemory(graph, requestFor("ethos-u-cascaded")));
        QVERIFY(plan.live.peak_bytes < plan.whole_peak_bytes);
        QCOMPARE(plan.live.peak_bytes, *plan.cascaded_peak_bytes);
        for (const int64_t limit : {300'000, 700'000, 1'200'000, 2'000'000}) {
            MemoryRequest request = requestFor("ethos-u-cascaded");
            request.sram_bytes = limit;
            const MemoryPlan limited = must(planRuntimeMemory(graph, request));
            QVERIFY(limited.live.peak_bytes <= std::max(limit, plan.live.peak_bytes));
        }
    }
}

void MemoryProfileTest::limitsBelowOneAreRefused() {
    MemoryRequest request = requestFor("ethos-u");
    for (const int64_t bytes : {int64_t{0}, int64_t{-5}}) {
        request.sram_bytes = bytes;
        const auto plan = planRuntimeMemory(pair(), request);
        QVERIFY(!plan);
        QVERIFY(plan.error().message.find(std::to_string(bytes)) != std::string::npos);
    }
}

void MemoryProfileTest::everyPlanIsFreeOfOverlaps() {
    for (const MemoryProfile& profile : memoryProfiles()) {
        for (const int64_t limit : {100'000, 5'000'000}) {
            MemoryRequest request = requestFor(profile.id);
            request.traits.weights_in_sram = false;
            request.sram_bytes = limit;
            const MemoryPlan plan = must(planRuntimeMemory(support::mobileNetV2(), request));
            const auto& lives = plan.live.lives;
            for (size_t a = 0; a < lives.size(); ++a) {
                for (size_t b = 0; b < a; ++b) {
                    if (lives[a].first_step > lives[b].last_step || lives[b].first_step > lives[a].last_step) continue;
                    const int64_t at = plan.arena.offsets[a];
                    const int64_t other = plan.arena.offsets[b];
                    QVERIFY(at + lives[a].bytes <= other || other + lives[b].bytes <= at);
                }
            }
        }
    }
}

}  // namespace bw

QTEST_GUILESS_MAIN(bw::MemoryProfileTest)
#include "memory_profile_test.moc"
