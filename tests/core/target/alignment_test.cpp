// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "target/alignment.h"

#include <QtTest>
#include <cmath>

#include "core/target/target_fixtures.h"

using namespace bw;
using namespace bw::test;

class AlignmentTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void namesTheMultiplesOnBothSides() {
        const ChannelAlignment off = alignChannels(33, 16);
        QCOMPARE(off.previous, 32);
        QCOMPARE(off.next, 48);
        QVERIFY(!off.aligned());
        QCOMPARE(off.idle_fraction, 1.0 - 33.0 / 48.0);
        const ChannelAlignment on = alignChannels(48, 16);
        QVERIFY(on.aligned() && on.previous == 48 && on.idle_fraction == 0.0);
        QCOMPARE(alignChannels(3, 16).previous, 16);
    }

    void stepsFollowTheTarget() {
        const Kernel kernel = convKernel(28, 40, 24, 3);
        QVERIFY(alignmentOf(kernel, bundledTarget("ethos-u55-256")).output.aligned());
        QVERIFY(!alignmentOf(kernel, bundledTarget("ethos-u85-512")).output.aligned());
        QCOMPARE(alignmentOf(depthwiseKernel(28, 24, 3), bundledTarget("ethos-u55-256")).output.next, 32);
        QVERIFY(!alignmentOf(addKernel(28, 24), bundledTarget("ethos-u55-256")).applies);
    }

    void idleLanesAreTheShareOfWastedProducts() {
        const TargetProfile engine = bundledTarget("neural-engine");
        QVERIFY(std::abs(alignmentOf(convKernel(28, 64, 32, 1), engine).idle_lanes) < 1e-9);
        QVERIFY(std::abs(alignmentOf(convKernel(28, 32, 32, 1), engine).idle_lanes - 0.5) < 1e-9);
        const double one_more = alignmentOf(convKernel(28, 64, 33, 1), engine).idle_lanes;
        QVERIFY(std::abs(one_more - (1.0 - 33.0 / 64.0)) < 1e-9);
        // One tap in two cycles on one of 64 input lanes.
        QVERIFY(std::abs(alignmentOf(depthwiseKernel(28, 64, 3), engine).idle_lanes - (1.0 - 1.0 / 128.0)) < 1e-9);
    }

    void fusionMarginFollowsTheLaw() {
        const NpuParameters engine = bundledTarget("neural-engine").npu;
        QCOMPARE(fusionCrossoverChannels(3, engine), 9.0 / 8.0 * 64 * 2);
        const NpuParameters u55 = bundledTarget("ethos-u55-256").npu;
        QCOMPARE(fusionCrossoverChannels(3, u55), 9.0);
        QVERIFY(fusionMargin(3, 8, u55) > 0 && fusionMargin(3, 16, u55) < 0);
        QVERIFY(fusionCrossoverChannels(5, u55) < fusionCrossoverChannels(3, u55));
    }
};

QTEST_GUILESS_MAIN(AlignmentTest)
#include "alignment_test.moc"
