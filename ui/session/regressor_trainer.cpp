// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/regressor_trainer.h"

#include "measure/train_regressor.h"
#include "session/background.h"

namespace bw::ui {
namespace {

/// Share of the progress that drawing and measuring the networks is shown as.
constexpr double kMeasuringShare = 0.05;
constexpr int kTickMilliseconds = 250;

Error cancelled(const TargetProfile& target) {
    return {ErrorCode::Cancelled, "the training was cancelled", {}, target.id, {}};
}

}  // namespace

RegressorTrainer::RegressorTrainer(QObject* parent) : QObject(parent) {
    // One core for this, the others for the window.
    pool_.setMaxThreadCount(1);
    tick_.setInterval(kTickMilliseconds);
    connect(&tick_, &QTimer::timeout, this, [this] {
        progress_ = job_->progress.load();
        Q_EMIT progressChanged();
    });
}

RegressorTrainer::~RegressorTrainer() {
    if (job_) job_->stop.store(true);
    pool_.clear();
    pool_.waitForDone();
}

Result<TrainedRegressor> RegressorTrainer::work(const TargetProfile& target, Job& job) {
    if (job.stop.load()) return tl::unexpected(cancelled(target));
    const auto data = trainingData(target, {});
    if (!data) return tl::unexpected(data.error());
    job.progress.store(kMeasuringShare);
    const auto progress = [&job](double share) {
        job.progress.store(kMeasuringShare + (1.0 - kMeasuringShare) * share);
    };
    auto report = trainRegressor(target, *data, {}, progress, &job.stop);
    if (!report) return tl::unexpected(report.error());
    auto estimator = Estimator::create(target, report->regressor);
    if (!estimator) return tl::unexpected(estimator.error());
    return TrainedRegressor{target, std::move(report->regressor), std::move(*estimator)};
}

void RegressorTrainer::start(const TargetProfile& target) {
    if (job_) job_->stop.store(true);
    job_ = std::make_shared<Job>();
    running_ = true;
    progress_ = 0.0;
    elapsed_.start();
    tick_.start();
    runInBackground(
        pool_, this, [target, job = job_] { return work(target, *job); },
        [this, job = job_](Result<TrainedRegressor> result) { finish(job, std::move(result)); });
    Q_EMIT progressChanged();
}

void RegressorTrainer::cancel() {
    if (!running_) return;
    job_->stop.store(true);
    running_ = false;
    tick_.stop();
    Q_EMIT progressChanged();
}

void RegressorTrainer::finish(const std::shared_ptr<Job>& job, Result<TrainedRegressor> result) {
    // Of a request that was cancelled or followed by a newer one.
    if (job != job_ || !running_) return;
    running_ = false;
    tick_.stop();
    if (result) {
        Q_EMIT trained(*result);
    } else {
        Q_EMIT failed(result.error());
    }
    Q_EMIT progressChanged();
}

}  // namespace bw::ui
