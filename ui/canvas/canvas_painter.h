// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainter>
#include <vector>

#include "canvas/canvas_geometry.h"
#include "canvas/canvas_scene.h"
#include "canvas/text_cache.h"
#include "theme/colors.h"

namespace bw::ui {

/// What part of the world is seen: painter = world * scale + offset.
struct CanvasView {
    double scale = 1;
    QPointF offset;

    QPointF toPainter(QPointF world) const { return world * scale + offset; }
    QRectF toPainter(const QRectF& world) const { return {toPainter(world.topLeft()), world.size() * scale}; }
    QPointF toWorld(QPointF painter) const { return (painter - offset) / scale; }
    QRectF toWorld(const QRectF& painter) const { return {toWorld(painter.topLeft()), painter.size() / scale}; }
};

/// Marks that the canvas puts on a node, as bits.
enum NodeMark : uint8_t { MarkSelected = 1, MarkHit = 2, MarkCurrent = 4, MarkHovered = 8, MarkCurrentHit = 16 };

/// How much a card shows at a scale.
enum class DetailLevel : uint8_t { Bars, Cards, Operators };
DetailLevel detailAt(double scale);

/// Paints a scene at any scale onto any paint device. Holds caches, so use one painter for many frames of a scene.
///
/// Bars < 0.22 <= Cards < 1.5 <= Operators. Texts keep a readable size on the device and make room for more instead of
/// growing in proportion.
class CanvasPainter {
public:
    CanvasPainter(const CanvasScene& scene, const CanvasGeometry& geometry, const Colors& colors, const QFont& font);

    /// Paints what `device_rect` (painter units) shows. `marks` holds one NodeMark set for each node, or is empty.
    /// Stage labels stay in sight within `page`, by default `device_rect`; give the whole page where it is painted in
    /// parts.
    void paint(QPainter& painter, const CanvasView& view, const QRectF& device_rect,
               const std::vector<uint8_t>& marks = {}, const QRectF& page = {});

    /// Only the bars and bands, without texts, and with different scales for x and y: the minimap.
    void paintOverview(QPainter& painter, const QRectF& target);

    /// Texts as plain drawText calls, for SVG.
    void setPlainText(bool plain) { text_.setPlainText(plain); }

private:
    struct Frame {
        QPainter& painter;
        const CanvasView& view;
        QRectF device;
        QRectF page;
        QRectF world;
        const std::vector<uint8_t>& marks;
        uint8_t marksOf(int node) const { return marks.empty() ? uint8_t{0} : marks[static_cast<size_t>(node)]; }
    };

    void paintBands(Frame& frame);
    void paintCurves(Frame& frame);
    void paintCurve(Frame& frame, const CanvasGeometry::Curve& curve, bool smooth);
    void paintFarCurves(Frame& frame);
    void paintBars(Frame& frame);
    void paintBarMarks(Frame& frame);
    void paintRunLabel(Frame& frame, const CanvasGeometry::Run& run, const QRectF& bar);
    QColor barColor(const CanvasNode& node) const;

    const CanvasScene& scene_;
    const CanvasGeometry& geometry_;
    const Colors colors_;
    TextCache text_;
    bool has_heat_ = false;
};

}  // namespace bw::ui
