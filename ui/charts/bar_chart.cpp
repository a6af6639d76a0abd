// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/bar_chart.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "charts/axis.h"
#include "theme/colors.h"

namespace bw::ui {
namespace {

constexpr double kTopMargin = 10;
constexpr double kRightMargin = 12;

}  // namespace

BarChart::BarChart(QWidget* parent) : QWidget(parent) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_OpaquePaintEvent);
}

void BarChart::setBars(std::vector<ChartBar> bars) {
    bars_ = std::move(bars);
    hovered_ = -1;
    update();
}

void BarChart::setSelected(const std::vector<BlockId>& selected) {
    selected_ = selected;
    update();
}

void BarChart::setEmptyText(const QString& text) {
    empty_text_ = text;
    update();
}

bool BarChart::isSelected(BlockId block) const {
    return std::find(selected_.begin(), selected_.end(), block) != selected_.end();
}

QRectF BarChart::plotArea() const {
    const QFontMetricsF metrics(font());
    const double left = metrics.horizontalAdvance(QStringLiteral("0.000 ms")) + 18;
    const double bottom = metrics.height() + 8;
    return QRectF(left, kTopMargin, std::max(10.0, width() - left - kRightMargin),
                  std::max(10.0, height() - kTopMargin - bottom));
}

double BarChart::largestValue() const {
    double largest = 0;
    for (const ChartBar& bar : bars_) {
        largest = std::max({largest, bar.value.value_or(0), bar.before.value_or(0)});
    }
    return largest;
}

double BarChart::barLeft(int index, const QRectF& plot) const {
    return plot.left() + plot.width() * index / static_cast<double>(bars_.size());
}

int BarChart::barAt(double x) const {
    const QRectF plot = plotArea();
    if (bars_.empty() || x < plot.left() || x >= plot.right()) return -1;
    const int index = static_cast<int>((x - plot.left()) / plot.width() * static_cast<double>(bars_.size()));
    return std::clamp(index, 0, static_cast<int>(bars_.size()) - 1);
}

void BarChart::paintAxis(QPainter& painter, const QRectF& plot, double top_value) const {
    const Colors colors = Colors::fromPalette(palette());
    const QFontMetricsF metrics(font());
    const int count = std::max(2, static_cast<int>(plot.height() / 36));
    for (const double tick : axisTicks(top_value, count)) {
        if (tick > top_value * 1.0001) break;
        const double y = std::round(plot.bottom() - plot.height() * tick / top_value) + 0.5;
        painter.setPen(colors.hairline);
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
        painter.setPen(colors.muted_text);
        painter.drawText(QRectF(0, y - metrics.height() / 2, plot.left() - 8, metrics.height()),
                         Qt::AlignRight | Qt::AlignVCenter, value_text_ ? value_text_(tick) : QString::number(tick));
    }
}

void BarChart::paintBar(QPainter& painter, const QRectF& plot, double top_value, int index) const {
    const Colors colors = Colors::fromPalette(palette());
    const ChartBar& bar = bars_[static_cast<size_t>(index)];
    const double left = barLeft(index, plot), right = barLeft(index + 1, plot);
    const double gap = std::clamp((right - left) * 0.22, 0.0, 6.0);
    const bool selected = isSelected(bar.block);
    if (selected || index == hovered_) {
        painter.fillRect(QRectF(left, plot.top(), right - left, plot.height()),
                         selected ? mix(colors.card, colors.accent, 0.16) : colors.hairline);
    }
    const double height = bar.value ? plot.height() * *bar.value / top_value : 7;
    const QRectF body(left + gap / 2, plot.bottom() - height, std::max(1.0, right - left - gap), height);
    const QColor fill = selected ? colors.accent : bar.color;
    if (!bar.value || bar.out_of_range) {
        painter.fillRect(body, mix(colors.card, fill, 0.35));
        painter.fillRect(body, QBrush(bar.value ? fill : colors.muted_text, Qt::BDiagPattern));
    } else {
        painter.fillRect(body, fill);
    }
    const double before = bar.before.value_or(0), now = bar.value.value_or(0);
    // A mark on every unchanged bar would hide the few that changed.
    if (bar.before && std::abs(before - now) > 0.005 * std::max(before, now)) {
        const double y = plot.bottom() - plot.height() * *bar.before / top_value;
        painter.fillRect(QRectF(body.left() - gap / 2, y - 1, body.width() + gap, 2), colors.text);
    }
}

void BarChart::paintLabels(QPainter& painter, const QRectF& plot) const {
    const Colors colors = Colors::fromPalette(palette());
    const QFontMetricsF metrics(font());
    const double slot = plot.width() / static_cast<double>(bars_.size());
    // Only as many labels as have room to be read.
    double widest = 0;
    for (const ChartBar& bar : bars_)
        widest = std::max(widest, metrics.horizontalAdvance(bar.label));
    const int every = std::max(1, static_cast<int>(std::ceil(std::clamp(widest + 8, 24.0, 120.0) / slot)));
    painter.setPen(colors.muted_text);
    for (int i = 0; i < static_cast<int>(bars_.size()); i += every) {
        const QRectF area(barLeft(i, plot) + 2, plot.bottom() + 3, slot * every - 6, metrics.height());
        painter.drawText(area, Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(bars_[static_cast<size_t>(i)].label, Qt::ElideMiddle, area.width()));
    }
}

void BarChart::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event);
    QPainter painter(this);
    const Colors colors = Colors::fromPalette(palette());
    painter.fillRect(rect(), palette().color(QPalette::Base));
    const double largest = largestValue();
    if (bars_.empty() || largest <= 0) {
        painter.setPen(colors.muted_text);
        painter.drawText(rect().adjusted(16, 16, -16, -16), Qt::AlignCenter | Qt::TextWordWrap, empty_text_);
        return;
    }
    const QRectF plot = plotArea();
    const double top_value = largest * 1.06;
    paintAxis(painter, plot, top_value);
    for (int i = 0; i < static_cast<int>(bars_.size()); ++i)
        paintBar(painter, plot, top_value, i);
    paintLabels(painter, plot);
    if (hasFocus()) {
        painter.setPen(colors.accent);
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void BarChart::mousePressEvent(QMouseEvent* event) {
    const int index = barAt(event->position().x());
    if (index >= 0 && event->button() == Qt::LeftButton) {
        Q_EMIT clicked(bars_[static_cast<size_t>(index)].block, event->modifiers() & Qt::ControlModifier);
    }
}

void BarChart::mouseMoveEvent(QMouseEvent* event) {
    const int index = barAt(event->position().x());
    if (index == hovered_) return;
    hovered_ = index;
    update();
}

void BarChart::leaveEvent(QEvent* event) {
    hovered_ = -1;
    update();
    QWidget::leaveEvent(event);
}

void BarChart::keyPressEvent(QKeyEvent* event) {
    const int step = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
    if (step == 0 || bars_.empty()) {
        QWidget::keyPressEvent(event);
        return;
    }
    int at = step > 0 ? -1 : static_cast<int>(bars_.size());
    for (int i = 0; i < static_cast<int>(bars_.size()); ++i) {
        if (isSelected(bars_[static_cast<size_t>(i)].block)) at = i;
    }
    at = std::clamp(at + step, 0, static_cast<int>(bars_.size()) - 1);
    Q_EMIT clicked(bars_[static_cast<size_t>(at)].block, false);
}

bool BarChart::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int index = barAt(help->pos().x());
        if (index >= 0) {
            QToolTip::showText(help->globalPos(), bars_[static_cast<size_t>(index)].tooltip, this);
        } else {
            QToolTip::hideText();
        }
        return true;
    }
    return QWidget::event(event);
}

}  // namespace bw::ui
