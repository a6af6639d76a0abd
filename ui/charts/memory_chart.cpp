// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/memory_chart.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>
#include <algorithm>

#include "charts/axis.h"
#include "charts/memory_style.h"
#include "text/wording.h"
#include "theme/colors.h"

namespace bw::ui {

MemoryChart::MemoryChart(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMouseTracking(true);
}

void MemoryChart::setTimeline(MemoryTimeline timeline) {
    timeline_ = std::move(timeline);
    current_step_ = -1;
    pointed_ = -1;
    update();
}

void MemoryChart::setSelected(const std::vector<BlockId>& selected) {
    selected_ = selected;
    update();
}

void MemoryChart::setEmptyText(const QString& text) {
    empty_text_ = text;
    update();
}

QRectF MemoryChart::plotArea() const {
    const QFontMetricsF metrics(font());
    const double left = metrics.horizontalAdvance(QStringLiteral("0000 KiB")) + 18;
    return QRectF(left, metrics.height() + 8, std::max(10.0, width() - left - 12),
                  std::max(10.0, height() - 2 * metrics.height() - 18));
}

double MemoryChart::topBytes() const {
    const int64_t budget = timeline_.budget_bytes.value_or(0);
    const int64_t used = std::max(timeline_.arena_bytes, timeline_.peak_bytes);
    // A budget far above what is used would flatten the picture.
    return static_cast<double>(budget <= 2 * used ? std::max(used, budget) : used) * 1.04;
}

double MemoryChart::xOf(double step, const QRectF& plot) const {
    return plot.left() + plot.width() * step / static_cast<double>(timeline_.live_bytes.size());
}

double MemoryChart::yOf(double bytes, const QRectF& plot) const {
    return plot.bottom() - plot.height() * bytes / topBytes();
}

QRectF MemoryChart::spanRect(const MemorySpan& span, const QRectF& plot) const {
    const double left = xOf(span.first_step, plot), right = xOf(span.last_step + 1, plot);
    const double bottom = yOf(static_cast<double>(span.offset), plot);
    const double top = yOf(static_cast<double>(span.offset + span.bytes), plot);
    return QRectF(left, top, std::max(1.0, right - left), std::max(1.0, bottom - top));
}

int MemoryChart::stepAt(double x) const {
    const QRectF plot = plotArea();
    if (timeline_.live_bytes.empty() || x < plot.left() || x >= plot.right()) return -1;
    return static_cast<int>((x - plot.left()) / plot.width() * static_cast<double>(timeline_.live_bytes.size()));
}

const MemorySpan* MemoryChart::spanAt(const QPointF& position) const {
    const QRectF plot = plotArea();
    for (const MemorySpan& span : timeline_.spans) {
        if (spanRect(span, plot).contains(position)) return &span;
    }
    return nullptr;
}

void MemoryChart::paintAxis(QPainter& painter, const QRectF& plot) const {
    const Colors colors = Colors::fromPalette(palette());
    const QFontMetricsF metrics(font());
    const int count = std::max(2, static_cast<int>(plot.height() / 34));
    for (const double tick : axisTicks(topBytes(), count, true)) {
        if (tick > topBytes()) break;
        const double y = std::round(yOf(tick, plot)) + 0.5;
        painter.setPen(colors.hairline);
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
        painter.setPen(colors.muted_text);
        painter.drawText(QRectF(0, y - metrics.height() / 2, plot.left() - 8, metrics.height()),
                         Qt::AlignRight | Qt::AlignVCenter, bytesText(static_cast<int64_t>(tick)));
    }
    painter.setPen(colors.muted_text);
    const QRectF below(plot.left(), plot.bottom() + 3, plot.width(), metrics.height());
    const QString first = tr("first operator");
    const QString last = tr("last of %1 operators, in execution order").arg(timeline_.live_bytes.size());
    painter.drawText(below, Qt::AlignRight | Qt::AlignVCenter, last);
    if (metrics.horizontalAdvance(first) + metrics.horizontalAdvance(last) + 12 < plot.width()) {
        painter.drawText(below, Qt::AlignLeft | Qt::AlignVCenter, first);
    }
}

void MemoryChart::paintSpans(QPainter& painter, const QRectF& plot) const {
    const Colors colors = Colors::fromPalette(palette());
    for (size_t i = 0; i < timeline_.spans.size(); ++i) {
        const MemorySpan& span = timeline_.spans[i];
        const QRectF area = spanRect(span, plot);
        const bool selected = std::find(selected_.begin(), selected_.end(), span.block) != selected_.end();
        const bool pointed = static_cast<int>(i) == pointed_;
        const RoleStyle style = roleStyle(span.role, colors);
        const QColor ink = selected ? colors.accent : style.color;
        painter.fillRect(area, mix(colors.card, ink, selected ? 0.75 : span.at_peak || pointed ? 0.55 : 0.28));
        if (area.width() <= 3 || area.height() <= 3) continue;
        if (style.pattern != Qt::NoBrush) painter.fillRect(area, QBrush(mix(colors.card, ink, 0.8), style.pattern));
        painter.setPen(QPen(pointed ? colors.text : mix(colors.card, ink, selected ? 1.0 : 0.7), pointed ? 2 : 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5));
    }
}

void MemoryChart::paintLine(QPainter& painter, const QRectF& plot) const {
    QPainterPath path;
    for (size_t i = 0; i < timeline_.live_bytes.size(); ++i) {
        const double y = yOf(static_cast<double>(timeline_.live_bytes[i]), plot);
        const QPointF left(xOf(static_cast<double>(i), plot), y);
        if (i == 0) {
            path.moveTo(left);
        } else {
            path.lineTo(left);
        }
        path.lineTo(xOf(static_cast<double>(i + 1), plot), y);
    }
    painter.setPen(QPen(Colors::fromPalette(palette()).text, 1.4));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(path);
}

double MemoryChart::paintLevel(QPainter& painter, const QRectF& plot, int64_t bytes, const QColor& ink) const {
    const double y = yOf(static_cast<double>(bytes), plot);
    painter.setPen(QPen(ink, 1.2, Qt::DashLine));
    painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
    return y;
}

void MemoryChart::point(int span) {
    if (span == pointed_) return;
    pointed_ = span;
    update();
    Q_EMIT pointedAt(span < 0 ? kNoBlock : timeline_.spans[static_cast<size_t>(span)].block);
}

void MemoryChart::mouseMoveEvent(QMouseEvent* event) {
    const MemorySpan* span = timeline_.live_bytes.empty() ? nullptr : spanAt(event->position());
    point(span == nullptr ? -1 : static_cast<int>(span - timeline_.spans.data()));
}

void MemoryChart::leaveEvent(QEvent* event) {
    QWidget::leaveEvent(event);
    point(-1);
}

void MemoryChart::paintMarks(QPainter& painter, const QRectF& plot) const {
    const Colors colors = Colors::fromPalette(palette());
    const QFontMetricsF metrics(font());
    if (timeline_.budget_bytes && static_cast<double>(*timeline_.budget_bytes) <= topBytes()) {
        const bool over = timeline_.peak_bytes > *timeline_.budget_bytes;
        const QString budget = bytesText(*timeline_.budget_bytes);
        const double y = paintLevel(painter, plot, *timeline_.budget_bytes, over ? colors.bad : colors.good);
        painter.drawText(QRectF(plot.left() + 4, y - metrics.height() - 1, plot.width() - 8, metrics.height()),
                         Qt::AlignRight | Qt::AlignVCenter,
                         over ? tr("budget %1, over by %2")
                                    .arg(budget, exactBytesText(timeline_.peak_bytes - *timeline_.budget_bytes))
                              : tr("budget %1").arg(budget));
    }
    paintLevel(painter, plot, timeline_.arena_bytes, colors.muted_text);
    const double x = (xOf(timeline_.peak_step, plot) + xOf(timeline_.peak_step + 1, plot)) / 2;
    painter.setPen(QPen(colors.text, 1, Qt::DotLine));
    painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
    const QString text = tr("peak %1").arg(bytesText(timeline_.peak_bytes));
    const double width = metrics.horizontalAdvance(text) + 4;
    const double left = std::clamp(x - width / 2, plot.left(), std::max(plot.left(), plot.right() - width));
    painter.drawText(QRectF(left, 2, width, metrics.height()), Qt::AlignCenter, text);
    // The arena's name goes on the side of the peak's that has more room.
    const QString arena =
        timeline_.arena_bytes == timeline_.lower_bound_bytes
            ? tr("arena %1, the least possible").arg(bytesText(timeline_.arena_bytes))
            : (timeline_.searched ? tr("arena %1, searched; no less than %2") : tr("arena %1, greedy; lower bound %2"))
                  .arg(bytesText(timeline_.arena_bytes), bytesText(timeline_.lower_bound_bytes));
    const bool on_right = plot.right() - left - width >= left - plot.left();
    const QRectF beside = on_right ? QRectF(left + width + 8, 2, plot.right() - left - width - 8, metrics.height())
                                   : QRectF(plot.left(), 2, left - plot.left() - 8, metrics.height());
    painter.setPen(colors.muted_text);
    painter.drawText(beside, (on_right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter,
                     metrics.elidedText(arena, Qt::ElideRight, beside.width()));
}

void MemoryChart::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event);
    QPainter painter(this);
    const Colors colors = Colors::fromPalette(palette());
    painter.fillRect(rect(), palette().color(QPalette::Base));
    if (timeline_.live_bytes.empty()) {
        painter.setPen(colors.muted_text);
        painter.drawText(rect().adjusted(16, 16, -16, -16), Qt::AlignCenter | Qt::TextWordWrap, empty_text_);
        return;
    }
    const QRectF plot = plotArea();
    paintAxis(painter, plot);
    paintSpans(painter, plot);
    paintLine(painter, plot);
    if (current_step_ >= 0) {
        painter.fillRect(
            QRectF(xOf(current_step_, plot), plot.top(), std::max(1.0, xOf(1, plot) - xOf(0, plot)), plot.height()),
            QColor(colors.accent.red(), colors.accent.green(), colors.accent.blue(), 50));
    }
    paintMarks(painter, plot);
    if (hasFocus()) {
        painter.setPen(colors.accent);
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void MemoryChart::selectStep(int step) {
    current_step_ = step;
    std::vector<BlockId> blocks;
    for (const MemorySpan& span : timeline_.spans) {
        const bool live = span.first_step <= step && step <= span.last_step;
        if (live && span.block != kNoBlock && std::find(blocks.begin(), blocks.end(), span.block) == blocks.end()) {
            blocks.push_back(span.block);
        }
    }
    update();
    Q_EMIT clicked(blocks);
}

void MemoryChart::selectPeak() {
    if (!timeline_.live_bytes.empty()) selectStep(timeline_.peak_step);
}

void MemoryChart::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    if (const MemorySpan* span = spanAt(event->position()); span != nullptr && span->block != kNoBlock) {
        current_step_ = -1;
        Q_EMIT clicked({span->block});
        return;
    }
    const int step = stepAt(event->position().x());
    if (step >= 0) selectStep(step);
}

void MemoryChart::keyPressEvent(QKeyEvent* event) {
    const int steps = static_cast<int>(timeline_.live_bytes.size());
    const int move = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
    if (steps == 0 || (move == 0 && event->key() != Qt::Key_Home)) {
        QWidget::keyPressEvent(event);
        return;
    }
    selectStep(move == 0 || current_step_ < 0 ? timeline_.peak_step : std::clamp(current_step_ + move, 0, steps - 1));
}

bool MemoryChart::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const int step = stepAt(help->pos().x());
    QStringList lines;
    if (const MemorySpan* span = spanAt(help->pos())) {
        lines << tr("%1: %2 at address %3, steps %4 to %5")
                     .arg(span->label, exactBytesText(span->bytes), exactCountText(span->offset))
                     .arg(span->first_step + 1)
                     .arg(span->last_step + 1);
    }
    if (step >= 0) {
        const auto at = static_cast<size_t>(step);
        lines << tr("While %1 runs: %2 live").arg(timeline_.step_labels[at], exactBytesText(timeline_.live_bytes[at]));
    }
    if (lines.isEmpty()) {
        QToolTip::hideText();
    } else {
        QToolTip::showText(help->globalPos(), lines.join(QLatin1Char('\n')), this);
    }
    return true;
}

}  // namespace bw::ui
