// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "memory/reorder.h"

#include <QtTest>

#include <rapidcheck.h>
#include <algorithm>
#include <cmath>

#include "memory/order_search.h"
#include "support/branchy_cells.h"

namespace bw {

using support::convSpec;
using support::must;

class ReorderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aWideBranchRunsFirst();
    void aChainHasOneOrder();
    void everyOrderOfSmallGraphsIsNoBetter();
    void piecesStayTogether();
    void mixedPiecesAreRefused();
    void randomlyWiredCellsNeedLess();
    void smallLimitsStillGiveAnOrder();
    void aStopEndsTheSearch();
};

namespace {

/// Two branches of one input: the first grows it before shrinking, the second shrinks it at once.
OperatorGraph twoBranches() {
    OperatorGraph graph;
    OperatorBuilder build(graph);
    const TensorId x = build.addInput({1, 16, 8, 8}, "x");
    const TensorId a = must(build.conv(x, convSpec(4, 1, 1, Activation::Relu)));
    const TensorId b = must(build.conv(x, convSpec(64, 1, 1, Activation::Relu)));
    const TensorId c = must(build.conv(b, convSpec(2, 1, 1, Activation::Relu)));
    graph.outputs = {must(build.concat({{a, c}}, 1))};
    return graph;
}

/// Every input to a step, and what analyzeLiveness says of the order.
int64_t bruteForce(const OperatorGraph& graph, const MemoryRules& rules) {
    const size_t count = graph.operators.size();
    std::vector<int32_t> steps(count, -1);
    int64_t best = std::numeric_limits<int64_t>::max();
    const auto place = [&](auto&& self, int32_t next) -> void {
        if (next == static_cast<int32_t>(count)) {
            best = std::min(best, must(analyzeLiveness(graph, rules, steps)).peak_bytes);
            return;
        }
        for (size_t op = 0; op < count; ++op) {
            if (steps[op] >= 0) continue;
            const auto& inputs = graph.operators[op].inputs;
            const bool ready = std::all_of(inputs.begin(), inputs.end(), [&](TensorId t) {
                const int32_t producer = graph.tensors[static_cast<size_t>(t)].producer;
                return producer < 0 || steps[static_cast<size_t>(producer)] >= 0;
            });
            if (!ready) continue;
            steps[op] = next;
            self(self, next + 1);
            steps[op] = -1;
        }
    };
    place(place, 0);
    return best;
}

OperatorGraph smallGraph() {
    OperatorGraph graph;
    OperatorBuilder build(graph);
    build.addInput({1, *rc::gen::inRange<int64_t>(1, 20), 4, 4}, "x");
    const int count = *rc::gen::inRange(2, 8);
    for (int i = 0; i < count; ++i) {
        const auto tensors = static_cast<int32_t>(graph.tensors.size());
        const TensorId a = *rc::gen::inRange(0, tensors);
        const TensorId b = *rc::gen::inRange(0, tensors);
        const int kind = *rc::gen::inRange(0, 4);
        if (kind == 0 && a != b) {
            must(build.concat({{a, b}}, 1));
        } else if (kind == 1 && graph.shape(a) == graph.shape(b) && a != b) {
            must(build.elementwise(OpType::Add, std::array{a, b}));
        } else if (kind == 2) {
            must(build.elementwise(OpType::Mul, std::array{a}));
        } else {
            must(build.conv(a, convSpec(*rc::gen::inRange<int64_t>(1, 20), 1, 1, Activation::None)));
        }
    }
    graph.outputs = {static_cast<TensorId>(graph.tensors.size()) - 1};
    return graph;
}

}  // namespace

void ReorderTest::aWideBranchRunsFirst() {
    // As given the 64 channels are live beside the first branch's 4: 16 + 4 + 64 of 64 B. The other way 16 + 64.
    const ReorderPlan plan = must(reorderForMemory(twoBranches(), {}));
    QCOMPARE(plan.given_peak_bytes, 84 * 64);
    QCOMPARE(plan.peak_bytes, 82 * 64);
    QVERIFY(plan.improved && plan.optimal);
    QVERIFY(plan.step_of_operator[1] < plan.step_of_operator[0]);
    QCOMPARE(must(analyzeLiveness(twoBranches(), {}, plan.step_of_operator)).peak_bytes, plan.peak_bytes);
}

void ReorderTest::aChainHasOneOrder() {
    const ReorderPlan plan = must(reorderForMemory(support::mobileNetV2(), {}));
    QVERIFY(plan.optimal && !plan.improved);
    QCOMPARE(plan.peak_bytes, 1'505'280);
}

void ReorderTest::everyOrderOfSmallGraphsIsNoBetter() {
    const bool holds = rc::check("no order of a small graph is better", [] {
        const OperatorGraph graph = smallGraph();
        const ReorderPlan plan = must(reorderForMemory(graph, {}));
        RC_ASSERT(plan.optimal);
        RC_ASSERT(plan.peak_bytes <= plan.given_peak_bytes);
        RC_ASSERT(plan.peak_bytes == bruteForce(graph, {}));
        RC_ASSERT(must(analyzeLiveness(graph, {}, plan.step_of_operator)).peak_bytes == plan.peak_bytes);
        // In place the order decides what can be overwritten: never worse, not always the best.
        const MemoryRules in_place{.in_place_depthwise = true, .in_place_elementwise = true};
        const ReorderPlan sharing = must(reorderForMemory(graph, in_place));
        RC_ASSERT(sharing.peak_bytes <= sharing.given_peak_bytes);
        RC_ASSERT(sharing.peak_bytes >= bruteForce(graph, in_place));
    });
    QVERIFY(holds);
}

void ReorderTest::piecesStayTogether() {
    ReorderOptions options;
    const std::vector<int32_t> blocks = {7, 3, 3, 9};
    options.piece_of_operator = blocks;
    const ReorderPlan plan = must(reorderForMemory(twoBranches(), {}, options));
    QCOMPARE(plan.pieces, (std::vector<int32_t>{3, 7, 9}));
    QCOMPARE(plan.step_of_operator, (std::vector<int32_t>{2, 0, 1, 3}));
}

void ReorderTest::mixedPiecesAreRefused() {
    ReorderOptions options;
    const std::vector<int32_t> mixed = {1, 2, 1, 2};
    options.piece_of_operator = mixed;
    const auto plan = reorderForMemory(twoBranches(), {}, options);
    QVERIFY(!plan);
    QVERIFY(plan.error().code == ErrorCode::InvalidArgument);
}

void ReorderTest::randomlyWiredCellsNeedLess() {
    // 32 nodes, 170 operators: exact. In breadth-first order, as converters sort, Serenity's factor is 1.68.
    double log_ratio = 0;
    for (const uint64_t seed : {1, 2, 3, 4}) {
        const OperatorGraph graph = support::breadthFirst(support::randWireCell(seed));
        const ReorderPlan plan = must(reorderForMemory(graph, {}));
        QVERIFY(plan.optimal);
        QCOMPARE(must(analyzeLiveness(graph, {}, plan.step_of_operator)).peak_bytes, plan.peak_bytes);
        QCOMPARE(must(reorderForMemory(support::randWireCell(seed), {})).peak_bytes, plan.peak_bytes);
        log_ratio += std::log(static_cast<double>(plan.given_peak_bytes) / static_cast<double>(plan.peak_bytes));
    }
    QVERIFY(std::exp(log_ratio / 4) > 1.5);
}

void ReorderTest::smallLimitsStillGiveAnOrder() {
    const OperatorGraph graph = support::breadthFirst(support::randWireCell(5));
    ReorderOptions options;
    options.state_limit = 100;
    const ReorderPlan plan = must(reorderForMemory(graph, {}, options));
    QVERIFY(plan.improved && !plan.optimal);
    QCOMPARE(must(analyzeLiveness(graph, {}, plan.step_of_operator)).peak_bytes, plan.peak_bytes);
}

void ReorderTest::aStopEndsTheSearch() {
    std::stop_source stop;
    stop.request_stop();
    ReorderOptions options;
    options.stop = stop.get_token();
    const auto plan = reorderForMemory(support::randWireCell(1), {}, options);
    QVERIFY(!plan);
    QVERIFY(plan.error().code == ErrorCode::Cancelled);
}

}  // namespace bw

QTEST_GUILESS_MAIN(bw::ReorderTest)
#include "reorder_test.moc"
