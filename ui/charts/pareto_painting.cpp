// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/pareto_painting.h"

#include <QFontMetricsF>
#include <QLinearGradient>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

namespace bw::ui {
namespace {

constexpr double kRampWidth = 64;
constexpr double kPadding = 6;
constexpr double kStroke = 18;

}  // namespace

void DotSprites::add(QPointF place, const DotStyle& style) {
    const Key key{{style.ink.rgba(), style.rim.isValid() ? style.rim.rgba() : 0},
                  {static_cast<int>(std::lround(style.radius * 16)), style.filled}};
    const auto found = index_.find(key);
    if (found != index_.end()) {
        dots_.emplace_back(place, found->second);
        return;
    }
    const double side = 2 * style.radius + 4;
    QPixmap drawing((QSizeF(side, side) * pixel_ratio_).toSize());
    drawing.setDevicePixelRatio(pixel_ratio_);
    drawing.fill(Qt::transparent);
    QPainter painter(&drawing);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(style.rim.isValid() ? QPen(style.rim, 1.2) : style.filled ? QPen(Qt::NoPen) : QPen(style.ink, 1));
    painter.setBrush(style.filled ? QBrush(style.ink) : QBrush(Qt::NoBrush));
    painter.drawEllipse(QPointF(side / 2, side / 2), style.radius, style.radius);
    painter.end();
    index_.emplace(key, drawings_.size());
    dots_.emplace_back(place, drawings_.size());
    drawings_.push_back(std::move(drawing));
}

void DotSprites::paint(QPainter& painter) const {
    for (const auto& [place, index] : dots_) {
        const QPixmap& drawing = drawings_[index];
        const double half = drawing.width() / pixel_ratio_ / 2;
        painter.drawPixmap(place - QPointF(half, half), drawing);
    }
}

void paintFrontLine(QPainter& painter, std::vector<QPointF> corners, Better better, const QColor& ink, bool strong) {
    // In painter units y grows downwards. From the best x to the worst, keep what is better in y than all before.
    std::sort(corners.begin(), corners.end(),
              [better](const QPointF& a, const QPointF& b) { return better.less_x ? a.x() < b.x() : a.x() > b.x(); });
    std::vector<QPointF> stairs;
    for (const QPointF& corner : corners) {
        const bool improves =
            stairs.empty() || (better.less_y ? corner.y() > stairs.back().y() : corner.y() < stairs.back().y());
        if (improves) stairs.push_back(corner);
    }
    if (stairs.size() < 2) return;
    QPainterPath path(stairs.front());
    for (size_t i = 1; i < stairs.size(); ++i) {
        path.lineTo(stairs[i].x(), stairs[i - 1].y());
        path.lineTo(stairs[i]);
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(ink, strong ? 1.6 : 1.4, strong ? Qt::SolidLine : Qt::DashLine));
    painter.drawPath(path);
}

void LegendBox::addRamp(const QString& title, const QString& low, const QString& high) {
    rows_.push_back({title, QColor(), low, high});
}

void LegendBox::addLine(const QString& name, const QColor& ink) {
    rows_.push_back({name, ink, {}, {}});
}

double LegendBox::widthOf(const Row& row) const {
    const QFontMetricsF metrics(font_);
    if (row.ink.isValid()) return kStroke + metrics.horizontalAdvance(row.text);
    return metrics.horizontalAdvance(row.text) + metrics.horizontalAdvance(row.low) +
           metrics.horizontalAdvance(row.high) + kRampWidth + 18;
}

void LegendBox::paint(QPainter& painter, const Colors& colors) const {
    if (rows_.empty()) return;
    const QFontMetricsF metrics(font_);
    const double line = metrics.height() + 2;
    double width = 0;
    for (const Row& row : rows_)
        width = std::max(width, widthOf(row));
    const QSizeF size(width + 2 * kPadding, line * static_cast<double>(rows_.size()) + kPadding);
    // Where it would hide the plot, the plot is worth more.
    if (size.width() > area_.width() * 0.7 || size.height() > area_.height() * 0.6) return;
    const QPointF corner(at_right_ ? area_.right() - size.width() : area_.left(),
                         at_bottom_ ? area_.bottom() - size.height() : area_.top());
    QColor ground = colors.card;
    ground.setAlphaF(0.85F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawRoundedRect(QRectF(corner, size), 4, 4);
    double y = corner.y() + kPadding / 2;
    const double left = corner.x() + kPadding;
    for (const Row& row : rows_) {
        painter.setPen(colors.muted_text);
        if (row.ink.isValid()) {
            painter.drawText(QRectF(left + kStroke, y, width, line), Qt::AlignLeft | Qt::AlignVCenter, row.text);
            painter.setPen(QPen(row.ink, 2));
            painter.drawLine(QPointF(left, y + line / 2), QPointF(left + kStroke - 6, y + line / 2));
        } else {
            double x = left;
            const auto write = [&](const QString& text) {
                painter.setPen(colors.muted_text);
                painter.drawText(QRectF(x, y, width, line), Qt::AlignLeft | Qt::AlignVCenter, text);
                x += metrics.horizontalAdvance(text) + 6;
            };
            write(row.text);
            write(row.low);
            QLinearGradient ramp(x, 0, x + kRampWidth, 0);
            for (int i = 0; i <= 8; ++i)
                ramp.setColorAt(i / 8.0, colors.heat(0.25 + 0.75 * i / 8.0));
            painter.fillRect(QRectF(x, y + line / 2 - 3, kRampWidth, 6), ramp);
            x += kRampWidth + 6;
            write(row.high);
        }
        y += line;
    }
}

void paintHoverCard(QPainter& painter, const HoverCard& card, const Colors& colors, const QFont& font) {
    QFont strong = font;
    strong.setWeight(QFont::DemiBold);
    const QFontMetricsF plain_metrics(font), strong_metrics(strong);
    double width = 0;
    for (qsizetype i = 0; i < card.lines.size(); ++i) {
        width = std::max(width, (i == 0 ? strong_metrics : plain_metrics).horizontalAdvance(card.lines[i]));
    }
    const double line = plain_metrics.height() + 1;
    QRectF box(card.place + QPointF(12, 12), QSizeF(width + 16, line * static_cast<double>(card.lines.size()) + 10));
    if (box.right() > card.page.right() - 2) box.moveRight(card.place.x() - 12);
    if (box.bottom() > card.page.bottom() - 2) box.moveBottom(card.place.y() - 12);
    box.moveLeft(std::max(box.left(), card.page.left() + 2));
    box.moveTop(std::max(box.top(), card.page.top() + 2));
    painter.setPen(QPen(colors.card_border, 1));
    painter.setBrush(colors.card);
    painter.drawRoundedRect(box, 5, 5);
    double y = box.top() + 5;
    for (qsizetype i = 0; i < card.lines.size(); ++i, y += line) {
        painter.setFont(i == 0 ? strong : font);
        painter.setPen(i == 0 ? colors.text : colors.muted_text);
        painter.drawText(QRectF(box.left() + 8, y, width + 2, line), Qt::AlignLeft | Qt::AlignVCenter, card.lines[i]);
    }
    painter.setFont(font);
}

}  // namespace bw::ui
