// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/regressor_backend.h"

#include <QtTest>
#include <cmath>
#include <thread>

#include "base/random.h"
#include "estimate/torch_module.h"

using namespace bw;

namespace {

constexpr EnsembleShape kShape{5, 16, 2, 3};

/// Rows of networks whose kernels cost exp(sin(x0) + x1 x2 / 4) times their guess.
TrainingRows smoothRows(int groups, uint64_t seed) {
    Random random(seed);
    TrainingRows rows;
    for (int group = 0; group < groups; ++group) {
        for (int i = 0; i < 12; ++i) {
            float x[5];
            for (float& value : x) {
                value = static_cast<float>(random.normal());
                rows.features.push_back(value);
            }
            rows.target.push_back(std::sin(x[0]) + 0.25F * x[1] * x[2]);
            rows.log_guess.push_back(static_cast<float>(random.uniform() * 3.0));
            rows.row_weight.push_back(1.0F);
            rows.group.push_back(group);
            rows.left_out.push_back(-1);
        }
    }
    return rows;
}

TrainingOptions quick() {
    TrainingOptions options;
    options.epochs = 40;
    options.batch_rows = 64;
    options.learning_rate = 1e-2;
    return options;
}

}  // namespace

class RegressorBackendTest : public QObject {
    Q_OBJECT

    const RegressorBackend* backend_ = nullptr;

private Q_SLOTS:
    void initTestCase() {
        const auto backend = openRegressorBackend();
        if (!backend) {
            QFAIL(backend.error().text().c_str());
        }
        backend_ = *backend;
    }

    void trainingFindsASmoothLaw() {
        const auto trained = backend_->train(kShape, smoothRows(200, 1), quick(), {}, nullptr);
        QVERIFY2(trained, trained ? "" : trained.error().text().c_str());
        const auto ensemble = backend_->load(kShape, *trained);
        QVERIFY(ensemble);
        const TrainingRows fresh = smoothRows(50, 2);
        std::vector<float> out(fresh.target.size() * 3);
        QVERIFY((*ensemble)->predict(fresh.features, out));
        double error = 0.0;
        for (size_t i = 0; i < fresh.target.size(); ++i) {
            error += std::abs((out[3 * i] + out[3 * i + 1] + out[3 * i + 2]) / 3.0F - fresh.target[i]);
        }
        error /= static_cast<double>(fresh.target.size());
        QVERIFY2(error < 0.08, qPrintable(QString::number(error)));
    }

    void equalSeedsGiveEqualParameters() {
        const TrainingRows rows = smoothRows(20, 3);
        TrainingOptions options = quick();
        options.epochs = 5;
        const auto first = backend_->train(kShape, rows, options, {}, nullptr);
        const auto second = backend_->train(kShape, rows, options, {}, nullptr);
        options.seed = 2;
        const auto other = backend_->train(kShape, rows, options, {}, nullptr);
        QVERIFY(first && second && other);
        QVERIFY(*first == *second);
        QVERIFY(*first != *other);
    }

    void aRowDependsOnNoOtherRowAndNoThread() {
        Random random(9);
        std::vector<float> parameters;
        for (int64_t i = 0; i < kShape.parameters(); ++i) {
            parameters.push_back(static_cast<float>(random.normal() * 0.5));
        }
        const auto ensemble = backend_->load(kShape, parameters);
        QVERIFY(ensemble);
        const std::vector<float> features = smoothRows(20, 4).features;
        const size_t count = features.size() / 5;
        std::vector<float> together(count * 3);
        QVERIFY((*ensemble)->predict(features, together));
        const auto one_by_one = [&](std::vector<float>& out) {
            for (size_t i = 0; i < count; ++i) {
                (void)(*ensemble)->predict(std::span(features).subspan(i * 5, 5), std::span(out).subspan(i * 3, 3));
            }
        };
        std::vector<float> a(count * 3), b(count * 3);
        std::thread first(one_by_one, std::ref(a));
        std::thread second(one_by_one, std::ref(b));
        first.join();
        second.join();
        QVERIFY(a == b);
        QVERIFY(a == together);
    }

    void aStopEndsTraining() {
        const std::atomic<bool> stop = true;
        const auto trained = backend_->train(kShape, smoothRows(20, 1), quick(), {}, &stop);
        QVERIFY(!trained);
        QVERIFY(trained.error().code == ErrorCode::Cancelled);
    }

    void progressRisesToOne() {
        TrainingOptions options = quick();
        options.epochs = 3;
        std::vector<double> heard;
        QVERIFY(backend_->train(
            kShape, smoothRows(10, 1), options, [&](double done) { heard.push_back(done); }, nullptr));
        QVERIFY(std::is_sorted(heard.begin(), heard.end()));
        QCOMPARE(heard.size(), size_t{9});
        QCOMPARE(heard.back(), 1.0);
    }

    void wrongSizesAreRefused() {
        QVERIFY(!backend_->load(kShape, std::vector<float>(3)));
        TrainingRows rows = smoothRows(2, 1);
        rows.group.pop_back();
        QVERIFY(!backend_->train(kShape, rows, quick(), {}, nullptr));
    }

    void anUnknownFunctionIsUnavailable() {
        const auto function = torchModuleFunction("bwNoSuchFunction");
        QVERIFY(!function);
        QVERIFY(function.error().code == ErrorCode::Unavailable);
    }
};

QTEST_GUILESS_MAIN(RegressorBackendTest)
#include "regressor_backend_test.moc"
