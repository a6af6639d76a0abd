// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>
#include <functional>

class QLabel;
class QProgressBar;
class QToolButton;

namespace bw::ui {

/// The background job in the status bar: what it does, how long already, how far, and Cancel.
class JobIndicator : public QWidget {
    Q_OBJECT

public:
    explicit JobIndicator(QWidget* parent = nullptr);

    /// Shows a job; what was shown before is replaced. `cancel` may be empty.
    void start(const QString& label, std::function<void()> cancel);
    /// From 0 to 1; a negative share is unknown.
    void setProgress(double share);
    void finish();
    bool isRunning() const { return running_; }

private:
    void refresh();

    bool running_ = false;
    QString job_;
    QElapsedTimer elapsed_;
    QTimer tick_;
    QLabel* label_;
    QProgressBar* bar_;
    QToolButton* cancel_button_;
    std::function<void()> cancel_;
};

}  // namespace bw::ui
