// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <cmath>

#include "search/landscape/roughness.h"

using namespace bw;

namespace {

/// A chain of four stages: cost by the products of neighbouring widths, counted in lanes of 16 or exactly, with
/// penalties for channels beside the lanes and for odd ones.
struct Toy {
    int64_t step = 1;
    bool lanes = true;
    bool penalties = true;

    double widthCost(int64_t channels) const {
        if (!lanes) return static_cast<double>(channels);
        double cost = std::ceil(static_cast<double>(channels) / 16);
        if (penalties && channels % 16 != 0) cost *= 1.15;
        if (penalties && channels % 2 != 0) cost *= 1.15;
        return cost;
    }
    double operator()(const std::vector<int32_t>& point) const {
        double cost = 0;
        for (size_t i = 0; i + 1 < point.size(); ++i)
            cost += widthCost((point[i] + 1) * step) * widthCost((point[i + 1] + 1) * step);
        return cost;
    }
};

Roughness roughnessOf(const Toy& toy) {
    const std::vector<LandscapeAxis> axes(4, {static_cast<int32_t>(128 / toy.step), true});
    const LandscapeCost cost = [&](std::span<const std::vector<int32_t>> points) {
        std::vector<double> costs;
        for (const auto& point : points)
            costs.push_back(toy(point));
        return costs;
    };
    return sampleRoughness(axes, cost, 400, 1);
}

bool near(double value, double expected, double tolerance) {
    if (std::abs(value - expected) <= tolerance) return true;
    qWarning("%g, not %g", value, expected);
    return false;
}

}  // namespace

class RoughnessTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // The rows of algorithms.md, 9.1, on a landscape whose every share can be counted by hand: 128 options a width.
    void multiplyAccumulatesAreSmooth() {
        const Roughness r = roughnessOf({1, false, false});
        QCOMPARE(r.violations, 0.0);
        QCOMPARE(r.plateaus, 0.0);
        QCOMPARE(r.false_minima, 0.0);
        QVERIFY(near(r.total_variation, 1, 1e-12));
        QVERIFY(r.autocorrelation > 0.9);
    }

    void aPlainStairIsFlatButMonotone() {
        const Roughness r = roughnessOf({1, true, false});
        QCOMPARE(r.violations, 0.0);
        // 7 of the 127 steps of an axis rise.
        QVERIFY(near(r.plateaus, 120.0 / 127, 1e-12));
        // All but the first 16 and those beside a lower stair: 7 stairs of 15 of 128.
        QVERIFY(near(r.false_minima, 105.0 / 128, 1e-12));
        QVERIFY(near(r.total_variation, 1, 1e-12));
    }

    void everyChannelOnLanesIsRocky() {
        const Roughness r = roughnessOf({1, true, true});
        // Each step to an even count but none to an odd one falls.
        QVERIFY(near(r.violations, 64.0 / 127, 1e-12));
        QCOMPARE(r.plateaus, 0.0);
        QVERIFY(r.false_minima > 0);
        QVERIFY(r.total_variation > 5);
    }

    void evenChannelsAreFlatWithCliffs() {
        const Roughness r = roughnessOf({2, true, true});
        // Of 63 steps: 8 down onto a lane's end, 7 up from one, 48 level.
        QVERIFY(near(r.violations, 8.0 / 63, 1e-12));
        QVERIFY(near(r.plateaus, 48.0 / 63, 1e-12));
        QVERIFY(r.total_variation > 1.2);
    }

    void halfLanesAlternate() {
        const Roughness r = roughnessOf({8, true, true});
        QVERIFY(near(r.violations, 8.0 / 15, 1e-12));
        QCOMPARE(r.plateaus, 0.0);
    }

    void wholeLanesAreSmooth() {
        const Roughness r = roughnessOf({16, true, true});
        QCOMPARE(r.violations, 0.0);
        QCOMPARE(r.plateaus, 0.0);
        QCOMPARE(r.false_minima, 0.0);
        QVERIFY(near(r.total_variation, 1, 1e-12));
    }

    void linesAreMeasuredWhole() {
        const std::vector<std::vector<double>> lines = {{1, 3, 2, 2, 5}, {4, std::nan(""), 6}};
        const Roughness r = roughnessOfLines(lines);
        QCOMPARE(r.violations, 1.0 / 5);
        QCOMPARE(r.plateaus, 1.0 / 5);
        QCOMPARE(r.false_minima, 2.0 / 7);
        QCOMPARE(r.total_variation, (6.0 / 4 + 1) / 2);
        QCOMPARE(r.samples, 7);
    }

    void nothingToWalkIsSmooth() {
        const std::vector<LandscapeAxis> axes = {{1, true}, {5, false}};
        const Roughness r = sampleRoughness(
            axes, [](auto points) { return std::vector<double>(points.size(), 1.0); }, 10, 1);
        QCOMPARE(r.samples, 0);
        QCOMPARE(r.total_variation, 1.0);
    }
};

QTEST_GUILESS_MAIN(RoughnessTest)
#include "roughness_test.moc"
