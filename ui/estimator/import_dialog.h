// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QElapsedTimer>
#include <QTimer>
#include <atomic>
#include <memory>

#include "measure/train_import.h"
#include "session/workbench.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QStackedWidget;
class QTableWidget;

namespace bw::ui {

/// Imports a file of measurements: reads it, lists its bad rows, trains in the background, shows the report, and puts
/// the estimator into use when the user accepts it.
class ImportDialog : public QDialog {
    Q_OBJECT

public:
    ImportDialog(Workbench& workbench, const std::string& target_id, QWidget* parent = nullptr);
    ~ImportDialog() override;

    /// Reads `path`; the list of bad rows or what will be trained follows.
    void setFile(const QString& path);
    void startTraining();
    /// Installs the trained estimator; accept() follows.
    void acceptEstimator();

    /// Nothing before training has ended.
    const std::optional<ImportReport>& report() const { return report_; }
    bool isBusy() const { return stop_ != nullptr; }

Q_SIGNALS:
    /// A step (reading, training, installing) has ended.
    void stepEnded();
    /// The estimator is in use.
    void installed(const QString& target_id);

private:
    /// A file as its reader left it.
    struct ReadFile {
        Result<ImportedMeasurements> measurements;
        LabelledImport labelled;
    };
    void buildFields(const std::string& target_id);
    void buildPages();
    void choose();
    void read();
    void showRead(ReadFile file);
    void showProblems(const RowProblems& problems);
    void showReport(Result<ImportReport> report);
    void showText(const QString& text);
    void begin(const QString& activity);
    void end();
    void refresh();
    ImportRequest request() const;

    Workbench& workbench_;
    std::shared_ptr<const ImportedMeasurements> measurements_;
    std::shared_ptr<const LabelledImport> labelled_;
    std::optional<ImportReport> report_;
    std::shared_ptr<std::atomic<bool>> stop_;  ///< Of the running step; null while none runs.
    std::shared_ptr<std::atomic<double>> progress_;
    QElapsedTimer elapsed_;
    QTimer tick_;

    QLineEdit* file_;
    QComboBox* target_;
    QLineEdit* id_;
    QStackedWidget* pages_;
    QLabel* text_;
    QTableWidget* problems_;
    QLabel* problems_text_;
    QLabel* activity_;
    QProgressBar* bar_;
    QWidget* report_page_;
    QPushButton* browse_;
    QPushButton* train_;
    QPushButton* accept_;
    QPushButton* close_;
};

}  // namespace bw::ui
