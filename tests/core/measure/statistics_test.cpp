// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/statistics.h"

#include <QtTest>
#include <cmath>

using namespace bw;

class StatisticsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ranksCorrelate() {
        QCOMPARE(spearman({1.0, 2.0, 3.0, 4.0}, {10.0, 100.0, 1000.0, 1e4}), 1.0);
        QCOMPARE(spearman({1.0, 2.0, 3.0}, {3.0, 2.0, 1.0}), -1.0);
        QCOMPARE(spearman({1.0, 1.0, 1.0}, {3.0, 2.0, 1.0}), 0.0);
        // Ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4.
        QVERIFY(std::abs(spearman({1.0, 2.0, 2.0, 3.0}, {1.0, 2.0, 3.0, 4.0}) - 4.5 / std::sqrt(4.5 * 5.0)) < 1e-12);
    }

    void conformalQuantilesKeepTheirPromise() {
        QCOMPARE(conformalQuantile({5.0, 1.0, 4.0, 2.0, 3.0, 6.0, 7.0, 8.0, 9.0}, 0.5), 5.0);
        QCOMPARE(conformalQuantile({2.0, 1.0}, 0.9), 2.0);
    }
};

QTEST_GUILESS_MAIN(StatisticsTest)
#include "statistics_test.moc"
