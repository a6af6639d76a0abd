// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QString>
#include <QWidget>
#include <functional>
#include <vector>

#include "charts/plot_frame.h"

namespace bw::ui {

/// How one figure went on during a search or a training.
struct ProgressLine {
    QString title;
    std::function<QString(double)> text;
    QColor color;
    std::vector<QPointF> points;  ///< x: evaluations, epochs; y may be not-a-number before there is a value.
};

/// Figures over evaluations or epochs, each in a plot of its own scale, in as many columns as fit. Hovering tells the
/// values at a place.
class ProgressChart : public QWidget {
    Q_OBJECT

public:
    explicit ProgressChart(QWidget* parent = nullptr);

    void setLines(std::vector<ProgressLine> lines);
    /// What the figures are over, and at least to where; figures of epochs are joined by straight lines, those of a
    /// search hold until something better is found.
    void setEpochs(int epochs);
    void setEmptyText(const QString& text);

    QSize minimumSizeHint() const override { return {200, 88}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    PlotFrame frameOf(const ProgressLine& line) const;
    QRectF cellOf(size_t index) const;
    void paintLine(QPainter& painter, const QRectF& cell, const ProgressLine& line) const;

    std::vector<ProgressLine> lines_;
    QString empty_text_;
    int epochs_ = 0;         ///< 0: figures over evaluations.
    double hovered_x_ = -1;  ///< Share of the evaluations; negative for none.
};

}  // namespace bw::ui
