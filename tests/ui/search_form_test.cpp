// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "search/limit_chip.h"
#include "search/search_form.h"
#include "search/strategies/strategy.h"

using namespace bw;
using namespace bw::ui;

/// What a person types for a search, and what becomes of it.
class SearchFormTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void limitsReadAsTheyAreWritten() {
        const auto peak = parseLimit(Figure::PeakBytes, QStringLiteral("256 KiB"));
        QVERIFY(peak && !peak->relative);
        QCOMPARE(peak->limit.limit, 262144.0);
        const auto latency = parseLimit(Figure::Latency, QStringLiteral("5 ms"));
        QCOMPARE(latency->limit.limit, 5.0);
        const auto share = parseLimit(Figure::Latency, QStringLiteral("90 % of now"));
        QVERIFY(share && share->relative);
        QCOMPARE(share->limit.limit, 0.9);
        QVERIFY(parseLimit(Figure::Score, QStringLiteral("now"))->relative);
        QCOMPARE(parseLimit(Figure::KeptWidth, QStringLiteral("85 %"))->limit.limit, 0.85);
        QCOMPARE(parseLimit(Figure::Macs, QStringLiteral("1.5 M"))->limit.limit, 1.5e6);
        for (const char* wrong : {"", "fast", "-3 ms", "0 % of now", "nan"})
            QVERIFY2(!parseLimit(Figure::Latency, QString::fromLatin1(wrong)), wrong);
        // A score has no zero that a share could be of.
        QVERIFY(!parseLimit(Figure::Score, QStringLiteral("90 % of now")));
    }

    void limitTextsKeepTheirValue() {
        for (const double bytes : {262144.0, 262145.0, 1000.0}) {
            const TypedLimit limit{{Figure::PeakBytes, bytes}, false};
            QCOMPARE(parseLimit(Figure::PeakBytes, limitText(limit)), std::optional(limit));
        }
        for (const double milliseconds : {3.41, 3.4159, 12.0}) {
            const TypedLimit limit{{Figure::Latency, milliseconds}, false};
            QCOMPARE(parseLimit(Figure::Latency, limitText(limit)), std::optional(limit));
        }
    }

    void theFormGivesBackWhatItIsTold() {
        SearchForm form;
        SearchSpec spec;
        spec.objectives = {Figure::Score, Figure::Latency, Figure::PeakBytes};
        spec.limits = {{Figure::ParameterBytes, 262144}};
        spec.relative = {{Figure::Latency, 1}};
        spec.curated = false;
        spec.run.strategy = std::string(strategies().back().id);
        spec.run.evaluations = 777;
        spec.run.seconds = 180;
        spec.run.seed = 42;
        form.setSpec(spec);
        const SearchSpec back = form.spec();
        QCOMPARE(back.objectives, spec.objectives);
        QCOMPARE(back.limits, spec.limits);
        QCOMPARE(back.relative, spec.relative);
        QCOMPARE(back.curated, false);
        QCOMPARE(back.run.strategy, spec.run.strategy);
        QCOMPARE(back.run.evaluations, spec.run.evaluations);
        QCOMPARE(back.run.seconds, spec.run.seconds);
        QCOMPARE(back.run.seed, spec.run.seed);
        QVERIFY(form.obstacle().isEmpty());
        form.limits().front()->setText(QStringLiteral("plenty"));
        QVERIFY(form.obstacle().contains(QStringLiteral("parameters")));
    }
};

QTEST_MAIN(SearchFormTest)
#include "search_form_test.moc"
