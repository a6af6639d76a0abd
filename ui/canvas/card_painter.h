// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainter>

#include "canvas/canvas_scene.h"
#include "canvas/text_cache.h"
#include "theme/colors.h"

namespace bw::ui {

/// Paints one block as a card into a rectangle of painter units, showing as much as fits at readable sizes.
class CardPainter {
public:
    CardPainter(const Colors& colors, TextCache& text, bool diverging)
        : colors_(colors), text_(text), diverging_(diverging) {}

    /// `scale` is painter units per world unit, `marks` a set of NodeMark bits.
    void paint(QPainter& painter, const QRectF& card, double scale, const CanvasNode& node, uint8_t marks);

private:
    struct Inks {
        QColor body, text, muted, hairline, track, bar, kind;
    };
    Inks inksFor(const CanvasNode& node) const;
    void paintBody(QPainter& painter, const QRectF& card, double radius, const CanvasNode& node, const Inks& inks);
    void paintOutline(QPainter& painter, const QRectF& card, double radius, const CanvasNode& node, uint8_t marks);
    double paintBadges(QPainter& painter, double right, double middle_y, double size, const CanvasNode& node,
                       const Inks& inks);
    void paintTitle(QPainter& painter, double left, double right, double middle_y, double pixels,
                    const CanvasNode& node, const Inks& inks);
    void paintDetails(QPainter& painter, double left, double right, double middle_y, TextCache::Style style,
                      const CanvasNode& node, const Inks& inks);
    void paintShareBar(QPainter& painter, const QRectF& track, const CanvasNode& node, const Inks& inks);
    void paintOperators(QPainter& painter, const QRectF& area, double scale, const CanvasNode& node, const Inks& inks);

    const Colors& colors_;
    TextCache& text_;
    bool diverging_;
};

}  // namespace bw::ui
