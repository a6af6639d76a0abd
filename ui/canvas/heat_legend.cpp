// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "canvas/heat_legend.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>

namespace bw::ui {

namespace {
constexpr int kMargin = 10;
constexpr int kRampHeight = 10;
constexpr int kMinWidth = 190;
}  // namespace

HeatLegend::HeatLegend(QWidget* parent) : QWidget(parent) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    hide();
}

void HeatLegend::setLegend(const CanvasLegend& legend, bool has_hatching, const Colors& colors) {
    legend_ = legend;
    has_hatching_ = has_hatching;
    colors_ = colors;
    setAccessibleName(tr("Overlay: %1, from %2 to %3").arg(legend.title, legend.low_text, legend.high_text));
    setVisible(!legend.title.isEmpty() || has_hatching);
    resize(sizeHint());
    update();
}

double HeatLegend::rowHeight() const {
    return fontMetrics().height();
}

QSize HeatLegend::sizeHint() const {
    const QFontMetrics metrics = fontMetrics();
    int width = kMinWidth, height = 2 * kMargin;
    if (!legend_.title.isEmpty()) {
        width = std::max({width, metrics.horizontalAdvance(legend_.title),
                          metrics.horizontalAdvance(legend_.low_text + legend_.high_text) + 16});
        height += 2 * metrics.height() + kRampHeight + 8;
    }
    if (has_hatching_) {
        width = std::max(width, metrics.horizontalAdvance(tr("outside the training range")) + 30);
        height += metrics.height() + (legend_.title.isEmpty() ? 0 : 4);
    }
    return {width + 2 * kMargin, height};
}

void HeatLegend::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor ground = colors_.card;
    ground.setAlphaF(0.94F);
    painter.setPen(QPen(colors_.card_border, 1));
    painter.setBrush(ground);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    QRectF row(kMargin, kMargin, width() - 2 * kMargin, rowHeight());
    if (!legend_.title.isEmpty()) {
        painter.setPen(colors_.text);
        painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, legend_.title);
        const QRectF ramp(row.left(), row.bottom() + 4, row.width(), kRampHeight);
        QLinearGradient gradient(ramp.topLeft(), ramp.topRight());
        for (int i = 0; i <= 20; ++i) {
            const double place = i / 20.0;
            gradient.setColorAt(place, legend_.diverging ? colors_.change(2 * place - 1) : colors_.heat(place));
        }
        painter.setPen(QPen(colors_.card_border, 1));
        painter.setBrush(gradient);
        painter.drawRoundedRect(ramp, 3, 3);
        row.moveTop(ramp.bottom() + 4);
        painter.setPen(colors_.muted_text);
        painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, legend_.low_text);
        painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, legend_.high_text);
        row.translate(0, row.height() + 4);
    }
    if (!has_hatching_) return;
    const QRectF sample(row.left(), row.center().y() - 3, 22, 6);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors_.bar);
    painter.drawRoundedRect(sample, 3, 3);
    painter.setPen(QPen(colors_.card, 2));
    for (double x = sample.left(); x < sample.right(); x += 7)
        painter.drawLine(QPointF(x, sample.bottom() + 1), QPointF(x + 6, sample.top() - 1));
    painter.setPen(colors_.muted_text);
    painter.drawText(row.adjusted(30, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, tr("outside the training range"));
}

}  // namespace bw::ui
