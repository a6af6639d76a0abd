// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/plot_frame.h"

#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>
#include <cmath>

namespace bw::ui {
namespace {

constexpr double kTop = 8;
constexpr double kRight = 12;
constexpr double kGap = 6;

}  // namespace

double PlotAxis::place(double value) const {
    return high > low ? (value - low) / (high - low) : 0.5;
}

QString PlotAxis::textOf(double value) const {
    return text ? text(value) : QString::number(value, 'g', 4);
}

std::vector<double> PlotAxis::ticks(int count) const {
    if (!(high > low) || !std::isfinite(low) || !std::isfinite(high)) return {};
    const double wanted = (high - low) / std::max(count, 1);
    const double power = std::pow(10.0, std::floor(std::log10(wanted)));
    const double ratio = wanted / power;
    const double step = (ratio <= 1 ? 1 : ratio <= 2 ? 2 : ratio <= 5 ? 5 : 10) * power;
    std::vector<double> ticks;
    const double first = std::ceil(low / step - 1e-9);
    for (double i = first; i * step <= high + 1e-9 * step && ticks.size() < 64; ++i)
        ticks.push_back(i == 0 ? 0.0 : i * step);
    return ticks;
}

void PlotAxis::pad(double share) {
    const double length = high - low;
    const double room = length > 0 ? length * share : std::max(std::abs(low) * 0.1, 1e-3);
    low -= room;
    high += room;
}

bool PlotFrame::isLow(double height, const QFont& font) const {
    return height < 12 * QFontMetricsF(font).height();
}

QRectF PlotFrame::area(const QRectF& whole, const QFont& font) const {
    const QFontMetricsF metrics(font);
    double widest = 0;
    for (const double tick : y.ticks(4))
        widest = std::max(widest, metrics.horizontalAdvance(y.textOf(tick)));
    const bool low = isLow(whole.height(), font);
    const double left = widest + (low ? 0 : metrics.height()) + 2 * kGap;
    const double top = low ? metrics.height() + 4 : kTop;
    const double bottom = (low ? 1 : 2) * metrics.height() + kGap;
    return {whole.left() + left, whole.top() + top, std::max(10.0, whole.width() - left - kRight),
            std::max(10.0, whole.height() - top - bottom)};
}

QPointF PlotFrame::at(double x_value, double y_value, const QRectF& area) const {
    return {area.left() + area.width() * x.place(x_value), area.bottom() - area.height() * y.place(y_value)};
}

void PlotFrame::paintTicks(QPainter& painter, const QRectF& area, const Colors& colors, const QFont& font) const {
    const QFontMetricsF metrics(font);
    const double line = metrics.height();
    for (const double tick : y.ticks(std::max(2, static_cast<int>(area.height() / (2.4 * line))))) {
        const double place = std::round(at(x.low, tick, area).y()) + 0.5;
        painter.setPen(colors.hairline);
        painter.drawLine(QPointF(area.left(), place), QPointF(area.right(), place));
        painter.setPen(colors.muted_text);
        painter.drawText(QRectF(area.left() - 400, place - line / 2, 400 - kGap, line),
                         Qt::AlignRight | Qt::AlignVCenter, y.textOf(tick));
    }
    double written = area.left() - 400;
    const double slot = metrics.horizontalAdvance(x.textOf(x.high)) + 4 * kGap;
    for (const double tick : x.ticks(std::max(2, static_cast<int>(area.width() / std::max(slot, 48.0))))) {
        const double place = std::round(at(tick, y.low, area).x()) + 0.5;
        painter.setPen(colors.hairline);
        painter.drawLine(QPointF(place, area.top()), QPointF(place, area.bottom()));
        const QString text = x.textOf(tick);
        const double half = metrics.horizontalAdvance(text) / 2;
        // Labels neither touch each other nor leave the widget.
        if (place - half < written || place + half > area.right() + kRight) continue;
        painter.setPen(colors.muted_text);
        painter.drawText(QRectF(place - half - 2, area.bottom() + 3, 2 * half + 4, line), Qt::AlignCenter, text);
        written = place + half + kGap;
    }
}

void PlotFrame::paint(QPainter& painter, const QRectF& whole, const Colors& colors, const QFont& font) const {
    const QRectF area = this->area(whole, font);
    const QFontMetricsF metrics(font);
    const double line = metrics.height();
    painter.setFont(font);
    paintTicks(painter, area, colors, font);
    painter.setPen(colors.edge);
    painter.drawLine(area.bottomLeft(), area.bottomRight());
    painter.drawLine(area.topLeft(), area.bottomLeft());
    painter.setPen(colors.text);
    if (isLow(whole.height(), font)) {
        const QString both = y.title + QStringLiteral("  ·  ") + x.title;
        const QRectF row(area.left(), area.top() - line - 2, area.width(), line);
        painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(both, Qt::ElideRight, row.width()));
        return;
    }
    painter.drawText(QRectF(area.left(), area.bottom() + line + 4, area.width(), line), Qt::AlignCenter,
                     metrics.elidedText(x.title, Qt::ElideRight, area.width()));
    double widest = 0;
    for (const double tick : y.ticks(4))
        widest = std::max(widest, metrics.horizontalAdvance(y.textOf(tick)));
    painter.save();
    painter.translate(area.left() - widest - 2 * kGap - line / 2, area.center().y());
    painter.rotate(-90);
    painter.drawText(QRectF(-area.height() / 2, -line / 2, area.height(), line), Qt::AlignCenter,
                     metrics.elidedText(y.title, Qt::ElideRight, area.height()));
    painter.restore();
}

}  // namespace bw::ui
