// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "memory/plan_export.h"

#include <QtTest>

#include <nlohmann/json.hpp>

#include "support/golden_networks.h"

namespace bw {

using support::convSpec;
using support::must;

class PlanExportTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theJsonHoldsEveryOffset();
    void theOfflinePlanIsWhatTheInterpreterReads();
    void tensorNumbersAreTheFiles();
    void otherProfilesAndOrdersAreRefused();
    void networksHaveTheirPublishedPeaks();
};

namespace {

OperatorGraph chain() {
    OperatorGraph graph;
    OperatorBuilder build(graph);
    TensorId x = build.addInput({1, 2, 4, 4}, "x");
    x = must(build.conv(x, convSpec(4, 3, 1, Activation::Relu)));
    x = must(build.conv(x, convSpec(3, 3, 1, Activation::Relu)));
    graph.outputs = {x};
    return graph;
}

std::vector<int32_t> numbers(const std::string& bytes) {
    std::vector<int32_t> all;
    for (size_t i = 0; i + 4 <= bytes.size(); i += 4) {
        uint32_t value = 0;
        for (size_t b = 4; b-- > 0;)
            value = value << 8 | static_cast<uint8_t>(bytes[i + b]);
        all.push_back(static_cast<int32_t>(value));
    }
    return all;
}

}  // namespace

void PlanExportTest::theJsonHoldsEveryOffset() {
    const OperatorGraph graph = chain();
    const MemoryPlan plan = must(planRuntimeMemory(graph, {}));
    const auto json = nlohmann::json::parse(memoryPlanJson(graph, plan, Precision::Int8));
    QCOMPARE(json["profile"].get<std::string>(), std::string("tflm"));
    QCOMPARE(json["arena_bytes"].get<int64_t>(), plan.arena.arena_bytes);
    QCOMPARE(json["peak_bytes"].get<int64_t>(), 112);
    QCOMPARE(json["items"].size(), size_t{3});
    for (size_t i = 0; i < 3; ++i) {
        QCOMPARE(json["items"][i]["offset"].get<int64_t>(), plan.arena.offsets[i]);
        QCOMPARE(json["items"][i]["bytes"].get<int64_t>(), plan.live.lives[i].bytes);
    }
    QCOMPARE(json["items"][1]["role"].get<std::string>(), std::string("activation"));
    QVERIFY(json["cascaded_peak_bytes"].is_null());
}

void PlanExportTest::theOfflinePlanIsWhatTheInterpreterReads() {
    // Version 1, subgraph 0, three offsets: 64 B first at 0, then 48 B and 32 B beside it.
    const OperatorGraph graph = chain();
    const MemoryPlan plan = must(planRuntimeMemory(graph, {}));
    QCOMPARE(numbers(must(offlinePlanBytes(graph, plan))), (std::vector<int32_t>{1, 0, 3, 64, 0, 64}));
}

void PlanExportTest::tensorNumbersAreTheFiles() {
    OperatorGraph graph = chain();
    const MemoryPlan plan = must(planRuntimeMemory(graph, {}));
    const std::vector<TensorId> file = {-1, 2, -1, 0, 1};  // Constants between.
    QCOMPARE(numbers(must(offlinePlanBytes(graph, plan, file, 2))), (std::vector<int32_t>{1, 2, 5, -1, 64, -1, 64, 0}));
    const std::vector<TensorId> wrong = {7};
    QVERIFY(!offlinePlanBytes(graph, plan, wrong));
    // Around a change of format the interpreter places tensors itself: their size is the file's matter.
    graph.operators[0].type = OpType::Quantize;
    QCOMPARE(numbers(must(offlinePlanBytes(graph, plan))), (std::vector<int32_t>{1, 0, 3, -1, -1, 64}));
}

void PlanExportTest::otherProfilesAndOrdersAreRefused() {
    const OperatorGraph graph = chain();
    MemoryRequest request;
    request.profile = must(findMemoryProfile("tinyengine"));
    const auto in_place = offlinePlanBytes(graph, must(planRuntimeMemory(graph, request)));
    QVERIFY(!in_place);
    QVERIFY(in_place.error().remedy.find("tflm") != std::string::npos);
    MemoryPlan plan = must(planRuntimeMemory(graph, {}));
    plan.step_of_operator = {1, 0};
    QVERIFY(!offlinePlanBytes(graph, plan));
    plan = must(planRuntimeMemory(graph, {}));
    plan.arena.offsets[1] = int64_t{1} << 31;
    const auto far = offlinePlanBytes(graph, plan);
    QVERIFY(!far);
    QVERIFY(far.error().code == ErrorCode::LimitExceeded);
}

void PlanExportTest::networksHaveTheirPublishedPeaks() {
    // petewarden/ml_memory_analyser, int8. ResNet: shortcut, branch and sum of 75 x 75 x 256.
    const auto peak = [](const OperatorGraph& graph) { return must(planRuntimeMemory(graph, {})).live.peak_bytes; };
    QCOMPARE(peak(support::mobileNetV1()), 1'204'224);
    QCOMPARE(peak(support::mobileNetV2()), 1'505'280);
    QCOMPARE(peak(support::efficientNetLite0()), 1'505'280);
    QCOMPARE(peak(support::resNetV2_101()), 4'320'000);
}

}  // namespace bw

QTEST_GUILESS_MAIN(bw::PlanExportTest)
#include "plan_export_test.moc"
