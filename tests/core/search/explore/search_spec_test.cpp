// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "search/explore/limit_text.h"
#include "search/explore/search_spec.h"
#include "support/must.h"

using namespace bw;
using bw::support::must;

class SearchSpecTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsEveryField() {
        const SearchSpec spec = must(parseSearchSpec(R"({
            "network": "net.onnx", "target": "ethos-u55-256", "precision": "int8",
            "space": {"decide": ["width", "fusion"], "grain": "stage", "multiple": 16, "least_width": 0.5,
                      "most_width": 1, "most_expansion": 4, "most_kernel": 7, "most_input": 2, "most_copies": 0,
                      "may_skip": false, "keep": ["stem"], "curated": false, "options": {"ibn_3.channels": [32, "48"]}},
            "objectives": ["latency_ms", "peak_bytes"],
            "limits": {"parameter_bytes": "256KiB", "latency_ms": "0.5ms", "kept_width": 0.85,
                       "score": {"times_present": 1}},
            "score": "depth", "strategy": "random", "seed": 7, "evaluations": 10, "seconds": 2.5, "threads": 2,
            "with_prior": false})"));
        QCOMPARE(spec.network, std::string("net.onnx"));
        QVERIFY(spec.space[DecisionKind::Fusion] && !spec.space[DecisionKind::Kernel]);
        QCOMPARE(spec.space.grain, WidthGrain::Stage);
        QCOMPARE(spec.space.closed, std::vector<std::string>{"stem"});
        QVERIFY(!spec.curated && !spec.space.may_skip);
        QCOMPARE(spec.own.size(), size_t{1});
        QCOMPARE(spec.own.front().options, (std::vector<std::string>{"32", "48"}));
        QCOMPARE(spec.objectives, (std::vector<Figure>{Figure::Latency, Figure::PeakBytes}));
        QCOMPARE(spec.limits.size(), size_t{3});
        const auto limitOf = [&](Figure figure) {
            return std::find_if(spec.limits.begin(), spec.limits.end(),
                                [&](const FigureLimit& limit) { return limit.figure == figure; })
                ->limit;
        };
        QCOMPARE(limitOf(Figure::ParameterBytes), 262144.0);
        QCOMPARE(limitOf(Figure::Latency), 0.5);
        QCOMPARE(spec.relative, (std::vector<FigureLimit>{{Figure::Score, 1}}));
        QCOMPARE(spec.run.seed, uint64_t{7});
        QCOMPARE(spec.run.seconds, 2.5);
        // And back: equal specifications have equal texts.
        const std::string text = searchSpecText(spec);
        QCOMPARE(searchSpecText(must(parseSearchSpec(text))), text);
    }

    void nothingSaidIsTheDefault() {
        QCOMPARE(searchSpecText(must(parseSearchSpec("{}"))), searchSpecText(SearchSpec{}));
    }

    void refusalsNameTheField_data() {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("place");
        QTest::newRow("unknown field") << QByteArray(R"({"colour": 1})") << QByteArray("colour");
        QTest::newRow("unknown figure") << QByteArray(R"({"objectives": ["beauty"]})") << QByteArray("objectives");
        QTest::newRow("no list") << QByteArray(R"({"objectives": "latency_ms"})") << QByteArray("objectives");
        QTest::newRow("limit in wrong unit")
            << QByteArray(R"({"limits": {"latency_ms": "5KiB"}})") << QByteArray("limits.latency_ms");
        QTest::newRow("share of a score") << QByteArray(R"({"limits": {"score": {"times_present": 0.9}}})")
                                          << QByteArray("limits.score.times_present");
        QTest::newRow("no evaluations") << QByteArray(R"({"evaluations": 0})") << QByteArray("evaluations");
        QTest::newRow("fraction of a seed") << QByteArray(R"({"seed": 1.5})") << QByteArray("seed");
        QTest::newRow("kind of decision")
            << QByteArray(R"({"space": {"decide": ["colour"]}})") << QByteArray("space.decide");
        QTest::newRow("grain") << QByteArray(R"({"space": {"grain": "pixel"}})") << QByteArray("space.grain");
        QTest::newRow("own options") << QByteArray(R"({"space": {"options": {"ibn_1.kernel": []}}})")
                                     << QByteArray("space.options.ibn_1.kernel");
    }
    void refusalsNameTheField() {
        QFETCH(QByteArray, json);
        QFETCH(QByteArray, place);
        const auto spec = parseSearchSpec(json.toStdString());
        QVERIFY(!spec);
        QCOMPARE(spec.error().place, place.toStdString());
    }

    void limitsAreReadAsPeopleWriteThem() {
        SearchSpec spec;
        QVERIFY(addLimit(spec, "latency_ms=0.9x"));
        QVERIFY(addLimit(spec, "score=present"));
        QVERIFY(addLimit(spec, "parameter_bytes=1.5MiB"));
        QCOMPARE(spec.relative, (std::vector<FigureLimit>{{Figure::Latency, 0.9}, {Figure::Score, 1}}));
        QCOMPARE(spec.limits, (std::vector<FigureLimit>{{Figure::ParameterBytes, 1572864}}));
        // The last word on a figure holds.
        QVERIFY(addLimit(spec, "latency_ms=5ms"));
        QCOMPARE(spec.relative.size(), size_t{1});
        QVERIFY(!addLimit(spec, "latency_ms"));
        QVERIFY(!addLimit(spec, "latency_ms=fast"));
        QVERIFY(!addLimit(spec, "score=0.9x"));
        QVERIFY(!addLimit(spec, "beauty=1"));
    }
};

QTEST_GUILESS_MAIN(SearchSpecTest)
#include "search_spec_test.moc"
