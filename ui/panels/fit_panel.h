// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include "session/fit_runner.h"

class QLabel;
class QListWidget;
class QProgressBar;
class QPushButton;
class QTreeWidget;

namespace bw::ui {

class FitForm;

/// "Fit to budget": asks what may change, searches in the background, shows the answers beside the network as it is and
/// beside uniform scaling, previews and makes the chosen one as one step.
class FitPanel : public QWidget {
    Q_OBJECT

public:
    FitPanel(DocumentSession& session, FitRunner& runner, QWidget* parent = nullptr);

    FitForm& form() { return *form_; }
    /// As the buttons do.
    void startOrStop();
    void preview(bool on);
    void accept();
    /// Names of the rows that can be chosen: "uniform", "balanced", "least_harm", "fastest".
    void choose(const QString& id);
    QString verdict() const;

protected:
    void hideEvent(QHideEvent* event) override;

private:
    const FitAnswer* chosen() const;
    const FitResult* result() const;
    void showProgress();
    void showResult();
    void addRow(const QString& id, const QString& name, const Totals& totals, double harm, const FitAnswer* answer);
    void showChanges();
    void refreshState();
    void endPreview();

    DocumentSession& session_;
    FitRunner& runner_;
    FitForm* form_;
    QPushButton* start_;
    QLabel* verdict_;
    QProgressBar* progress_;
    QTreeWidget* answers_;
    QListWidget* changes_;
    QPushButton* preview_;
    QPushButton* accept_;
    QElapsedTimer elapsed_;
    QTimer tick_;
    qint64 designs_ = 0;
    double harm_ = -1;
    bool previewing_ = false;
    bool accepted_ = false;  ///< The result's answer is the network now.
};

}  // namespace bw::ui
