// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QString>
#include <QWidget>
#include <functional>
#include <vector>

namespace bw::ui {

/// How one figure went on during a search.
struct ProgressLine {
    QString title;
    std::function<QString(double)> text;
    QColor color;
    std::vector<QPointF> points;  ///< x: evaluations; y may be not-a-number before there is a value.
};

/// Figures over evaluations, each in a plot of its own scale: side by side where there is width, else one below the
/// other. Hovering tells the values at a place.
class ProgressChart : public QWidget {
    Q_OBJECT

public:
    explicit ProgressChart(QWidget* parent = nullptr);

    void setLines(std::vector<ProgressLine> lines);
    void setEmptyText(const QString& text);

    QSize minimumSizeHint() const override { return {200, 88}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    QRectF cellOf(size_t index) const;
    void paintLine(QPainter& painter, const QRectF& cell, const ProgressLine& line) const;

    std::vector<ProgressLine> lines_;
    QString empty_text_;
    double hovered_x_ = -1;  ///< Share of the evaluations; negative for none.
};

}  // namespace bw::ui
