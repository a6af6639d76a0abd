// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>
#include <QPointer>

#include "io/review.h"

class QLabel;
class QMainWindow;
class QWidget;

namespace bw::ui {

class DocumentSession;
class GraphCanvas;

/// Shows the stops of a walk-through on the whole screen: the canvas, gliding from stop to stop, with a caption, and
/// the panel of the stop where it has one. Other keys than these do nothing, so that nothing is edited by mistake:
/// Right, Down, Space and Page Down go on, Left, Up and Page Up back, Home and End to the ends; Esc leaves and puts the
/// window back.
class Presentation : public QObject {
    Q_OBJECT

public:
    Presentation(DocumentSession& session, QMainWindow& window, GraphCanvas& canvas, QObject* parent = nullptr);
    ~Presentation() override;

    /// Begins at a stop; does nothing where there is none.
    void start(size_t stop);
    void leave();
    bool isOn() const { return on_; }
    size_t stop() const { return stop_; }
    void go(size_t stop);

Q_SIGNALS:
    /// Colours, selection, panel and view of the stop are wanted.
    void stopShown(size_t stop);
    /// The canvas has another size: the view of the stop is wanted again, at once.
    void viewLost(size_t stop);
    void left();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QString captionOf(size_t stop) const;
    void placeCaption();
    void fillCaption();

    DocumentSession& session_;
    QMainWindow& window_;
    GraphCanvas& canvas_;
    QPointer<QLabel> caption_;
    QByteArray state_;
    Qt::WindowStates window_state_;
    bool minimap_ = true;
    bool on_ = false;
    bool moving_ = false;
    size_t stop_ = 0;
};

}  // namespace bw::ui
