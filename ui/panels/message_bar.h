// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

#include "base/result.h"

class QLabel;
class QTimer;
class QToolButton;

namespace bw::ui {

/// Tells what went wrong or what was done, above the canvas, without stopping the user.
class MessageBar : public QFrame {
    Q_OBJECT

public:
    enum class Level : uint8_t { Info, Note, Warning, Error };

    explicit MessageBar(QWidget* parent = nullptr);

    void showError(const Error& error);
    /// Infos leave by themselves; the others stay until they are closed or followed by another.
    void showMessage(Level level, const QString& text);

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void recolor();

    Level level_ = Level::Info;
    QLabel* icon_;
    QLabel* text_;
    QToolButton* close_;
    QTimer* timer_;
};

}  // namespace bw::ui
