// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "canvas/card_painter.h"

#include <QCoreApplication>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "canvas/canvas_painter.h"

namespace bw::ui {

namespace {

/// Pixel size of a text that is `base` at scale 1: shrinks to a readable least size and grows slower than the card.
int pixelsAt(double base, double least, double scale) {
    return static_cast<int>(std::lround(scale < 1 ? std::max(least, base * scale) : base * std::pow(scale, 0.3)));
}

/// A padlock in the square of side `side` at `corner`.
QPainterPath lockPath(QPointF corner, double side) {
    QPainterPath path;
    path.addRoundedRect(QRectF(corner.x() + side * 0.12, corner.y() + side * 0.46, side * 0.76, side * 0.5),
                        side * 0.08, side * 0.08);
    QPainterPath shackle, hole;
    shackle.addRoundedRect(QRectF(corner.x() + side * 0.24, corner.y() + side * 0.04, side * 0.52, side * 0.8),
                           side * 0.26, side * 0.26);
    hole.addRoundedRect(QRectF(corner.x() + side * 0.37, corner.y() + side * 0.17, side * 0.26, side * 0.6),
                        side * 0.13, side * 0.13);
    return path.united(shackle.subtracted(hole));
}

}  // namespace

CardPainter::Inks CardPainter::inksFor(const CanvasNode& node) const {
    Inks inks;
    inks.kind = colors_.kind(node.style.color);
    if (!node.heat) {
        inks.body = colors_.card;
        inks.text = colors_.text;
        inks.muted = colors_.muted_text;
        inks.hairline = colors_.hairline;
        inks.track = colors_.track;
        inks.bar = colors_.bar;
    } else {
        inks.body = diverging_ ? colors_.change(*node.heat) : colors_.heat(*node.heat);
        inks.text = textOn(inks.body);
        inks.muted = mix(inks.text, inks.body, 0.12);
        inks.hairline = mix(inks.body, inks.text, 0.16);
        inks.track = mix(inks.body, inks.text, 0.18);
        inks.bar = mix(inks.body, inks.text, 0.75);
    }
    if (node.ghost) {
        inks.body.setAlphaF(0.55F);
        inks.text = inks.muted;
    }
    return inks;
}

void CardPainter::paintBody(QPainter& painter, const QRectF& card, double radius, const CanvasNode& node,
                            const Inks& inks) {
    const double stripe = std::clamp(card.width() * 0.024, 3.0, 8.0);
    painter.setPen(Qt::NoPen);
    painter.setBrush(inks.body);
    painter.drawRoundedRect(card, radius, radius);
    QPainterPath path;
    path.moveTo(card.left() + stripe, card.top());
    path.lineTo(card.left() + radius, card.top());
    path.arcTo(QRectF(card.left(), card.top(), 2 * radius, 2 * radius), 90, 90);
    path.lineTo(card.left(), card.bottom() - radius);
    path.arcTo(QRectF(card.left(), card.bottom() - 2 * radius, 2 * radius, 2 * radius), 180, 90);
    path.lineTo(card.left() + stripe, card.bottom());
    path.closeSubpath();
    QColor ink = inks.kind;
    if (node.ghost) ink.setAlphaF(0.6F);
    painter.setBrush(ink);
    painter.drawPath(path);
}

void CardPainter::paintOutline(QPainter& painter, const QRectF& card, double radius, const CanvasNode& node,
                               uint8_t marks) {
    painter.setBrush(Qt::NoBrush);
    const auto ring = [&](const QColor& color, double width, double outset) {
        painter.setPen(QPen(color, width));
        painter.drawRoundedRect(card.adjusted(-outset, -outset, outset, outset), radius + outset, radius + outset);
    };
    if (marks & (MarkHit | MarkCurrentHit)) ring(colors_.hit, marks & MarkCurrentHit ? 3.5 : 2, 3);
    if (marks & MarkSelected) {
        ring(colors_.accent, 2, 0.5);
        if (marks & MarkCurrent) {
            QColor halo = colors_.accent;
            halo.setAlphaF(0.28F);
            ring(halo, 4, 3.5);
        }
    } else if (marks & MarkCurrent) {
        painter.setPen(QPen(colors_.accent, 1.5, Qt::DashLine));
        painter.drawRoundedRect(card.adjusted(-2.5, -2.5, 2.5, 2.5), radius + 2, radius + 2);
    }
    if (marks & MarkSelected) return;
    if (node.ghost)
        painter.setPen(QPen(colors_.accent, 1.25, Qt::DashLine));
    else if (node.changed)
        painter.setPen(QPen(colors_.changed, 1.75));
    else
        painter.setPen(
            QPen(marks & MarkHovered ? mix(colors_.card_border, colors_.text, 0.45) : colors_.card_border, 1));
    painter.drawRoundedRect(card, radius, radius);
}

double CardPainter::paintBadges(QPainter& painter, double right, double middle_y, double size, const CanvasNode& node,
                                const Inks& inks) {
    if (node.problem != ProblemSeverity::None) {
        const QString count = QString::number(node.problem_count);
        const TextCache::Style style{static_cast<int>(std::lround(size * 0.78)), true};
        const double width = std::max(size, text_.width(count, style) + size * 0.6);
        const QRectF badge(right - width, middle_y - size / 2, width, size);
        const QColor ground = node.problem == ProblemSeverity::Error     ? colors_.bad
                              : node.problem == ProblemSeverity::Warning ? colors_.warning
                                                                         : colors_.info;
        painter.setPen(node.heat ? QPen(inks.body, 1.5) : QPen(Qt::NoPen));
        painter.setBrush(ground);
        // Severity also by shape: errors are square, warnings and hints round.
        const double radius = node.problem == ProblemSeverity::Error ? size * 0.18 : size / 2;
        painter.drawRoundedRect(badge, radius, radius);
        painter.setPen(textOn(ground));
        const double text_width = text_.width(count, style);
        text_.drawLeft(painter, badge.center().x() - text_width / 2, middle_y, width, count, style);
        right = badge.left() - size * 0.35;
    }
    if (node.frozen) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(inks.muted);
        painter.drawPath(lockPath({right - size, middle_y - size / 2}, size));
        right -= size * 1.3;
    }
    return right;
}

void CardPainter::paintTitle(QPainter& painter, double left, double right, double middle_y, double pixels,
                             const CanvasNode& node, const Inks& inks) {
    const double glyph = pixels * 0.78;
    painter.setPen(Qt::NoPen);
    // On a heat colour the kind's own colour may vanish; there the shape alone speaks.
    painter.setBrush(node.heat ? inks.text : inks.kind);
    QPainterPath path = glyphPath(node.style.glyph, glyph);
    path.translate(left, middle_y - glyph / 2);
    painter.drawPath(path);
    const double text_right = paintBadges(painter, right, middle_y, std::round(pixels * 1.05), node, inks);
    left += glyph + pixels * 0.5;
    painter.setPen(inks.text);
    text_.drawLeft(painter, left, middle_y, text_right - left, node.title,
                   {static_cast<int>(pixels), true, Qt::ElideMiddle});
}

/// Kind, output shape and figure; of these the shape, which alone says what the block gives, goes last.
void CardPainter::paintDetails(QPainter& painter, double left, double right, double middle_y, TextCache::Style style,
                               const CanvasNode& node, const Inks& inks) {
    constexpr double kGap = 8;
    const double width = right - left, shape = text_.width(node.shape_text, style);
    double room = width;
    if (shape + kGap + text_.width(node.figure, style) <= width) {
        painter.setPen(inks.text);
        room -= text_.drawRight(painter, right, middle_y, width, node.figure, style) + kGap;
    }
    const QString full = node.kind_label.isEmpty() ? node.shape_text : node.kind_label + u" · " + node.shape_text;
    painter.setPen(inks.muted);
    text_.drawLeft(painter, left, middle_y, room, text_.width(full, style) <= room ? full : node.shape_text, style);
}

void CardPainter::paintShareBar(QPainter& painter, const QRectF& track, const CanvasNode& node, const Inks& inks) {
    const double radius = track.height() / 2;
    painter.setPen(Qt::NoPen);
    painter.setBrush(inks.track);
    painter.drawRoundedRect(track, radius, radius);
    const double share = std::clamp(node.share, 0.0, 1.0);
    if (share <= 0) return;
    QRectF filled = track;
    filled.setWidth(std::max(track.height(), track.width() * share));
    painter.setBrush(inks.bar);
    painter.drawRoundedRect(filled, radius, radius);
    if (!node.out_of_range) return;
    // Strokes end inside the bar, so that no clip is needed (SVG output has none).
    painter.setPen(QPen(inks.body, std::max(1.0, track.height() * 0.35), Qt::SolidLine, Qt::FlatCap));
    const double lean = filled.height(), step = std::max(4.0, lean * 1.2);
    for (double x = filled.left() + 1; x + lean < filled.right(); x += step)
        painter.drawLine(QPointF(x, filled.bottom()), QPointF(x + lean, filled.top()));
}

void CardPainter::paintOperators(QPainter& painter, const QRectF& area, double scale, const CanvasNode& node,
                                 const Inks& inks) {
    const TextCache::Style style{pixelsAt(9.5, 9, scale)};
    const double row = std::ceil(text_.lineHeight(style) + 3);
    const auto rows = static_cast<size_t>(std::max(0.0, area.height() / row));
    if (rows == 0 || node.operators.empty()) return;
    const bool all = node.operators.size() <= rows;
    const size_t shown = all ? node.operators.size() : rows - 1;
    double middle = area.top() + row / 2;
    for (size_t i = 0; i < shown; ++i, middle += row) {
        const CanvasOperator& item = node.operators[i];
        painter.setPen(QPen(inks.hairline, 1));
        const double line = std::round(middle - row / 2) + 0.5;
        painter.drawLine(QPointF(area.left(), line), QPointF(area.right(), line));
        painter.setPen(inks.muted);
        const QString figure = item.out_of_range ? u'~' + item.figure : item.figure;
        const double used = text_.drawRight(painter, area.right(), middle, area.width() * 0.45, figure, style);
        painter.setPen(inks.text);
        text_.drawLeft(painter, area.left(), middle, area.width() - used - 8, item.name, style);
    }
    if (all) return;
    painter.setPen(inks.muted);
    const QString rest =
        QCoreApplication::translate("bw::ui::CardPainter", "+%1 more").arg(node.operators.size() - shown);
    text_.drawLeft(painter, area.left(), middle, area.width(), rest, style);
}

void CardPainter::paint(QPainter& painter, const QRectF& card_rect, double scale, const CanvasNode& node,
                        uint8_t marks) {
    const QRectF card(std::round(card_rect.x()) + 0.5, std::round(card_rect.y()) + 0.5,
                      std::round(card_rect.width()) - 1, std::round(card_rect.height()) - 1);
    const Inks inks = inksFor(node);
    const double radius = std::clamp(6 * scale, 2.5, 10.0);
    paintBody(painter, card, radius, node, inks);
    paintOutline(painter, card, radius, node, marks);

    const int title = pixelsAt(13, 9, scale);
    const TextCache::Style detail{pixelsAt(11, 9, scale)};
    const double title_line = std::ceil(text_.lineHeight({title, true}));
    const double detail_line = std::ceil(text_.lineHeight(detail));
    const double growth = scale < 1 ? scale : std::pow(scale, 0.3);
    const double bar_height = std::clamp(5 * growth, 2.0, 8.0);
    const double side = std::clamp(10 * growth, 3.0, 18.0);
    const double left = card.left() + std::clamp(card.width() * 0.024, 3.0, 8.0) + side, right = card.right() - side;

    const bool has_details = card.height() >= title_line + detail_line + bar_height + 3;
    const bool has_bar = card.height() >= title_line + bar_height + 4;
    const double content =
        title_line + (has_details ? detail_line + 2 : 0) + (has_bar ? bar_height + std::max(2.0, 7 * growth) : 0);
    const bool unfolded = detailAt(scale) == DetailLevel::Operators && !node.operators.empty();
    double y = unfolded ? card.top() + side * 0.8 : card.top() + std::max(0.0, (card.height() - content) / 2);

    paintTitle(painter, left, right, y + title_line / 2, title, node, inks);
    y += title_line;
    if (has_details) {
        y += 1;
        paintDetails(painter, left, right, y + detail_line / 2, detail, node, inks);
        y += detail_line + 1;
    }
    if (has_bar) {
        y += std::max(2.0, 7 * growth);
        paintShareBar(painter, QRectF(left, std::round(y), right - left, bar_height), node, inks);
        y += bar_height;
    }
    if (!unfolded) return;
    y += side * 0.7;
    paintOperators(painter, QRectF(QPointF(left, y), QPointF(right, card.bottom() - side * 0.4)), scale, node, inks);
}

}  // namespace bw::ui
