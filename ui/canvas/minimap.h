// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPixmap>
#include <QWidget>

#include "canvas/canvas_painter.h"

namespace bw::ui {

/// The whole graph in a corner of the canvas, with the visible part framed. A click or drag moves the view there. Width
/// and height are scaled apart, so that a tall column stays legible.
class Minimap : public QWidget {
    Q_OBJECT

public:
    explicit Minimap(QWidget* parent);

    /// Draws the overview anew with `painter` (null: nothing to show) for a graph with these world `bounds`.
    void refresh(CanvasPainter* painter, const QRectF& bounds, const Colors& colors);

    /// World rectangle that the canvas shows.
    void setVisibleWorld(const QRectF& world);

    QSize sizeHint() const override;

Q_SIGNALS:
    /// The user wants `world` in the middle of the canvas.
    void centreRequested(QPointF world);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

private:
    QRectF mapArea() const;
    QPointF toWorld(QPointF point) const;

    QPixmap overview_;
    QRectF bounds_;
    QRectF visible_;
    Colors colors_;
};

}  // namespace bw::ui
