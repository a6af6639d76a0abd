// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/layered_layout.h"

#include <QtTest>
#include <cmath>

#include "base/random.h"

using namespace bw;

namespace {

LayoutInput chain(int count) {
    LayoutInput input;
    input.sizes.assign(static_cast<size_t>(count), {200, 60});
    for (int i = 1; i < count; ++i)
        input.edges.push_back({i - 1, i});
    return input;
}

/// A random graph of the shape networks have: a chain with skips, branches that merge again, and side heads.
LayoutInput randomNetwork(uint64_t seed, int count) {
    Random random(seed);
    LayoutInput input;
    int32_t last = -1;
    const auto add = [&](int32_t from) {
        const auto node = static_cast<int32_t>(input.sizes.size());
        input.sizes.push_back(
            {120.0 + 20 * static_cast<double>(random.below(6)), 40.0 + 10 * static_cast<double>(random.below(5))});
        if (from >= 0) input.edges.push_back({from, node});
        return node;
    };
    while (static_cast<int>(input.sizes.size()) < count) {
        const int32_t start = last = add(last);
        const auto branches = static_cast<int>(random.between(1, 4));
        std::vector<int32_t> ends;
        for (int branch = 0; branch < branches; ++branch) {
            int32_t node = start;
            for (int64_t i = random.between(branch == 0 ? 1 : 0, 4); i > 0; --i)
                node = add(node);
            ends.push_back(node);
        }
        last = add(-1);
        for (const int32_t end : ends)
            input.edges.push_back({end, last});
        if (random.below(5) == 0) add(start);
    }
    return input;
}

bool overlap(const LayoutInput& input, const GraphLayout& layout, size_t a, size_t b) {
    const LayoutPoint p = layout.positions[a], q = layout.positions[b];
    return p.x < q.x + input.sizes[b].width && q.x < p.x + input.sizes[a].width && p.y < q.y + input.sizes[b].height &&
           q.y < p.y + input.sizes[a].height;
}

/// The middle of each straight lane piece of `points`, where an edge passes other layers.
bool crossesNode(const LayoutInput& input, const GraphLayout& layout, const std::vector<LayoutPoint>& points) {
    for (size_t i = 3; i < points.size(); i += 3) {
        const LayoutPoint a = points[i - 3], b = points[i];
        if (a.x != b.x) continue;
        for (size_t n = 0; n < input.sizes.size(); ++n) {
            const LayoutPoint p = layout.positions[n];
            const LayoutSize size = input.sizes[n];
            if (a.x > p.x && a.x < p.x + size.width && a.y < p.y + size.height - 1e-6 && b.y > p.y + 1e-6) return true;
        }
    }
    return false;
}

std::vector<std::optional<LayoutPoint>> positionsOf(const GraphLayout& layout) {
    return {layout.positions.begin(), layout.positions.end()};
}

}  // namespace

class LayeredLayoutTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void drawsAChainAsOneStraightColumn() {
        const auto layout = layoutGraph(chain(50));
        QVERIFY(layout);
        for (size_t i = 0; i < 50; ++i) {
            QCOMPARE(layout->positions[i].x, -100.0);
            QCOMPARE(layout->positions[i].y, static_cast<double>(i) * 100);
        }
        for (const auto& points : layout->edges)
            for (const LayoutPoint& point : points)
                QCOMPARE(point.x, 0.0);
    }

    void placesNodesWithoutOverlapAndEdgesDownward() {
        for (uint64_t seed = 1; seed <= 25; ++seed) {
            const LayoutInput input = randomNetwork(seed, 120);
            const auto layout = layoutGraph(input);
            QVERIFY(layout);
            for (size_t a = 0; a < input.sizes.size(); ++a)
                for (size_t b = 0; b < a; ++b)
                    QVERIFY(!overlap(input, *layout, a, b));
            for (size_t i = 0; i < input.edges.size(); ++i) {
                const auto from = static_cast<size_t>(input.edges[i].from), to = static_cast<size_t>(input.edges[i].to);
                QVERIFY(layout->positions[from].y + input.sizes[from].height < layout->positions[to].y);
                const auto& points = layout->edges[i];
                QCOMPARE(points.size() % 3, size_t{1});
                for (size_t p = 1; p < points.size(); ++p)
                    QVERIFY(points[p].y >= points[p - 1].y - 1e-9);
                QVERIFY(!crossesNode(input, *layout, points));
            }
        }
    }

    void runsAResidualSkipBesideItsChain() {
        LayoutInput input = chain(5);
        input.edges.push_back({0, 4});
        const auto layout = layoutGraph(input);
        QVERIFY(layout);
        for (size_t i = 0; i < 5; ++i)
            QCOMPARE(layout->positions[i].x, -100.0);
        QCOMPARE(layout->edges.back()[6].x, 100 + LayoutOptions{}.lane_gap);
    }

    void nestsShortSkipsInsideLongOnes() {
        LayoutInput input = chain(8);
        input.edges.push_back({0, 7});
        input.edges.push_back({2, 5});
        const auto layout = layoutGraph(input);
        QVERIFY(layout);
        const double outer = std::abs(layout->edges[7][6].x), inner = std::abs(layout->edges[8][6].x);
        QVERIFY(inner < outer || layout->edges[7][6].x * layout->edges[8][6].x < 0);
    }

    void givesEqualOutputForEqualInput() {
        const LayoutInput input = randomNetwork(7, 300);
        const auto first = layoutGraph(input), second = layoutGraph(input);
        QVERIFY(first && second);
        QVERIFY(first->positions == second->positions);
        QVERIFY(first->edges == second->edges);
    }

    void repeatsTheLayoutFromItsOwnPositions() {
        for (uint64_t seed = 1; seed <= 10; ++seed) {
            LayoutInput input = randomNetwork(seed, 150);
            const auto first = layoutGraph(input);
            QVERIFY(first);
            input.previous = positionsOf(*first);
            const auto second = layoutGraph(input);
            QVERIFY(second);
            QVERIFY(first->positions == second->positions);
        }
    }

    /// A block inserted into the main chain: all above stays, all below keeps its column and moves down by one layer.
    void insertingABlockMovesOnlyWhatFollows() {
        LayoutInput input = randomNetwork(3, 200);
        const auto before = layoutGraph(input);
        QVERIFY(before);
        const size_t cut = input.edges.size() / 2;
        const LayoutEdge edge = input.edges[cut];
        const auto inserted = static_cast<int32_t>(input.sizes.size());
        input.previous = positionsOf(*before);
        input.sizes.push_back({160, 60});
        input.previous.push_back(std::nullopt);
        input.edges[cut].to = inserted;
        input.edges.push_back({inserted, edge.to});
        const auto after = layoutGraph(input);
        QVERIFY(after);
        const int32_t layer = before->layers[static_cast<size_t>(edge.from)];
        int kept = 0, shifted = 0;
        for (size_t i = 0; i < before->positions.size(); ++i) {
            if (before->layers[i] <= layer) {
                QVERIFY(before->positions[i] == after->positions[i]);
                ++kept;
            } else if (before->positions[i].x == after->positions[i].x) {
                ++shifted;
            }
        }
        QVERIFY(kept > 20);
        QVERIFY(shifted * 10 >= 9 * (static_cast<int>(before->positions.size()) - kept));
    }

    void changingASizeDownstreamLeavesEverythingAbove() {
        LayoutInput input = chain(40);
        const auto before = layoutGraph(input);
        input.previous = positionsOf(*before);
        input.sizes[20].height = 90;
        const auto after = layoutGraph(input);
        QVERIFY(after);
        for (size_t i = 0; i <= 20; ++i)
            QVERIFY(before->positions[i] == after->positions[i]);
        for (size_t i = 21; i < 40; ++i)
            QCOMPARE(after->positions[i].y - before->positions[i].y, 30.0);
    }

    void refusesWhatCannotBeDrawn() {
        LayoutInput cycle = chain(3);
        cycle.edges.push_back({2, 0});
        QCOMPARE(layoutGraph(cycle).error().code, ErrorCode::InvalidArgument);
        LayoutInput loop = chain(2);
        loop.edges.push_back({1, 1});
        QVERIFY(!layoutGraph(loop));
        LayoutInput dangling = chain(2);
        dangling.edges.push_back({1, 9});
        QVERIFY(!layoutGraph(dangling));
        LayoutInput sizeless = chain(2);
        sizeless.sizes[1].width = std::nan("");
        QVERIFY(!layoutGraph(sizeless));
    }

    void stopsWhenAsked() {
        std::stop_source source;
        source.request_stop();
        const auto layout = layoutGraph(chain(100), {}, source.get_token());
        QVERIFY(!layout);
        QCOMPARE(layout.error().code, ErrorCode::Cancelled);
    }

    void acceptsAnEmptyGraph() {
        const auto layout = layoutGraph({});
        QVERIFY(layout);
        QVERIFY(layout->positions.empty());
    }
};

QTEST_GUILESS_MAIN(LayeredLayoutTest)
#include "layered_layout_test.moc"
