// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <cmath>

#include "base/random.h"
#include "search/pareto/domination.h"
#include "search/pareto/hypervolume.h"
#include "search/pareto/non_dominated_sort.h"

using namespace bw;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Coordinates on a coarse grid, so that equal ones and ties come up.
std::vector<double> randomPoint(Random& random, size_t objectives) {
    std::vector<double> point;
    for (size_t m = 0; m < objectives; ++m)
        point.push_back(static_cast<double>(random.below(8)));
    return point;
}

/// Counts the unit cells of a grid that points dominate.
double countedVolume(const std::vector<std::vector<double>>& points, int reference, size_t objectives) {
    double cells = 0;
    std::vector<int> cell(objectives, 0);
    for (;;) {
        cells += std::any_of(points.begin(), points.end(), [&](const std::vector<double>& point) {
            for (size_t m = 0; m < objectives; ++m) {
                if (point[m] > cell[m]) return false;
            }
            return true;
        });
        size_t m = 0;
        while (m < objectives && ++cell[m] == reference)
            cell[m++] = 0;
        if (m == objectives) return cells;
    }
}

}  // namespace

class ParetoTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void debsRulesPutLimitsFirst() {
        const Rating good{{5, 5}, 0};
        const Rating better_one{{4, 5}, 0};
        const Rating breaks_a_little{{1, 1}, 0.1};
        const Rating breaks_much{{0, 0}, 0.2};
        const Rating no_network{{kInfinity, kInfinity}, kInfinity};
        QVERIFY(dominates(better_one, good) && !dominates(good, better_one));
        QVERIFY(dominates(good, breaks_a_little) && better(good, breaks_a_little));
        QVERIFY(dominates(breaks_a_little, breaks_much) && better(breaks_a_little, breaks_much));
        QVERIFY(dominates(breaks_much, no_network) && better(breaks_much, no_network));
        QVERIFY(!dominates(good, good) && !better(good, good) && !better(no_network, no_network));
        const Rating other{{9, 1}, 0};
        QVERIFY(!dominates(good, other) && !dominates(other, good));
        QVERIFY(isFeasible(good) && !isFeasible(breaks_a_little) && !isFeasible(no_network));
    }

    void frontsAreThoseOfPeelingByHand() {
        Random random(1);
        for (int round = 0; round < 60; ++round) {
            std::vector<Rating> ratings;
            const size_t objectives = 1 + random.below(4);
            for (int i = 0; i < 40; ++i) {
                const double violation = random.below(4) == 0 ? static_cast<double>(random.below(3)) : 0;
                ratings.push_back({randomPoint(random, objectives), violation});
            }
            // By hand: a front is what nothing that is left dominates.
            std::vector<bool> gone(ratings.size(), false);
            for (const auto& front : nonDominatedSort(ratings)) {
                std::vector<size_t> expected;
                for (size_t i = 0; i < ratings.size(); ++i) {
                    bool beaten = gone[i];
                    for (size_t j = 0; j < ratings.size(); ++j)
                        beaten = beaten || (!gone[j] && dominates(ratings[j], ratings[i]));
                    if (!beaten) expected.push_back(i);
                }
                QVERIFY(front == expected);
                for (const size_t i : front)
                    gone[i] = true;
            }
            QVERIFY(std::all_of(gone.begin(), gone.end(), [](bool done) { return done; }));
        }
    }

    void crowdingIsTheDistanceOfTheNeighbours() {
        const std::vector<Rating> ratings = {{{0, 10}, 0}, {{4, 4}, 0}, {{1, 8}, 0}, {{10, 0}, 0}};
        const std::vector<size_t> front = {0, 1, 2, 3};
        const std::vector<double> distances = crowdingDistances(ratings, front);
        QVERIFY(std::isinf(distances[0]) && std::isinf(distances[3]));
        QCOMPARE(distances[1], (10.0 - 1) / 10 + (8.0 - 0) / 10);
        QCOMPARE(distances[2], (4.0 - 0) / 10 + (10.0 - 4) / 10);
        QCOMPARE(crowdingDistances(ratings, std::vector<size_t>{}).size(), size_t{0});
    }

    void hypervolumeIsThatOfCountedCells_data() {
        QTest::addColumn<int>("objectives");
        for (const int objectives : {1, 2, 3, 4, 5})
            QTest::addRow("%d objectives", objectives) << objectives;
    }

    void hypervolumeIsThatOfCountedCells() {
        QFETCH(int, objectives);
        Random random(7);
        const auto m = static_cast<size_t>(objectives);
        for (int round = 0; round < 40; ++round) {
            std::vector<std::vector<double>> points;
            for (uint64_t i = random.below(25); i > 0; --i)
                points.push_back(randomPoint(random, m));
            const int reference = 6;  // Some points lie outside.
            const std::vector<double> corner(m, reference);
            const double counted = countedVolume(points, reference, m);
            QVERIFY(std::abs(hypervolume(points, corner) - counted) < 1e-9);
            const std::vector<double> added = randomPoint(random, m);
            std::vector<std::vector<double>> more = points;
            more.push_back(added);
            QVERIFY(std::abs(exclusiveHypervolume(added, points, corner) -
                             (countedVolume(more, reference, m) - counted)) < 1e-9);
        }
    }
};

QTEST_GUILESS_MAIN(ParetoTest)
#include "pareto_test.moc"
