// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/scatter_chart.h"

#include <QHelpEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "text/wording.h"
#include "theme/colors.h"

namespace bw::ui {
namespace {

constexpr double kRadius = 3.5;
constexpr double kBand = 0.10;

}  // namespace

ScatterChart::ScatterChart(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("Predicted over measured latency"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void ScatterChart::setPoints(std::vector<ScatterPoint> points) {
    points_ = std::move(points);
    findRange();
    update();
}

void ScatterChart::setEmptyText(const QString& text) {
    empty_text_ = text;
    update();
}

void ScatterChart::findRange() {
    least_ = 0.1;
    most_ = 10.0;
    if (points_.empty()) return;
    double low = points_.front().measured, high = low;
    for (const ScatterPoint& point : points_) {
        low = std::min({low, point.measured, point.predicted});
        high = std::max({high, point.measured, point.predicted});
    }
    least_ = low / 1.3;
    most_ = std::max(high * 1.3, least_ * 2.0);
}

QRectF ScatterChart::plotArea() const {
    const QFontMetricsF metrics(font());
    const double left = metrics.horizontalAdvance(QStringLiteral("0000")) + metrics.height() + 12;
    return QRectF(rect()).adjusted(left, 8, -12, -2.0 * metrics.height() - 12);
}

double ScatterChart::place(double value) const {
    return std::log(value / least_) / std::log(most_ / least_);
}

QPointF ScatterChart::at(double measured, double predicted, const QRectF& plot) const {
    return {plot.left() + plot.width() * place(measured), plot.bottom() - plot.height() * place(predicted)};
}

void ScatterChart::paintAxes(QPainter& painter, const QRectF& plot) const {
    const Colors colors = Colors::fromPalette(palette());
    const QFontMetricsF metrics(font());
    // The band and the diagonal first, the grid on top.
    QPainterPath band;
    band.moveTo(at(least_, least_ * (1 + kBand), plot));
    band.lineTo(at(most_, most_ * (1 + kBand), plot));
    band.lineTo(at(most_, most_ * (1 - kBand), plot));
    band.lineTo(at(least_, least_ * (1 - kBand), plot));
    painter.save();
    painter.setClipRect(plot);
    painter.fillPath(band, mix(colors.card, colors.good, 0.18));
    painter.setPen(colors.muted_text);
    painter.drawLine(at(least_, least_, plot), at(most_, most_, plot));
    painter.restore();
    double right = plot.left() - metrics.averageCharWidth();
    double top = plot.bottom() + metrics.height();
    for (double decade = std::pow(10.0, std::floor(std::log10(least_))); decade <= most_; decade *= 10.0) {
        for (const double step : {1.0, 2.0, 5.0}) {
            const double tick = decade * step;
            if (tick < least_ || tick > most_) continue;
            const QPointF cross = at(tick, tick, plot);
            painter.setPen(colors.hairline);
            painter.drawLine(QPointF(cross.x(), plot.top()), QPointF(cross.x(), plot.bottom()));
            painter.drawLine(QPointF(plot.left(), cross.y()), QPointF(plot.right(), cross.y()));
            painter.setPen(colors.muted_text);
            const QString text = QString::number(tick);
            const double half = metrics.horizontalAdvance(text) / 2;
            // A label that would touch the one before it, or the next power of ten, is left out.
            const bool power = step == 1.0;
            const double next = at(decade * 10.0, decade * 10.0, plot).x();
            const double decade_half = metrics.horizontalAdvance(QString::number(decade * 10.0)) / 2;
            const double gap = metrics.averageCharWidth();
            const bool clear = cross.x() - half > right && (power || cross.x() + half + gap < next - decade_half);
            if (clear) {
                painter.drawText(QRectF(cross.x() - 2 * half, plot.bottom() + 3, 4 * half, metrics.height()),
                                 Qt::AlignCenter, text);
                right = cross.x() + half + gap;
            }
            if (cross.y() + metrics.height() / 2 < top) {
                painter.drawText(QRectF(0, cross.y() - metrics.height() / 2, plot.left() - 6, metrics.height()),
                                 Qt::AlignRight | Qt::AlignVCenter, text);
                top = cross.y() - metrics.height() / 2;
            }
        }
    }
    painter.setPen(colors.text);
    painter.drawText(QRectF(plot.left(), plot.bottom() + metrics.height() + 5, plot.width(), metrics.height()),
                     Qt::AlignCenter, tr("measured, ms"));
    painter.save();
    painter.translate(metrics.height() / 2, plot.center().y());
    painter.rotate(-90);
    painter.drawText(QRectF(-plot.height() / 2, -metrics.height() / 2, plot.height(), metrics.height()),
                     Qt::AlignCenter, tr("predicted, ms"));
    painter.restore();
}

void ScatterChart::paintPoints(QPainter& painter, const QRectF& plot) const {
    const Colors colors = Colors::fromPalette(palette());
    // What is highlighted comes last, on top.
    for (const bool highlighted : {false, true}) {
        for (const ScatterPoint& point : points_) {
            if (point.highlighted != highlighted) continue;
            const QPointF place = at(point.measured, point.predicted, plot);
            painter.setPen(Qt::NoPen);
            painter.setBrush(highlighted ? colors.accent : colors.muted_text);
            painter.drawEllipse(place, kRadius + (highlighted ? 1 : 0), kRadius + (highlighted ? 1 : 0));
        }
    }
}

void ScatterChart::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colors colors = Colors::fromPalette(palette());
    if (points_.empty()) {
        painter.setPen(colors.muted_text);
        painter.drawText(rect().adjusted(16, 16, -16, -16), Qt::AlignCenter | Qt::TextWordWrap, empty_text_);
        return;
    }
    const QRectF plot = plotArea();
    paintAxes(painter, plot);
    paintPoints(painter, plot);
}

bool ScatterChart::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const QRectF plot = plotArea();
    const ScatterPoint* nearest = nullptr;
    double distance = 10.0;
    for (const ScatterPoint& point : points_) {
        const QPointF gap = at(point.measured, point.predicted, plot) - QPointF(help->pos());
        if (std::hypot(gap.x(), gap.y()) < distance) {
            distance = std::hypot(gap.x(), gap.y());
            nearest = &point;
        }
    }
    if (nearest == nullptr) {
        QToolTip::hideText();
        return true;
    }
    QString interval;
    if (nearest->low < nearest->high)
        interval = tr(" (%1 to %2)").arg(millisecondsText(nearest->low), millisecondsText(nearest->high));
    QToolTip::showText(help->globalPos(), tr("%1: measured %2, predicted %3%4, %5")
                                              .arg(nearest->name.toHtmlEscaped(), millisecondsText(nearest->measured),
                                                   millisecondsText(nearest->predicted), interval,
                                                   changeText(nearest->predicted / nearest->measured - 1)));
    return true;
}

}  // namespace bw::ui
