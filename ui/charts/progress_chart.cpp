// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/progress_chart.h"

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "charts/plot_frame.h"
#include "text/wording.h"

namespace bw::ui {
namespace {

/// The value that holds at `x`: that of the last point not behind it.
const QPointF* pointBefore(const ProgressLine& line, double x) {
    const auto after = std::upper_bound(line.points.begin(), line.points.end(), x,
                                        [](double at, const QPointF& point) { return at < point.x(); });
    return after == line.points.begin() ? nullptr : &*(after - 1);
}

}  // namespace

PlotFrame ProgressChart::frameOf(const ProgressLine& line) const {
    PlotFrame frame;
    frame.x.title = epochs_ > 0 ? tr("epoch") : tr("evaluations");
    frame.x.text = [](double value) { return countText(value); };
    // There is no half an epoch to name.
    if (epochs_ > 0) {
        frame.x.text = [](double value) {
            return value == std::round(value) ? QString::number(std::lround(value)) : QString();
        };
    }
    frame.x.low = 0;
    frame.x.high = std::max(line.points.empty() ? 1.0 : std::max(1.0, line.points.back().x()), double(epochs_));
    frame.y.title = line.title;
    frame.y.text = line.text;
    frame.y.low = INFINITY;
    frame.y.high = -INFINITY;
    for (const QPointF& point : line.points) {
        if (!std::isfinite(point.y())) continue;
        frame.y.low = std::min(frame.y.low, point.y());
        frame.y.high = std::max(frame.y.high, point.y());
    }
    if (!(frame.y.low <= frame.y.high)) frame.y.low = frame.y.high = 0;
    frame.y.pad(0.08);
    return frame;
}

ProgressChart::ProgressChart(QWidget* parent) : QWidget(parent) {
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAccessibleName(tr("Progress of the search"));
}

void ProgressChart::setLines(std::vector<ProgressLine> lines) {
    lines_ = std::move(lines);
    QStringList told;
    for (const ProgressLine& line : lines_) {
        if (!line.points.empty() && std::isfinite(line.points.back().y()))
            told << QStringLiteral("%1 %2").arg(line.title, line.text(line.points.back().y()));
    }
    setAccessibleDescription(told.join(QStringLiteral(", ")));
    update();
}

void ProgressChart::setEpochs(int epochs) {
    epochs_ = epochs;
    setAccessibleName(tr("Progress of the training"));
    update();
}

void ProgressChart::setEmptyText(const QString& text) {
    empty_text_ = text;
    update();
}

QRectF ProgressChart::cellOf(size_t index) const {
    constexpr double kGoodShape = 1.5;  // Width by height.
    const size_t count = std::max<size_t>(1, lines_.size());
    size_t columns = 1;
    double nearest = INFINITY;
    for (size_t tried = 1; tried <= count; ++tried) {
        const auto rows = static_cast<double>((count + tried - 1) / tried);
        const double shape = width() * rows / (static_cast<double>(tried) * std::max(1, height()));
        const double distance = std::abs(std::log(shape / kGoodShape));
        if (distance < nearest) {
            nearest = distance;
            columns = tried;
        }
    }
    const auto rows = static_cast<double>((count + columns - 1) / columns);
    const double cell_width = width() / static_cast<double>(columns), cell_height = height() / rows;
    return {cell_width * static_cast<double>(index % columns), cell_height * static_cast<double>(index / columns),
            cell_width, cell_height};
}

void ProgressChart::paintLine(QPainter& painter, const QRectF& cell, const ProgressLine& line) const {
    const Colors colors = Colors::fromPalette(palette());
    const PlotFrame frame = frameOf(line);
    const QRectF area = frame.area(cell, font());
    frame.paint(painter, cell, colors, font());
    QPainterPath path;
    bool begun = false;
    QPointF last;
    for (const QPointF& point : line.points) {
        if (!std::isfinite(point.y())) continue;
        const QPointF place = frame.at(point.x(), point.y(), area);
        if (!begun) {
            path.moveTo(place);
        } else {
            // What is best holds until something better is found.
            if (epochs_ == 0) path.lineTo(place.x(), last.y());
            path.lineTo(place);
        }
        begun = true;
        last = place;
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(line.color, 2));
    painter.drawPath(path);
    if (begun) {
        painter.setBrush(line.color);
        painter.drawEllipse(last, 2.5, 2.5);
    }
    if (hovered_x_ < 0) return;
    const QPointF* point = pointBefore(line, hovered_x_ * frame.x.high);
    if (point == nullptr || !std::isfinite(point->y())) return;
    const double x = area.left() + area.width() * hovered_x_;
    painter.setPen(QPen(colors.edge, 1, Qt::DotLine));
    painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    const QString text = line.text(point->y());
    const QFontMetricsF metrics(font());
    const double width = metrics.horizontalAdvance(text);
    const QRectF label(x + width + 10 > area.right() ? x - width - 8 : x + 6, area.top() + 2, width + 4,
                       metrics.height());
    painter.setPen(colors.text);
    painter.drawText(label, Qt::AlignLeft | Qt::AlignVCenter, text);
}

void ProgressChart::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    painter.setRenderHint(QPainter::Antialiasing);
    const bool any = std::any_of(lines_.begin(), lines_.end(), [](const auto& line) { return !line.points.empty(); });
    if (!any) {
        painter.setPen(Colors::fromPalette(palette()).muted_text);
        painter.drawText(rect().adjusted(16, 8, -16, -8), Qt::AlignCenter | Qt::TextWordWrap, empty_text_);
        return;
    }
    for (size_t i = 0; i < lines_.size(); ++i)
        paintLine(painter, cellOf(i), lines_[i]);
}

void ProgressChart::mouseMoveEvent(QMouseEvent* event) {
    hovered_x_ = -1;
    for (size_t i = 0; i < lines_.size(); ++i) {
        const QRectF area = frameOf(lines_[i]).area(cellOf(i), font());
        if (area.contains(event->position())) hovered_x_ = (event->position().x() - area.left()) / area.width();
    }
    update();
}

void ProgressChart::leaveEvent(QEvent* event) {
    hovered_x_ = -1;
    update();
    QWidget::leaveEvent(event);
}

}  // namespace bw::ui
