// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/train_regressor.h"

#include <QtTest>
#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "estimate/estimator.h"
#include "estimate/torch_module.h"
#include "measure/learning_curve.h"

using namespace bw;

namespace {

TargetProfile neuralEngine() {
    return *TargetRegistry::load(BW_SOURCE_DIR "/models/targets")->find("neural-engine");
}

TrainRegressorOptions quick() {
    TrainRegressorOptions options;
    options.members = 2;
    options.hidden = 32;
    options.layers = 2;
    options.epochs = 12;
    return options;
}

}  // namespace

class TrainRegressorTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (const auto backend = openRegressorBackend(); !backend) {
            QFAIL(backend.error().text().c_str());
        }
    }

    void aSplitTakesEachNetworkOnce() {
        const NetworkSplit split = splitNetworks(200, 5);
        std::set<size_t> all(split.train.begin(), split.train.end());
        all.insert(split.validation.begin(), split.validation.end());
        all.insert(split.test.begin(), split.test.end());
        QCOMPARE(all.size(), size_t{200});
        QCOMPARE(split.train.size() + split.validation.size() + split.test.size(), size_t{200});
        QVERIFY(splitNetworks(200, 5).test == split.test);
        QVERIFY(splitNetworks(200, 6).test != split.test);
    }

    void aChangedAcceleratorTrainsInSeconds() {
        TargetProfile target = neuralEngine();
        target.id = "mine";
        target.npu.output_lanes = 48;
        const LabelledNetworks data = measureParametric(target, 150, 9);
        std::vector<double> heard;
        const auto report = trainRegressor(target, data, quick(), [&](double done) { heard.push_back(done); });
        QVERIFY2(report, report ? "" : report.error().text().c_str());
        QVERIFY2(report->test.mape < 0.08, qPrintable(QString::number(report->test.mape)));
        QVERIFY(report->test.spearman > 0.98);
        QVERIFY(!heard.empty() && heard.back() == 1.0);
        QVERIFY(Estimator::create(target, report->regressor));
        QVERIFY(!Estimator::create(neuralEngine(), report->regressor));
        QCOMPARE(report->regressor.id.size(), size_t{64});
        // The card repeats what an evaluation on the same networks gives.
        const auto predictor = KernelPredictor::create(target, report->regressor);
        QVERIFY(predictor);
        const NetworkSplit split = splitNetworks(data.networks.size(), report->regressor.card.seed);
        const auto again = evaluateRegressor(**predictor, data, split.test);
        QVERIFY(again);
        QCOMPARE(again->mape, report->regressor.card.network_mape);
    }

    void equalSeedsTrainEqualRegressors() {
        const TargetProfile target = neuralEngine();
        const LabelledNetworks data = measureParametric(target, 40, 9);
        TrainRegressorOptions options = quick();
        options.epochs = 2;
        const auto first = trainRegressor(target, data, options);
        const auto second = trainRegressor(target, data, options);
        QVERIFY(first && second);
        QCOMPARE(first->regressor.id, second->regressor.id);
    }

    void theLearningCurveFallsWithMoreNetworks() {
        const TargetProfile target = neuralEngine();
        const LabelledNetworks data = measureParametric(target, 120, 9);
        std::vector<double> heard;
        const auto report = trainWithLearningCurve(target, data, quick(), [&](double done) { heard.push_back(done); });
        QVERIFY2(report, report ? "" : report.error().text().c_str());
        const RegressorCard& card = report->regressor.card;
        QCOMPARE(card.learning_curve.size(), size_t{3});
        QCOMPARE(card.learning_curve[0].networks, int64_t{20});
        QCOMPARE(card.learning_curve[1].networks, int64_t{39});
        QCOMPARE(card.learning_curve[2].networks, card.train_networks);
        QVERIFY(card.learning_curve[2].mape < card.learning_curve[0].mape);
        QVERIFY(std::is_sorted(heard.begin(), heard.end()));
        QVERIFY(std::abs(heard.back() - 1.0) < 1e-9);
        // It is measured beside the training and changes nothing of it.
        const auto alone = trainRegressor(target, data, quick());
        QVERIFY(alone);
        QVERIFY(alone->regressor.parameters == report->regressor.parameters);
        QCOMPARE(alone->test.mape, report->test.mape);
    }

    void theCardListsTheHeldOutNetworksWorstFirst() {
        const TargetProfile target = neuralEngine();
        const LabelledNetworks data = measureParametric(target, 60, 9);
        const auto report = trainRegressor(target, data, quick());
        QVERIFY(report);
        const RegressorCard& card = report->regressor.card;
        QCOMPARE(card.held_out.size(), static_cast<size_t>(card.test_networks));
        QCOMPARE(std::abs(card.held_out.front().error()), card.worst_network);
        double sum = 0;
        for (const NetworkOutcome& outcome : card.held_out) {
            sum += std::abs(outcome.error());
        }
        QVERIFY(std::abs(sum / static_cast<double>(card.test_networks) - card.network_mape) < 1e-9);
        QVERIFY(std::any_of(data.networks.begin(), data.networks.end(), [&](const LabelledNetwork& network) {
            const double cycles = std::accumulate(network.cycles.begin(), network.cycles.end(), 0.0);
            return network.id == card.held_out.front().network &&
                   std::abs(target.milliseconds(cycles) - card.held_out.front().measured_ms) < 1e-12;
        }));
    }

    void tooFewNetworksAreRefused() {
        const auto report = trainRegressor(neuralEngine(), measureParametric(neuralEngine(), 5, 1), quick());
        QVERIFY(!report);
        QVERIFY(report.error().code == ErrorCode::InvalidArgument);
    }

    void aStopEndsTraining() {
        const std::atomic<bool> stop = true;
        const auto report =
            trainRegressor(neuralEngine(), measureParametric(neuralEngine(), 30, 1), quick(), {}, &stop);
        QVERIFY(!report);
        QVERIFY(report.error().code == ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TrainRegressorTest)
#include "train_regressor_test.moc"
