// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/learning_curve.h"

#include <array>
#include <chrono>

namespace bw {
namespace {

/// Parts of the training networks; the whole follows from the report.
constexpr std::array<double, 2> kShares = {0.25, 0.5};

Result<double> errorOfFirstMember(const TargetProfile& target, const LabelledNetworks& data,
                                  const TrainRegressorOptions& options, Regressor regressor) {
    regressor.shape.members = 1;
    regressor.parameters.resize(static_cast<size_t>(regressor.shape.parameters()));
    const auto predictor = KernelPredictor::create(target, std::move(regressor));
    if (!predictor) {
        return tl::unexpected(predictor.error());
    }
    const auto evaluation =
        evaluateRegressor(**predictor, data, splitNetworks(data.networks.size(), options.seed).test);
    if (!evaluation) {
        return tl::unexpected(evaluation.error());
    }
    return evaluation->mape;
}

}  // namespace

Result<std::vector<LearningPoint>> learningCurve(const TargetProfile& target, const LabelledNetworks& data,
                                                 const TrainRegressorOptions& options, const TrainingReport& report,
                                                 const std::function<void(double)>& progress,
                                                 const std::atomic<bool>* stop) {
    std::vector<LearningPoint> curve;
    double done = 0.0;
    for (const double share : kShares) {
        TrainRegressorOptions part = options;
        part.members = 1;
        part.epochs = report.regressor.card.epochs;
        part.train_share = share;
        const auto trained = trainRegressor(
            target, data, part,
            [&](double fraction) {
                if (progress) progress((done + fraction * share) / (kShares[0] + kShares[1]));
            },
            stop);
        if (!trained) {
            return tl::unexpected(trained.error());
        }
        done += share;
        curve.push_back({trained->regressor.card.train_networks, trained->test.mape});
    }
    const auto whole = errorOfFirstMember(target, data, options, report.regressor);
    if (!whole) {
        return tl::unexpected(whole.error());
    }
    curve.push_back({report.regressor.card.train_networks, *whole});
    return curve;
}

Result<TrainingReport> trainWithLearningCurve(const TargetProfile& target, const LabelledNetworks& data,
                                              const TrainRegressorOptions& options,
                                              const std::function<void(double)>& progress,
                                              const std::atomic<bool>* stop) {
    const auto start = std::chrono::steady_clock::now();
    // The parts cost three quarters of one member.
    const double training_share = options.members / (options.members + kShares[0] + kShares[1]);
    const auto slice = [&](double from, double to) {
        return [&progress, from, to](double fraction) {
            if (progress) progress(from + fraction * (to - from));
        };
    };
    auto report = trainRegressor(target, data, options, slice(0.0, training_share), stop);
    if (!report) {
        return report;
    }
    auto curve = learningCurve(target, data, options, *report, slice(training_share, 1.0), stop);
    if (!curve) {
        return tl::unexpected(curve.error());
    }
    report->regressor.card.learning_curve = *std::move(curve);
    auto sealed = sealRegressor(report->regressor);
    if (!sealed) {
        return tl::unexpected(sealed.error());
    }
    report->regressor = *std::move(sealed);
    report->seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return report;
}

}  // namespace bw
