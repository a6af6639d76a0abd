// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "base/random.h"
#include "search/curation/step_finder.h"

using namespace bw;

namespace {

double stairs(int64_t channels, int64_t step) {
    return static_cast<double>((channels + step - 1) / step);
}

}  // namespace

class StepFinderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsEveryStair_data() {
        QTest::addColumn<int>("step");
        for (const int step : {4, 6, 8, 12, 16, 24, 32, 64})
            QTest::addRow("%d", step) << step;
    }

    void findsEveryStair() {
        QFETCH(const int, step);
        Random random(static_cast<uint64_t>(step));
        StepFinder finder;
        for (int axis = 0; axis < 4; ++axis) {
            std::vector<double> costs;
            // A slope below the stair and noise on top, as a regressor has them.
            for (int64_t channels = 5; channels <= 300; ++channels) {
                costs.push_back(50 + stairs(channels, step) + 0.002 * static_cast<double>(channels) +
                                0.002 * random.normal());
            }
            finder.add(costs, 5, costs.front());
        }
        QCOMPARE(finder.step(), step);
    }

    void aSlopeHasNoStep() {
        std::vector<double> costs;
        for (int channels = 1; channels <= 200; ++channels)
            costs.push_back(channels * 0.5);
        StepFinder finder;
        QVERIFY(!finder.sawChanges());
        finder.add(costs, 1);
        QVERIFY(finder.sawChanges());
        QCOMPARE(finder.step(), 1);
    }

    void aFineStairOnACoarseOneIsNotLost() {
        std::vector<double> costs;
        for (int64_t channels = 1; channels <= 256; ++channels)
            costs.push_back(stairs(channels, 8) + 2 * stairs(channels, 32));
        StepFinder finder;
        finder.add(costs, 1);
        QCOMPARE(finder.step(), 8);
    }
};

QTEST_GUILESS_MAIN(StepFinderTest)
#include "step_finder_test.moc"
