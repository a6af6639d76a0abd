// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <set>

#include "search/scores/score_table.h"
#include "support/must.h"
#include "support/nas_bench_macro.h"

using namespace bw;
using bw::support::must;
using bw::support::nasBenchMacro;

class ScoreTableTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyScoreIsMadeByItsId() {
        const Network network = nasBenchMacro("21012012");
        const LoweredNetwork lowered = must(lower(network));
        std::set<std::string_view> ids;
        for (const ScoreInfo& info : scoreInfos()) {
            QVERIFY(ids.insert(info.id).second);
            QVERIFY(!info.label.empty() && !info.doc.empty());
            QCOMPARE(findScore(info.id), &info);
            const auto score = must(makeScore(info.id, network, lowered));
            QCOMPARE(score->id(), info.id);
            QCOMPARE(score->label(), info.label);
        }
    }

    void unknownScoresAreRefusedWithTheList() {
        const Network network = nasBenchMacro("00000000");
        const auto score = makeScore("beauty", network, must(lower(network)));
        QVERIFY(!score.has_value());
        QVERIFY(score.error().text().find("capacity") != std::string::npos);
        QVERIFY(findScore("beauty") == nullptr);
    }

    // A linear layer adds no depth: NAS-Bench-Macro counts the blocks that are no identity.
    void depthCountsBlocksWithANonLinearity() {
        const auto depthOf = [](const char* code) {
            const Network network = nasBenchMacro(code);
            const LoweredNetwork lowered = must(lower(network));
            const ScoredNetwork scored{&network, &lowered};
            return must(makeScore("depth", network, lowered))->score({&scored, 1}).front();
        };
        QCOMPARE(depthOf("00000000"), 2.0);
        QCOMPARE(depthOf("01200200"), 5.0);
        QCOMPARE(depthOf("22222222"), 10.0);
    }
};

QTEST_GUILESS_MAIN(ScoreTableTest)
#include "score_table_test.moc"
