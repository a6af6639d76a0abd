// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/parallel_chart.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "theme/colors.h"

namespace bw::ui {
namespace {

constexpr double kReach = 8;

}  // namespace

ParallelChart::ParallelChart(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAccessibleName(tr("Networks of the front over all figures"));
    setToolTip(tr("Drag along an axis to keep the networks that pass there; click it to let all through"));
}

void ParallelChart::setLines(std::vector<ParallelAxis> axes, std::vector<ParallelLine> lines) {
    const bool same = axes.size() == axes_.size() &&
                      std::equal(axes.begin(), axes.end(), axes_.begin(),
                                 [](const ParallelAxis& a, const Axis& b) { return a.title == b.row.title; });
    std::vector<Axis> next;
    for (size_t i = 0; i < axes.size(); ++i) {
        Axis axis{std::move(axes[i]), INFINITY, -INFINITY, same ? axes_[i].brush : std::nullopt};
        for (const ParallelLine& line : lines) {
            if (!std::isfinite(line.values[i])) continue;
            axis.low = std::min(axis.low, line.values[i]);
            axis.high = std::max(axis.high, line.values[i]);
        }
        if (!(axis.low <= axis.high)) axis.low = axis.high = 0;
        next.push_back(std::move(axis));
    }
    axes_ = std::move(next);
    lines_ = std::move(lines);
    update();
}

void ParallelChart::setChosen(std::optional<int> key) {
    chosen_ = key;
    update();
}

void ParallelChart::setHighlighted(QSet<int> keys) {
    highlighted_ = std::move(keys);
    update();
}

void ParallelChart::setEmptyText(const QString& text) {
    empty_text_ = text;
    update();
}

void ParallelChart::setBrush(size_t axis, std::optional<std::pair<double, double>> range) {
    axes_[axis].brush = range;
    update();
    Q_EMIT brushed();
}

QSet<int> ParallelChart::passing() const {
    QSet<int> keys;
    for (const ParallelLine& line : lines_) {
        if (passes(line)) keys.insert(line.key);
    }
    return keys;
}

QRectF ParallelChart::plotArea() const {
    const QFontMetricsF metrics(font());
    return QRectF(rect()).adjusted(12, 2 * metrics.height() + 6, -12, -metrics.height() - 6);
}

double ParallelChart::axisX(size_t axis) const {
    const QRectF area = plotArea();
    const double slot = area.width() / static_cast<double>(std::max<size_t>(1, axes_.size()));
    return area.left() + slot * (static_cast<double>(axis) + 0.5);
}

double ParallelChart::placeOf(size_t axis, double value) const {
    const QRectF area = plotArea();
    const Axis& row = axes_[axis];
    if (!std::isfinite(value)) return area.bottom();
    return row.high > row.low ? area.bottom() - area.height() * (value - row.low) / (row.high - row.low)
                              : area.center().y();
}

double ParallelChart::valueAt(size_t axis, double y) const {
    const QRectF area = plotArea();
    const Axis& row = axes_[axis];
    return row.low + (row.high - row.low) * std::clamp((area.bottom() - y) / area.height(), 0.0, 1.0);
}

int ParallelChart::axisAt(QPointF position) const {
    for (size_t i = 0; i < axes_.size(); ++i) {
        if (std::abs(position.x() - axisX(i)) < kReach) return static_cast<int>(i);
    }
    return -1;
}

bool ParallelChart::passes(const ParallelLine& line) const {
    for (size_t i = 0; i < axes_.size(); ++i) {
        const auto& brush = axes_[i].brush;
        if (brush && !(line.values[i] >= brush->first && line.values[i] <= brush->second)) return false;
    }
    return true;
}

int ParallelChart::lineAt(QPointF position) const {
    int nearest = -1;
    double least = kReach;
    for (size_t n = 0; n < lines_.size(); ++n) {
        if (!passes(lines_[n])) continue;
        for (size_t i = 0; i + 1 < axes_.size(); ++i) {
            const double left = axisX(i), right = axisX(i + 1);
            if (position.x() < left || position.x() > right) continue;
            const double share = (position.x() - left) / (right - left);
            const double from = placeOf(i, lines_[n].values[i]), to = placeOf(i + 1, lines_[n].values[i + 1]);
            const double gap = std::abs(from + (to - from) * share - position.y());
            if (gap < least) {
                least = gap;
                nearest = static_cast<int>(n);
            }
        }
    }
    return nearest;
}

void ParallelChart::paintAxes(QPainter& painter) const {
    const Colors colors = Colors::fromPalette(palette());
    const QFontMetricsF metrics(font());
    const QRectF area = plotArea();
    const double slot = area.width() / static_cast<double>(axes_.size()) - 8;
    for (size_t i = 0; i < axes_.size(); ++i) {
        const double x = axisX(i);
        const Axis& axis = axes_[i];
        painter.setPen(QPen(colors.edge, 1));
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
        if (axis.brush) {
            const double top = placeOf(i, axis.brush->second), bottom = placeOf(i, axis.brush->first);
            QColor ground = colors.accent;
            ground.setAlphaF(0.3F);
            painter.fillRect(QRectF(x - 5, top, 10, std::max(2.0, bottom - top)), ground);
        }
        painter.setPen(colors.text);
        painter.drawText(QRectF(x - slot / 2, 2, slot, metrics.height()), Qt::AlignCenter,
                         metrics.elidedText(axis.row.title, Qt::ElideRight, slot));
        painter.setPen(colors.muted_text);
        painter.drawText(QRectF(x - slot / 2, metrics.height() + 2, slot, metrics.height()), Qt::AlignCenter,
                         metrics.elidedText(axis.row.text(axis.high), Qt::ElideRight, slot));
        painter.drawText(QRectF(x - slot / 2, area.bottom() + 3, slot, metrics.height()), Qt::AlignCenter,
                         metrics.elidedText(axis.row.text(axis.low), Qt::ElideRight, slot));
    }
}

void ParallelChart::paintLines(QPainter& painter) const {
    const Colors colors = Colors::fromPalette(palette());
    const QColor base = palette().color(QPalette::Base);
    const auto draw = [&](const ParallelLine& line, const QColor& ink, double width) {
        QPainterPath path;
        for (size_t i = 0; i < axes_.size(); ++i) {
            const QPointF place(axisX(i), placeOf(i, line.values[i]));
            if (i == 0)
                path.moveTo(place);
            else
                path.lineTo(place);
        }
        painter.setPen(QPen(ink, width));
        painter.drawPath(path);
    };
    painter.setBrush(Qt::NoBrush);
    const auto lit = [this](const ParallelLine& line) {
        return passes(line) && (highlighted_.isEmpty() || highlighted_.contains(line.key));
    };
    for (const ParallelLine& line : lines_) {
        if (!lit(line)) draw(line, mix(base, colors.text, 0.10), 1);
    }
    for (const ParallelLine& line : lines_) {
        if (!lit(line)) continue;
        const Axis& first = axes_.front();
        const double share = first.high > first.low ? (line.values.front() - first.low) / (first.high - first.low) : 0;
        draw(line, colors.heat(0.3 + 0.7 * std::clamp(share, 0.0, 1.0)), 1.3);
    }
    for (const ParallelLine& line : lines_) {
        if (chosen_ == line.key) draw(line, colors.accent, 3);
    }
}

void ParallelChart::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Colors colors = Colors::fromPalette(palette());
    painter.fillRect(rect(), palette().color(QPalette::Base));
    if (lines_.empty() || axes_.empty()) {
        painter.setPen(colors.muted_text);
        painter.drawText(rect().adjusted(16, 8, -16, -8), Qt::AlignCenter | Qt::TextWordWrap, empty_text_);
    } else {
        painter.setRenderHint(QPainter::Antialiasing);
        paintLines(painter);
        paintAxes(painter);
    }
    if (hasFocus()) {
        painter.setRenderHint(QPainter::Antialiasing, false);
        painter.setPen(colors.accent);
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void ParallelChart::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    dragged_ = axisAt(event->position());
    drag_start_ = event->position().y();
    drag_moved_ = false;
    if (dragged_ >= 0) return;
    const int line = lineAt(event->position());
    if (line < 0) return;
    setChosen(lines_[static_cast<size_t>(line)].key);
    Q_EMIT lineChosen(*chosen_);
}

void ParallelChart::mouseMoveEvent(QMouseEvent* event) {
    if (dragged_ < 0) return;
    const double y = event->position().y();
    drag_moved_ |= std::abs(y - drag_start_) > 3;
    if (!drag_moved_) return;
    const auto axis = static_cast<size_t>(dragged_);
    const double from = valueAt(axis, drag_start_), to = valueAt(axis, y);
    setBrush(axis, std::pair(std::min(from, to), std::max(from, to)));
}

void ParallelChart::mouseReleaseEvent(QMouseEvent*) {
    if (dragged_ >= 0 && !drag_moved_) setBrush(static_cast<size_t>(dragged_), std::nullopt);
    dragged_ = -1;
}

void ParallelChart::keyPressEvent(QKeyEvent* event) {
    const int step = event->key() == Qt::Key_Down ? 1 : event->key() == Qt::Key_Up ? -1 : 0;
    if (step == 0 || lines_.empty()) return QWidget::keyPressEvent(event);
    const auto at =
        std::find_if(lines_.begin(), lines_.end(), [this](const auto& line) { return chosen_ == line.key; });
    const auto last = static_cast<std::ptrdiff_t>(lines_.size()) - 1;
    const auto now = at == lines_.end() ? (step > 0 ? -1 : last + 1) : at - lines_.begin();
    setChosen(lines_[static_cast<size_t>(std::clamp<std::ptrdiff_t>(now + step, 0, last))].key);
    Q_EMIT lineChosen(*chosen_);
}

}  // namespace bw::ui
