// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <cmath>
#include <limits>

#include "generator/sample_networks.h"
#include "rewrite/rewrite.h"
#include "search/scores/combined_score.h"
#include "search/scores/score_table.h"
#include "search/scores/scoring_input.h"
#include "support/must.h"
#include "support/nas_bench_macro.h"

using namespace bw;
using bw::support::must;
using bw::support::nasBenchMacro;

class CombinedScoreTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void logRankAddsLogarithmsOfRanks() {
        const double unknown = std::numeric_limits<double>::quiet_NaN();
        const std::vector<CombinedParts> networks = {{1, 10, 5}, {2, 20, 5}, {3, 5, 5}, {unknown, 1, 1}};
        const std::vector<double> scores = logRank(networks);
        // Ranks of three: 1 2 2, 2 3 2, 3 1 2.
        QVERIFY(std::abs(scores[0] - std::log(1. / 3 * 2 / 3 * 2 / 3)) < 1e-12);
        QVERIFY(std::abs(scores[1] - std::log(2. / 3 * 3 / 3 * 2 / 3)) < 1e-12);
        QVERIFY(std::abs(scores[2] - std::log(3. / 3 * 1 / 3 * 2 / 3)) < 1e-12);
        QVERIFY(std::isnan(scores[3]));
    }

    void referenceIsHalfWayAtItsMean() {
        const std::vector<CombinedParts> networks = {{0, 1, 3}, {2, 3, 3}};
        const CombinedReference reference = CombinedReference::of(networks);
        QVERIFY(std::abs(reference.score({1, 2, 3}) - 3 * std::log(0.5)) < 1e-12);
        // Better than all of the population goes on counting.
        QVERIFY(reference.score({9, 9, 9}) > reference.score({8, 9, 9}));
        QVERIFY(reference.score({9, 9, 9}) < 0);
    }

    void deeperAndWiderIsBetterOneEditAtATime() {
        const Network network = nasBenchMacro("11011010");
        const LoweredNetwork lowered = must(lower(network));
        const auto score = must(makeScore(kCombinedId, network, lowered, {1, 1, 2}));
        const auto of = [&](const Network& other) {
            const LoweredNetwork shapes = must(lower(other));
            const ScoredNetwork scored{&other, &shapes};
            return score->score({&scored, 1}).front();
        };
        const double now = of(network);
        QVERIFY(of(nasBenchMacro("11111111")) > now);
        QVERIFY(of(nasBenchMacro("00000000")) < now);
        QVERIFY(of(must(applyEdit(network, "scale 1.5 --multiple 8")).network) > now);
    }

    void largePicturesAreScoredSmall() {
        const Network network = samples::presenceDetector();
        const LoweredNetwork lowered = must(lower(network));
        const OperatorGraph graph = scoringGraph({&network, &lowered});
        QCOMPARE(graph.shape(graph.inputs.front()).height(), kScoringSide);
        QCOMPARE(graph.totalParameters(), lowered.graph.totalParameters());
        const Network small = nasBenchMacro("00000000");
        const LoweredNetwork small_lowered = must(lower(small));
        QCOMPARE(scoringGraph({&small, &small_lowered}).totalMacs(), small_lowered.graph.totalMacs());
    }

    void everySampleIsScoredOnBackboneAndHead() {
        for (const Network& network :
             {samples::presenceDetector(), samples::cameraClassifier(), samples::indoorSegmentation()}) {
            const LoweredNetwork lowered = must(lower(network));
            const ScoredNetwork scored{&network, &lowered};
            for (const char* id : {"naswot", "expressivity", "grad_norm", "propagation"}) {
                const auto made = must(makeScore(id, network, lowered, {1, 1, 1}));
                const double value = made->score({&scored, 1}).front();
                QVERIFY2(std::isfinite(value), (network.name() + ": " + made->obstacle(scored)).c_str());
            }
        }
    }
};

QTEST_GUILESS_MAIN(CombinedScoreTest)
#include "combined_score_test.moc"
