// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;
class QLineEdit;

namespace bw::ui {

/// The search box over the canvas: text, position among the hits, next, previous, close.
class CanvasSearch : public QFrame {
    Q_OBJECT

public:
    explicit CanvasSearch(QWidget* parent);

    QString query() const;
    /// Shows the box with its text selected and takes the keyboard.
    void open();
    /// "3 of 12", or that nothing was found; `current` counts from 0 and is -1 without a hit.
    void setHits(int current, int count);

Q_SIGNALS:
    void queryChanged(const QString& query);
    /// To the next (1) or previous (-1) hit.
    void stepRequested(int step);
    void closed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QLineEdit* input_;
    QLabel* hits_;
};

}  // namespace bw::ui
