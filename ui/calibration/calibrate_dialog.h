// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <optional>

#include "calibration/host_calibrator.h"

class QDoubleSpinBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QSpinBox;
class QTableWidget;
class QVBoxLayout;

namespace bw::ui {

class ScatterChart;

/// Measures this machine's processor: time budget, progress, networks as measured and as predicted, and whether to keep
/// the result. Closing it while it runs cancels.
class CalibrateDialog : public QDialog {
    Q_OBJECT

public:
    CalibrateDialog(Workbench& workbench, std::optional<NamedNetwork> open_network, QWidget* parent = nullptr);

    HostCalibrator& calibrator() { return calibrator_; }
    /// Shows networks as measured and predicted.
    void showChecks(const std::vector<HostCheck>& checks);

    void reject() override;

Q_SIGNALS:
    /// The result is in use.
    void calibrated(const QString& target_name);

private:
    void buildSettings(QVBoxLayout* layout);
    void buildResults(QVBoxLayout* layout);
    void buildButtons(QVBoxLayout* layout);
    void start();
    void keep();
    void showProgress(double share, const QString& activity);
    void showEnd(const std::optional<Error>& error);
    void refreshButtons();

    HostCalibrator calibrator_;
    std::optional<NamedNetwork> open_network_;
    QDoubleSpinBox* minutes_ = nullptr;
    QSpinBox* threads_ = nullptr;
    QProgressBar* bar_ = nullptr;
    QLabel* state_ = nullptr;
    QLabel* figures_ = nullptr;
    ScatterChart* chart_ = nullptr;
    QTableWidget* table_ = nullptr;
    QPushButton* start_ = nullptr;
    QPushButton* cancel_ = nullptr;
    QPushButton* keep_ = nullptr;
    QPushButton* discard_ = nullptr;
};

}  // namespace bw::ui
