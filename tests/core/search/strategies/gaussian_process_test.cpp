// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/strategies/gaussian_process.h"

#include <QtTest>
#include <cmath>

#include "base/random.h"

using namespace bw;

namespace {

/// Rows of three features, of which the last says nothing.
FeatureRows randomRows(size_t count, uint64_t seed) {
    Random random(seed);
    FeatureRows rows(count);
    for (auto& row : rows)
        row = {10 * random.uniform(), 100 + random.uniform(), random.normal()};
    return rows;
}

double smooth(const std::vector<double>& row) {
    return 5 + std::sin(row[0]) + 3 * (row[1] - 100);
}

std::vector<double> valuesOf(const FeatureRows& rows, double noise, uint64_t seed) {
    Random random(seed);
    std::vector<double> values;
    for (const auto& row : rows)
        values.push_back(smooth(row) + noise * random.normal());
    return values;
}

double errorOn(const GaussianProcess& process, const FeatureRows& rows) {
    double sum = 0;
    for (const auto& row : rows)
        sum += std::pow(process.mean(row) - smooth(row), 2);
    return std::sqrt(sum / static_cast<double>(rows.size()));
}

}  // namespace

class GaussianProcessTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void learnsASmoothFunction() {
        const FeatureRows rows = randomRows(120, 1);
        GaussianProcess process;
        process.fit(rows, valuesOf(rows, 0, 2), true);
        // The values spread by about 1.1.
        QVERIFY(errorOn(process, randomRows(200, 3)) < 0.1);
        QVERIFY(process.mean(rows[0]) == process.predict(rows[0]).mean);
    }

    void hyperparametersAreWorthTheirSearch() {
        const FeatureRows rows = randomRows(60, 4);
        const std::vector<double> values = valuesOf(rows, 0.05, 5);
        GaussianProcess plain;
        GaussianProcess adapted;
        plain.fit(rows, values, false);
        adapted.fit(rows, values, true);
        const FeatureRows others = randomRows(300, 6);
        QVERIFY(errorOn(adapted, others) < 0.8 * errorOn(plain, others));
    }

    void deviationsTellHowFarValuesLie() {
        const double noise = 0.3;
        const FeatureRows rows = randomRows(150, 7);
        GaussianProcess process;
        process.fit(rows, valuesOf(rows, noise, 8), true);
        const FeatureRows others = randomRows(400, 9);
        const std::vector<double> values = valuesOf(others, noise, 10);
        int within = 0;
        for (size_t i = 0; i < others.size(); ++i) {
            const Expected expected = process.predict(others[i]);
            within += std::abs(values[i] - expected.mean) < expected.deviation ? 1 : 0;
        }
        // 68 % of a normal distribution.
        QVERIFY2(within > 230 && within < 320, qPrintable(QString::number(within)));
        const Expected far = process.predict(std::vector<double>{40, 130, 20});
        QVERIFY(far.deviation > 2 * process.predict(rows[0]).deviation);
    }

    void equalRowsAndConstantFeaturesAreNoTrouble() {
        const FeatureRows rows = {{1, 2}, {1, 2}, {1, 2}};
        GaussianProcess process;
        process.fit(rows, std::vector<double>{4, 6, 5}, true);
        const Expected expected = process.predict(std::vector<double>{1, 2});
        QVERIFY(std::abs(expected.mean - 5) < 0.1);
        QVERIFY(std::isfinite(expected.deviation) && expected.deviation > 0);
        process.fit(rows, std::vector<double>{7, 7, 7}, true);
        QVERIFY(std::abs(process.mean(std::vector<double>{1, 2}) - 7) < 1e-9);
    }
};

QTEST_GUILESS_MAIN(GaussianProcessTest)
#include "gaussian_process_test.moc"
