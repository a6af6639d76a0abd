// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QThreadPool>
#include <QTimer>
#include <memory>
#include <optional>

#include "measure/host_calibration.h"
#include "session/workbench.h"

namespace bw::ui {

/// Calibrates a processor in the background and puts the result into use when asked to.
class HostCalibrator : public QObject {
    Q_OBJECT

public:
    HostCalibrator(Workbench& workbench, QObject* parent = nullptr);
    /// Stops what runs and waits for it, which takes as long as one operator or one step of training.
    ~HostCalibrator() override;

    /// Null where no processor is among the targets.
    const TargetProfile* target() const;

    /// Begins; `open_network` joins the samples among the networks that the result is checked on.
    void start(double minutes, int threads, std::optional<NamedNetwork> open_network);
    void cancel();
    bool isRunning() const { return running_; }
    double elapsedSeconds() const { return static_cast<double>(clock_.elapsed()) / 1e3; }

    /// What came of the last run; null before, and after a failure.
    const HostCalibration* result() const { return result_.get(); }
    /// Saves the result in the user's folder of models and uses it from now on.
    Result<void> accept();

Q_SIGNALS:
    /// About four times a second while it runs.
    void progressed(double share, const QString& activity);
    void checksChanged(const std::vector<bw::HostCheck>& checks);
    /// Ended: with a result, or with an error.
    void finished(const std::optional<bw::Error>& error);

private:
    struct Shared;
    void poll();

    Workbench& workbench_;
    QThreadPool pool_;
    QTimer tick_;
    QElapsedTimer clock_;
    bool running_ = false;
    std::shared_ptr<Shared> shared_;
    std::shared_ptr<const HostCalibration> result_;
};

}  // namespace bw::ui
