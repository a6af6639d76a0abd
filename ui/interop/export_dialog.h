// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QTimer>
#include <atomic>
#include <memory>
#include <optional>
#include <stop_token>

#include "io/export_model.h"
#include "session/workbench.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QProgressBar;
class QPushButton;
class QSpinBox;

namespace bw::ui {

/// Writes the network in another program's format. Each choice is tried on a worker first, so that what the format
/// cannot hold is told before anything is written.
class ExportDialog : public QDialog {
    Q_OBJECT

public:
    /// `source`: the file that the network was imported from, whose weights can be kept; may be empty. `folder` and
    /// `name` make the file that is proposed.
    ExportDialog(Workbench& workbench, Document document, const QString& source, const QString& folder,
                 const QString& name, QWidget* parent = nullptr);
    ~ExportDialog() override;

    void setFormat(const QString& id);
    void setFile(const QString& path);
    /// Writes the file, after a question where it takes the place of another; exported() or told in the dialog why not.
    void startExport();
    /// Stops what is being written; the file that was there stays.
    void cancel();
    void done(int result) override;
    bool isBusy() const { return running_; }
    /// What was found out about the present choice: nothing while it is tried.
    const std::optional<Result<ExportReport>>& trial() const { return trial_; }
    QString told() const;

Q_SIGNALS:
    /// A trial or an export has ended.
    void stepEnded();
    void exported(const QStringList& files);

private:
    void buildFields(const QString& source);
    void choose();
    void tryOut();
    void showTrial();
    /// Files there are that the export replaces.
    QStringList replaced() const;
    void write();
    void refresh();
    ExportOptions options() const;
    const ExportFormat& format() const;

    Workbench& workbench_;
    Document document_;
    QString source_;
    QString folder_;
    QString name_;
    QComboBox* format_;
    QLineEdit* file_;
    QPushButton* browse_;
    QSpinBox* opset_;
    QLabel* opset_label_;
    QSpinBox* seed_;
    QCheckBox* keep_weights_;
    QPlainTextEdit* told_;
    QProgressBar* progress_;
    QPushButton* export_;
    std::optional<Result<ExportReport>> trial_;
    std::stop_source stop_;
    std::shared_ptr<std::atomic<int64_t>> written_;  ///< Bytes of the file that is being written.
    QTimer tick_;
    bool running_ = false;
    bool writing_ = false;  ///< What runs is no trial.
    bool again_ = false;
};

}  // namespace bw::ui
