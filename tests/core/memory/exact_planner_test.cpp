// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "memory/exact_planner.h"

#include <QtTest>

#include <rapidcheck.h>
#include <numeric>

#include "base/checked.h"
#include "support/minimalloc.h"
#include "support/must.h"

namespace bw {

using support::must;

class ExactPlannerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsTheArenaThatGreedyMisses();
    void provesThatTheLowerBoundCannotBeReached();
    void agreesWithTryingEveryOrder();
    void stopsWithTheGreedyPlanAndTheGap();
    void endsAtTheNodeLimitAndRepeatsExactly();
    void leavesTooManyBuffersToGreedy();
    void isContentWithABudget();
    void refusesImpossibleBuffersAndLimits();
    void sharedInstanceFitsItsCapacity();
};

namespace {

/// The smallest arena: every plan can be pushed down, and then building it from below drops each buffer on top of those
/// before it, so some order of dropping gives the best.
int64_t smallestArena(const std::vector<ArenaBuffer>& buffers, int64_t alignment) {
    std::vector<size_t> order(buffers.size());
    std::iota(order.begin(), order.end(), size_t{0});
    int64_t best = std::numeric_limits<int64_t>::max();
    do {
        std::vector<int64_t> tops(buffers.size());
        int64_t arena = 0;
        for (size_t i = 0; i < order.size(); ++i) {
            int64_t offset = 0;
            for (size_t j = 0; j < i; ++j) {
                if (buffers[order[i]].overlapsInTime(buffers[order[j]])) offset = std::max(offset, tops[order[j]]);
            }
            tops[order[i]] = offset + roundUp(buffers[order[i]].bytes, alignment);
            arena = std::max(arena, tops[order[i]]);
        }
        best = std::min(best, arena);
    } while (std::next_permutation(order.begin(), order.end()));
    return best;
}

bool isValid(const std::vector<ArenaBuffer>& buffers, const ArenaPlan& plan, int64_t alignment) {
    if (plan.offsets.size() != buffers.size()) return false;
    int64_t end = 0;
    for (size_t a = 0; a < buffers.size(); ++a) {
        const int64_t top = plan.offsets[a] + roundUp(buffers[a].bytes, alignment);
        end = std::max(end, top);
        if (plan.offsets[a] < 0 || plan.offsets[a] % alignment != 0) return false;
        for (size_t b = 0; b < a; ++b) {
            const bool apart =
                top <= plan.offsets[b] || plan.offsets[b] + roundUp(buffers[b].bytes, alignment) <= plan.offsets[a];
            if (!apart && buffers[a].overlapsInTime(buffers[b])) return false;
        }
    }
    return end == plan.arena_bytes;
}

/// Greedy needs 12 for these, the bound is 8; see arena_test.cpp.
const std::vector<ArenaBuffer> kGreedyMisses = {{3, 4, 4}, {1, 3, 4}, {0, 0, 4}, {0, 2, 4}};

}  // namespace

void ExactPlannerTest::findsTheArenaThatGreedyMisses() {
    const ExactPlan exact = must(planArenaExactly(kGreedyMisses, 1));
    QCOMPARE(exact.plan.arena_bytes, 8);
    QVERIFY(exact.optimal());
    QVERIFY(!exact.stopped);
    QCOMPARE(exact.gapBytes(), 0);
    QVERIFY(isValid(kGreedyMisses, exact.plan, 1));
    QCOMPARE(must(planArenaExactly({}, 16)).plan.arena_bytes, 0);
}

void ExactPlannerTest::provesThatTheLowerBoundCannotBeReached() {
    // Six bytes live at steps 0, 1, 4 and 5, but every order of the eight buffers needs a seventh.
    const std::vector<ArenaBuffer> buffers = {{1, 3, 1}, {3, 4, 2}, {0, 0, 2}, {4, 5, 3},
                                              {1, 4, 1}, {5, 7, 3}, {0, 1, 1}, {0, 1, 3}};
    QCOMPARE(smallestArena(buffers, 1), 7);
    const ExactPlan exact = must(planArenaExactly(buffers, 1));
    QCOMPARE(exact.plan.lower_bound_bytes, 6);
    QCOMPARE(exact.plan.arena_bytes, 7);
    QCOMPARE(exact.proven_bound_bytes, 7);
    QVERIFY(exact.optimal());
}

void ExactPlannerTest::agreesWithTryingEveryOrder() {
    QVERIFY(rc::check("the proven optimum is that of all orders", [] {
        std::vector<ArenaBuffer> buffers;
        const int count = *rc::gen::inRange(1, 8);
        for (int i = 0; i < count; ++i) {
            const int32_t first = *rc::gen::inRange(0, 6);
            buffers.push_back({first, first + *rc::gen::inRange(0, 4), *rc::gen::inRange<int64_t>(1, 10)});
        }
        const int64_t alignment = *rc::gen::element<int64_t>(1, 4);
        const ExactPlan exact = must(planArenaExactly(buffers, alignment));
        RC_ASSERT(isValid(buffers, exact.plan, alignment));
        RC_ASSERT(exact.optimal());
        RC_ASSERT(exact.plan.arena_bytes == smallestArena(buffers, alignment));
    }));
}

void ExactPlannerTest::stopsWithTheGreedyPlanAndTheGap() {
    std::stop_source source;
    source.request_stop();
    ExactOptions cancelled;
    cancelled.stop = source.get_token();
    ExactOptions no_time;
    no_time.time_limit = std::chrono::milliseconds(0);
    for (const ExactOptions& options : {cancelled, no_time}) {
        const ExactPlan exact = must(planArenaExactly(kGreedyMisses, 1, options));
        QVERIFY(exact.stopped);
        QVERIFY(!exact.optimal());
        QCOMPARE(exact.plan.offsets, must(planArenaGreedily(kGreedyMisses, 1)).offsets);
        QCOMPARE(exact.gapBytes(), 4);
    }
}

void ExactPlannerTest::endsAtTheNodeLimitAndRepeatsExactly() {
    std::vector<ArenaBuffer> buffers;
    for (int32_t i = 0; i < 60; ++i)
        buffers.push_back({i, i + 1 + (i * 7) % 11, 1 + (i * 37) % 53});
    ExactOptions options;
    options.time_limit = std::chrono::minutes(5);
    options.node_limit = 5'000;
    const ExactPlan once = must(planArenaExactly(buffers, 1, options));
    const ExactPlan again = must(planArenaExactly(buffers, 1, options));
    QVERIFY(once.nodes <= 5'000);
    QVERIFY(isValid(buffers, once.plan, 1));
    QCOMPARE(once.plan.offsets, again.plan.offsets);
    QCOMPARE(once.nodes, again.nodes);
    QVERIFY(once.plan.arena_bytes <= must(planArenaGreedily(buffers, 1)).arena_bytes);
}

void ExactPlannerTest::leavesTooManyBuffersToGreedy() {
    // The four buffers that greedy misses, before 4,001 that hang together but are small.
    std::vector<ArenaBuffer> buffers = kGreedyMisses;
    for (int32_t i = 0; i < 4'001; ++i)
        buffers.push_back({5 + i, 6 + i, 1});
    const ExactPlan exact = must(planArenaExactly(buffers, 1));
    QVERIFY(exact.stopped);
    QCOMPARE(exact.nodes, 0);
    QCOMPARE(exact.plan.arena_bytes, 12);
    QCOMPARE(exact.gapBytes(), 4);
    buffers.resize(2'000);
    QCOMPARE(must(planArenaExactly(buffers, 1)).plan.arena_bytes, 8);
}

void ExactPlannerTest::isContentWithABudget() {
    ExactOptions options;
    options.enough_bytes = 12;
    const ExactPlan greedy_is_enough = must(planArenaExactly(kGreedyMisses, 1, options));
    QCOMPARE(greedy_is_enough.plan.arena_bytes, 12);
    QCOMPARE(greedy_is_enough.nodes, 0);
    QVERIFY(!greedy_is_enough.stopped);
    options.enough_bytes = 11;
    QVERIFY(must(planArenaExactly(kGreedyMisses, 1, options)).plan.arena_bytes <= 11);
    options.enough_bytes = 3;  // Below the bound: the best there is.
    QCOMPARE(must(planArenaExactly(kGreedyMisses, 1, options)).plan.arena_bytes, 8);
}

void ExactPlannerTest::refusesImpossibleBuffersAndLimits() {
    QVERIFY(!planArenaExactly(std::vector<ArenaBuffer>{{2, 1, 5}}, 1));
    QVERIFY(!planArenaExactly(kGreedyMisses, 0));
    ExactOptions options;
    options.node_limit = -1;
    QVERIFY(!planArenaExactly(kGreedyMisses, 1, options));
    options = {};
    options.enough_bytes = -1;
    QVERIFY(!planArenaExactly(kGreedyMisses, 1, options));
}

void ExactPlannerTest::sharedInstanceFitsItsCapacity() {
    const auto names = support::minimallocInstances();
    if (names.empty()) QSKIP("the shared data folder with the allocation problems is absent");
    // The smallest instance; bench_memory plans all of them.
    const auto buffers = support::readMinimallocInstance(names.front());
    ExactOptions options;
    options.time_limit = std::chrono::minutes(2);
    options.enough_bytes = support::minimallocCapacity(names.front());
    const ExactPlan exact = must(planArenaExactly(buffers, 1, options));
    QVERIFY(isValid(buffers, exact.plan, 1));
    QVERIFY(exact.plan.arena_bytes <= options.enough_bytes);
}

}  // namespace bw

QTEST_GUILESS_MAIN(bw::ExactPlannerTest)
#include "exact_planner_test.moc"
