// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/budget_gauge.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>

#include "theme/colors.h"
#include "theme/icons.h"

namespace bw::ui {
namespace {

constexpr double kTrackHeight = 4;

QFont valueFont(const QFont& font) {
    QFont larger = font;
    larger.setPointSizeF(font.pointSizeF() * 1.25);
    larger.setWeight(QFont::DemiBold);
    return larger;
}

}  // namespace

BudgetGauge::BudgetGauge(const QString& label, QWidget* parent) : QWidget(parent), label_(label) {
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setReading({});
}

void BudgetGauge::setReading(const GaugeReading& reading) {
    reading_ = reading;
    QStringList words = {label_ + QLatin1Char(':'), reading.value, reading.detail};
    if (!reading.change.isEmpty()) words << tr("%1 against the baseline").arg(reading.change);
    words << reading.verdict;
    words.removeAll(QString());
    setAccessibleName(words.join(QLatin1Char(' ')));
    setToolTip(words.join(QLatin1Char(' ')) + QLatin1Char('\n') + tr("Click to change the budget"));
    update();
}

QSize BudgetGauge::sizeHint() const {
    const double text = QFontMetricsF(font()).height() + QFontMetricsF(valueFont(font())).height();
    return {260, static_cast<int>(text + kTrackHeight + 11)};
}

QSize BudgetGauge::minimumSizeHint() const {
    return {150, sizeHint().height()};
}

void BudgetGauge::paintTexts(QPainter& painter, const QRectF& area) const {
    const Colors colors = Colors::fromPalette(palette());
    const QFontMetricsF small(font());
    const QFont large = valueFont(font());
    const QFontMetricsF large_metrics(large);
    const double top_height = small.height();
    double right = area.right();
    if (reading_.fill) {
        const QColor ink = isOver() ? colors.bad : colors.good;
        const double icon = small.height() * 0.85;
        const double width = std::min(small.horizontalAdvance(reading_.verdict) + icon + 4,
                                      area.width() - small.horizontalAdvance(label_) - 10);
        painter.setPen(ink);
        painter.drawText(QRectF(right - width + icon + 4, area.top(), width - icon - 4, top_height),
                         Qt::AlignRight | Qt::AlignVCenter,
                         small.elidedText(reading_.verdict, Qt::ElideRight, width - icon - 3));
        symbolicIcon(isOver() ? QStringLiteral("error") : QStringLiteral("check"), ink)
            .paint(&painter, QRectF(right - width, area.top() + (top_height - icon) / 2, icon, icon).toRect());
    } else if (!reading_.verdict.isEmpty()) {
        painter.setPen(colors.muted_text);
        painter.drawText(QRectF(area.left(), area.top(), area.width(), top_height), Qt::AlignRight | Qt::AlignVCenter,
                         reading_.verdict);
    }
    painter.setPen(colors.muted_text);
    painter.drawText(QRectF(area.left(), area.top(), area.width(), top_height), Qt::AlignLeft | Qt::AlignVCenter,
                     label_);
    const QRectF line(area.left(), area.top() + top_height, area.width(), large_metrics.height());
    painter.setFont(large);
    painter.setPen(colors.text);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, reading_.value);
    painter.setFont(font());
    double left = area.left() + large_metrics.horizontalAdvance(reading_.value) + 8;
    if (!reading_.change.isEmpty()) {
        painter.setPen(reading_.better > 0 ? colors.good : reading_.better < 0 ? colors.bad : colors.muted_text);
        painter.drawText(QRectF(left, line.top(), right - left, line.height()), Qt::AlignLeft | Qt::AlignVCenter,
                         reading_.change);
        left += small.horizontalAdvance(reading_.change) + 8;
    }
    // Part of a figure would mislead; part of a sentence is still worth having.
    const bool fits = right - left > small.horizontalAdvance(reading_.detail);
    if (fits || reading_.detail.endsWith(QLatin1Char('.'))) {
        painter.setPen(colors.muted_text);
        painter.drawText(QRectF(left, line.top(), right - left, line.height()), Qt::AlignLeft | Qt::AlignVCenter,
                         small.elidedText(reading_.detail, Qt::ElideRight, right - left));
    }
}

void BudgetGauge::paintTrack(QPainter& painter, const QRectF& track) const {
    const Colors colors = Colors::fromPalette(palette());
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.track);
    painter.drawRoundedRect(track, kTrackHeight / 2, kTrackHeight / 2);
    if (!reading_.fill) return;
    painter.setBrush(isOver() ? colors.bad : colors.good);
    QRectF filled = track;
    filled.setWidth(std::max(kTrackHeight, track.width() * std::min(*reading_.fill, 1.0)));
    painter.drawRoundedRect(filled, kTrackHeight / 2, kTrackHeight / 2);
    if (isOver()) {
        // Where the budget ends within what is used.
        const double x = track.left() + track.width() / *reading_.fill;
        painter.fillRect(QRectF(x - 1, track.top() - 2, 2, track.height() + 4), colors.text);
    }
}

void BudgetGauge::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF area = QRectF(rect()).adjusted(12, 3, -12, -5);
    paintTexts(painter, area);
    paintTrack(painter, QRectF(area.left(), area.bottom() - kTrackHeight, area.width(), kTrackHeight));
    if (hasFocus()) {
        painter.setPen(Colors::fromPalette(palette()).accent);
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(2.5, 1.5, -2.5, -1.5), 5, 5);
    }
}

void BudgetGauge::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) Q_EMIT activated();
}

void BudgetGauge::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Space || event->key() == Qt::Key_Enter) {
        Q_EMIT activated();
    } else {
        QWidget::keyPressEvent(event);
    }
}

}  // namespace bw::ui
