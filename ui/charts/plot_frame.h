// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QPointF>
#include <QRectF>
#include <QString>
#include <functional>
#include <vector>

#include "theme/colors.h"

class QPainter;

namespace bw::ui {

/// One linear axis of a plot.
struct PlotAxis {
    QString title;                        ///< With its unit.
    std::function<QString(double)> text;  ///< How values are written; as plain numbers where empty.
    double low = 0;
    double high = 1;

    /// 0 at `low`, 1 at `high`.
    double place(double value) const;
    QString textOf(double value) const;
    /// Round values within the range, about `count` of them: steps of 1, 2 or 5 times a power of ten.
    std::vector<double> ticks(int count) const;
    /// Widens the range by a share of its length on both sides; a range without length gets one.
    void pad(double share);
};

/// Two axes with grid, ticks and titles around the area of a plot.
struct PlotFrame {
    PlotAxis x;
    PlotAxis y;

    /// What the axes leave of `whole`.
    QRectF area(const QRectF& whole, const QFont& font) const;
    QPointF at(double x_value, double y_value, const QRectF& area) const;
    /// Paints axes, grid and titles into `whole`, whose area() is left for the plot.
    void paint(QPainter& painter, const QRectF& whole, const Colors& colors, const QFont& font) const;

private:
    /// Low plots have both titles in one line above them.
    bool isLow(double height, const QFont& font) const;
    void paintTicks(QPainter& painter, const QRectF& area, const Colors& colors, const QFont& font) const;
};

}  // namespace bw::ui
