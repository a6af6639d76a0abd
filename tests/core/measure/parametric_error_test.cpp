// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "estimate/estimator.h"
#include "estimate/parametric_estimator.h"
#include "measure/measurement_table.h"
#include "target/target_profile.h"

using namespace bw;

namespace {

const std::string kModels = BW_SOURCE_DIR "/models";

/// How far the parametric model is from the measurements of one target.
struct Comparison {
    std::vector<double> networks, kernels;  ///< |log(estimated / measured)|.
    double mape = 0.0;
};

Comparison compare(const TargetProfile& target) {
    Comparison result;
    const auto measured =
        loadMeasurements(kModels + "/measurements/" + target.estimator.measurements, target.estimator.configuration);
    const auto estimator = Estimator::parametric(target);
    if (!measured || !estimator) return result;
    for (const MeasuredNetwork& network : measured->networks) {
        const auto estimate = (*estimator)->estimate(network.graph);
        double total = 0.0;
        for (size_t i = 0; i < network.cycles.size(); ++i) {
            if (!(network.cycles[i] > 0.0)) continue;
            const double ms = target.milliseconds(network.cycles[i]);
            total += ms;
            if (estimate->operators[i].latency_ms > 0.0)
                result.kernels.push_back(std::abs(std::log(estimate->operators[i].latency_ms / ms)));
        }
        result.networks.push_back(std::abs(std::log(estimate->latency_ms / total)));
        result.mape += std::abs(estimate->latency_ms / total - 1.0);
    }
    result.mape /= static_cast<double>(result.networks.size());
    return result;
}

double shareWithin(const std::vector<double>& errors, double limit) {
    const auto inside = std::count_if(errors.begin(), errors.end(), [&](double error) { return error <= limit; });
    return static_cast<double>(inside) / static_cast<double>(errors.size());
}

double quantile(std::vector<double> values, double share) {
    std::sort(values.begin(), values.end());
    return values[std::min(values.size() - 1, static_cast<size_t>(share * static_cast<double>(values.size())))];
}

}  // namespace

class ParametricErrorTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// The band of the parametric model is its error on every vendor target that was measured, not a wish.
    void theBandHoldsTheMeasuredNetworks_data() {
        QTest::addColumn<bool>("dedicated");
        QTest::newRow("all maps in SRAM") << false;
        QTest::newRow("dedicated SRAM") << true;
    }

    void theBandHoldsTheMeasuredNetworks() {
        QFETCH(bool, dedicated);
        const auto placement = dedicated ? FeatureMapPlacement::DedicatedSram : FeatureMapPlacement::AllSram;
        const auto registry = TargetRegistry::load(kModels + "/targets");
        QVERIFY(registry);
        const ParametricError stated = parametricError(placement);
        double mape = 0.0;
        std::vector<double> networks, kernels;
        for (const auto& [id, target] : registry->all()) {
            if (target.kind != "ethos-u" || target.estimator.measurements.empty()) continue;
            if (target.feature_maps != placement) continue;
            const Comparison found = compare(target);
            QVERIFY2(found.networks.size() >= 700, id.c_str());
            qInfo("%s: MAPE %.1f %%, 90 %% of %zu networks within %.3f, of kernels within %.3f", id.c_str(),
                  100 * found.mape, found.networks.size(), quantile(found.networks, 0.9), quantile(found.kernels, 0.9));
            mape += found.mape * static_cast<double>(found.networks.size());
            networks.insert(networks.end(), found.networks.begin(), found.networks.end());
            kernels.insert(kernels.end(), found.kernels.begin(), found.kernels.end());
        }
        QCOMPARE(static_cast<int64_t>(networks.size()), stated.networks);
        mape /= static_cast<double>(networks.size());
        qInfo("together: MAPE %.2f %%, 90 %% of %zu networks within %.3f, of kernels within %.3f", 100 * mape,
              networks.size(), quantile(networks, 0.9), quantile(kernels, 0.9));
        QVERIFY(std::abs(stated.network_mape - mape) < 0.01);
        const double networks_inside = shareWithin(networks, stated.network_half_width);
        const double kernels_inside = shareWithin(kernels, stated.kernel_half_width);
        QVERIFY2(networks_inside >= 0.88 && networks_inside <= 0.92, qPrintable(QString::number(networks_inside)));
        QVERIFY2(kernels_inside >= 0.88 && kernels_inside <= 0.92, qPrintable(QString::number(kernels_inside)));
    }
};

QTEST_GUILESS_MAIN(ParametricErrorTest)
#include "parametric_error_test.moc"
