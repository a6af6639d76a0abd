// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QThreadPool>
#include <QTimer>
#include <atomic>
#include <memory>

#include "estimate/estimator.h"

namespace bw::ui {

/// A regressor that has just been trained, ready to estimate and to be saved.
struct TrainedRegressor {
    TargetProfile target;
    Regressor regressor;
    std::shared_ptr<const Estimator> estimator;
};

/// Trains a regressor of a target from its parametric model, on a thread of its own. One at a time: the newest request
/// stops the one before.
class RegressorTrainer : public QObject {
    Q_OBJECT

public:
    explicit RegressorTrainer(QObject* parent = nullptr);
    ~RegressorTrainer() override;

    void start(const TargetProfile& target);
    void cancel();
    bool isRunning() const { return running_; }
    /// 0 to 1.
    double progress() const { return progress_; }
    /// Seconds since start().
    int seconds() const { return static_cast<int>(elapsed_.elapsed() / 1000); }

Q_SIGNALS:
    /// Now and then while it runs, and once when it ends in whatever way.
    void progressChanged();
    void trained(const bw::ui::TrainedRegressor& result);
    void failed(const bw::Error& error);

private:
    struct Job {
        std::atomic<bool> stop = false;
        std::atomic<double> progress = 0.0;
    };
    static Result<TrainedRegressor> work(const TargetProfile& target, Job& job);
    void finish(const std::shared_ptr<Job>& job, Result<TrainedRegressor> result);

    QThreadPool pool_;
    QTimer tick_;
    QElapsedTimer elapsed_;
    std::shared_ptr<Job> job_;
    bool running_ = false;
    double progress_ = 0.0;
};

}  // namespace bw::ui
