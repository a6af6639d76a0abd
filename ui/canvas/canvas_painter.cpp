// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "canvas/canvas_painter.h"

#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "canvas/card_painter.h"

namespace bw::ui {

namespace {

constexpr double kCardScale = 0.22;
constexpr double kOperatorScale = 1.5;
constexpr double kBandOutsetX = 26, kBandOutsetY = 14;
constexpr double kMinBarWidth = 3;
/// Above this many visible curves, smooth strokes would cost more than a frame has.
constexpr int kMaxSmoothCurves = 350;

size_t at(int index) {
    return static_cast<size_t>(index);
}

/// A bar of at least one pixel that keeps its place.
QRectF visibleBar(const QRectF& bar) {
    const double width = std::max(bar.width(), kMinBarWidth), height = std::max(bar.height(), 1.0);
    return {bar.center().x() - width / 2, bar.top(), width, height};
}

QPainterPath pathOf(const CanvasView& view, const std::vector<QPointF>& points) {
    QPainterPath path(view.toPainter(points.front()));
    for (size_t i = 3; i < points.size(); i += 3) {
        const QPointF end = view.toPainter(points[i]);
        if (points[i - 3].x() == points[i].x())
            path.lineTo(end);
        else
            path.cubicTo(view.toPainter(points[i - 2]), view.toPainter(points[i - 1]), end);
    }
    return path;
}

}  // namespace

DetailLevel detailAt(double scale) {
    return scale < kCardScale       ? DetailLevel::Bars
           : scale < kOperatorScale ? DetailLevel::Cards
                                    : DetailLevel::Operators;
}

CanvasPainter::CanvasPainter(const CanvasScene& scene, const CanvasGeometry& geometry, const Colors& colors,
                             const QFont& font)
    : scene_(scene), geometry_(geometry), colors_(colors), text_(font) {
    has_heat_ =
        std::any_of(scene.nodes.begin(), scene.nodes.end(), [](const CanvasNode& n) { return n.heat.has_value(); });
}

void CanvasPainter::paint(QPainter& painter, const CanvasView& view, const QRectF& device_rect,
                          const std::vector<uint8_t>& marks, const QRectF& page) {
    const double margin = 8;
    const QRectF world = view.toWorld(device_rect.adjusted(-margin, -margin, margin, margin));
    Frame frame{painter, view, device_rect, page.isNull() ? device_rect : page, world, marks};
    painter.fillRect(device_rect, colors_.canvas);
    if (geometry_.isEmpty()) return;
    paintBands(frame);
    if (detailAt(view.scale) == DetailLevel::Bars) {
        paintFarCurves(frame);
        paintBars(frame);
        paintBarMarks(frame);
        return;
    }
    painter.setRenderHint(QPainter::Antialiasing);
    paintCurves(frame);
    CardPainter cards(colors_, text_, scene_.legend.diverging);
    // A plain walk over all cards: the test costs nanoseconds, so that an index would only pay beyond a million blocks.
    for (size_t i = 0; i < geometry_.cards().size(); ++i)
        if (geometry_.cards()[i].intersects(world))
            cards.paint(painter, view.toPainter(geometry_.cards()[i]), view.scale, scene_.nodes[i],
                        frame.marksOf(static_cast<int>(i)));
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void CanvasPainter::paintBands(Frame& frame) {
    const bool far = detailAt(frame.view.scale) == DetailLevel::Bars;
    const TextCache::Style style{far ? 11 : 12, true, Qt::ElideRight};
    double free_from = frame.page.top() - 1e6;
    for (const CanvasGeometry::Band& band : geometry_.bands()) {
        const QRectF world = band.bounds.adjusted(-kBandOutsetX, -kBandOutsetY, kBandOutsetX, kBandOutsetY);
        const QRectF area = frame.view.toPainter(world);
        if (!area.adjusted(-240, 0, 0, 0).intersects(frame.device)) continue;
        if (!far) {
            frame.painter.setRenderHint(QPainter::Antialiasing);
            frame.painter.setPen(Qt::NoPen);
            frame.painter.setBrush(colors_.group);
            frame.painter.drawRoundedRect(area, 12 * std::min(1.0, frame.view.scale),
                                          12 * std::min(1.0, frame.view.scale));
            frame.painter.setRenderHint(QPainter::Antialiasing, false);
        }
        const double line = text_.lineHeight(style), gap = far ? 10 : 12;
        const double right = area.left() - gap;
        // The label stays beside the visible part of its stage.
        const double top = std::clamp(frame.page.top() + 8, area.top(), std::max(area.top(), area.bottom() - line));
        if (far && area.height() > 4) {
            const double x = std::round(right + gap / 2);
            frame.painter.fillRect(QRectF(x, area.top() + 1, 1, area.height() - 2), colors_.edge);
        }
        if (top < free_from) continue;
        free_from = top + line;
        frame.painter.setPen(colors_.muted_text);
        const double width = std::min(220.0, right - frame.page.left() - 4);
        text_.drawRight(frame.painter, right, top + line / 2, width, scene_.groups[at(band.group)].title, style);
    }
}

void CanvasPainter::paintCurves(Frame& frame) {
    std::vector<const CanvasGeometry::Curve*> visible, active;
    int curved = 0;
    for (const CanvasGeometry::Curve& curve : geometry_.curves()) {
        if (!curve.bounds.adjusted(-1, -1, 1, 1).intersects(frame.world)) continue;
        const bool is_active = (frame.marksOf(curve.from) | frame.marksOf(curve.to)) & (MarkSelected | MarkHovered);
        (is_active ? active : visible).push_back(&curve);
        curved += !curve.straight;
    }
    const double width = std::clamp(1.4 * frame.view.scale, 1.0, 2.2);
    frame.painter.setPen(QPen(colors_.edge, width));
    for (const CanvasGeometry::Curve* curve : visible)
        paintCurve(frame, *curve, curved <= kMaxSmoothCurves);
    frame.painter.setPen(QPen(colors_.accent, width + 0.4));
    for (const CanvasGeometry::Curve* curve : active)
        paintCurve(frame, *curve, true);
    frame.painter.setRenderHint(QPainter::Antialiasing);
}

void CanvasPainter::paintCurve(Frame& frame, const CanvasGeometry::Curve& curve, bool smooth) {
    QPainter& painter = frame.painter;
    const QPen pen = painter.pen();
    if (curve.ghost) {
        QPen dashed(colors_.accent, pen.widthF(), Qt::CustomDashLine);
        dashed.setDashPattern({4, 3});
        painter.setPen(dashed);
    }
    painter.setBrush(Qt::NoBrush);
    const QPointF end = frame.view.toPainter(curve.points.back());
    const double arrow = std::clamp(5.5 * frame.view.scale, 0.0, 9.0);
    painter.setRenderHint(QPainter::Antialiasing, smooth);
    if (curve.straight) {
        const QPointF start = frame.view.toPainter(curve.points.front());
        const double x = std::round(start.x()) + 0.5;
        painter.drawLine(QPointF(x, start.y()), QPointF(x, end.y() - arrow * 0.5));
    } else {
        painter.drawPath(pathOf(frame.view, curve.points));
    }
    if (arrow >= 2.5) {
        const double x = curve.straight ? std::round(end.x()) + 0.5 : end.x();
        const QPointF head[] = {{x - arrow * 0.62, end.y() - arrow}, {x + arrow * 0.62, end.y() - arrow}, {x, end.y()}};
        const QColor ink = painter.pen().color();
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(ink);
        painter.drawPolygon(head, 3);
    }
    painter.setPen(pen);
}

/// From far, an edge is worth a line where it is longer than the gap between two bars.
void CanvasPainter::paintFarCurves(Frame& frame) {
    std::vector<QLineF> lines;
    for (const CanvasGeometry::Curve& curve : geometry_.curves()) {
        if (curve.bounds.height() * frame.view.scale < 3 || !curve.bounds.adjusted(-1, 0, 1, 0).intersects(frame.world))
            continue;
        for (size_t i = 3; i < curve.points.size(); i += 3)
            lines.emplace_back(frame.view.toPainter(curve.points[i - 3]), frame.view.toPainter(curve.points[i]));
    }
    frame.painter.setPen(QPen(mix(colors_.edge, colors_.canvas, 0.25), 0));
    frame.painter.drawLines(lines.data(), static_cast<int>(lines.size()));
}

QColor CanvasPainter::barColor(const CanvasNode& node) const {
    if (has_heat_ && node.heat) return scene_.legend.diverging ? colors_.change(*node.heat) : colors_.heat(*node.heat);
    if (has_heat_) return colors_.track;
    const QColor kind = colors_.kind(node.style.color);
    return node.ghost ? mix(kind, colors_.canvas, 0.6) : kind;
}

void CanvasPainter::paintRunLabel(Frame& frame, const CanvasGeometry::Run& run, const QRectF& bar) {
    const CanvasNode& node = scene_.nodes[at(run.first)];
    const TextCache::Style style{9};
    if (bar.height() < text_.lineHeight(style) || bar.width() < 24) return;
    const QString count = u'×' + QString::number(run.count);
    const QString full = node.kind_label + u' ' + count;
    const QString& label = text_.width(full, style) <= bar.width() - 6 ? full : count;
    if (run.count < 2 && &label != &full) return;
    const QString& shown = run.count < 2 ? node.kind_label : label;
    frame.painter.setPen(textOn(barColor(node)));
    const double width = text_.width(shown, style);
    if (width <= bar.width() - 4)
        text_.drawLeft(frame.painter, bar.center().x() - width / 2, bar.center().y(), width + 1, shown, style);
}

void CanvasPainter::paintBars(Frame& frame) {
    const double gap = frame.view.scale * kCardHeight > 4 ? 1 : 0;
    if (!has_heat_) {
        for (const CanvasGeometry::Run& run : geometry_.runs()) {
            if (!run.bounds.adjusted(-1, -1, 1, 1).intersects(frame.world)) continue;
            const QRectF bar = visibleBar(frame.view.toPainter(run.bounds)).adjusted(0, 0, 0, -gap);
            frame.painter.fillRect(bar, barColor(scene_.nodes[at(run.first)]));
            paintRunLabel(frame, run, bar);
        }
        return;
    }
    for (const int node : geometry_.readingOrder()) {
        const QRectF& card = geometry_.cards()[at(node)];
        if (!card.intersects(frame.world)) continue;
        const QRectF bar = visibleBar(frame.view.toPainter(card)).adjusted(0, 0, 0, -gap);
        frame.painter.fillRect(bar, barColor(scene_.nodes[at(node)]));
        if (bar.width() >= 16)
            frame.painter.fillRect(QRectF(bar.topLeft(), QSizeF(3, bar.height())),
                                   colors_.kind(scene_.nodes[at(node)].style.color));
    }
}

/// Selection, hits and problems stay visible from any distance.
void CanvasPainter::paintBarMarks(Frame& frame) {
    for (size_t i = 0; i < geometry_.cards().size(); ++i) {
        const uint8_t marks = frame.marksOf(static_cast<int>(i)) & (MarkSelected | MarkHit | MarkCurrentHit);
        const CanvasNode& node = scene_.nodes[i];
        if (!marks && node.problem < ProblemSeverity::Warning && !node.changed) continue;
        if (!geometry_.cards()[i].intersects(frame.world)) continue;
        const QRectF bar = visibleBar(frame.view.toPainter(geometry_.cards()[i]));
        if (marks) {
            frame.painter.setPen(QPen(marks & MarkSelected ? colors_.accent : colors_.hit, 2));
            frame.painter.setBrush(Qt::NoBrush);
            frame.painter.drawRect(bar.adjusted(-2, -2, 2, 2));
        }
        const double side = std::clamp(bar.height() * 0.5, 2.0, 5.0);
        if (node.problem >= ProblemSeverity::Warning)
            frame.painter.fillRect(QRectF(bar.right() + 2, bar.center().y() - side / 2, side, side),
                                   node.problem == ProblemSeverity::Error ? colors_.bad : colors_.warning);
        if (node.changed) frame.painter.fillRect(QRectF(bar.left() - 4, bar.top(), 2, bar.height()), colors_.changed);
    }
}

void CanvasPainter::paintOverview(QPainter& painter, const QRectF& target) {
    if (geometry_.isEmpty()) return;
    const QRectF& bounds = geometry_.bounds();
    const double sx = target.width() / std::max(1.0, bounds.width()),
                 sy = target.height() / std::max(1.0, bounds.height());
    const auto place = [&](const QRectF& world) {
        return visibleBar({target.left() + (world.left() - bounds.left()) * sx,
                           target.top() + (world.top() - bounds.top()) * sy, world.width() * sx, world.height() * sy});
    };
    if (!has_heat_) {
        for (const CanvasGeometry::Run& run : geometry_.runs())
            painter.fillRect(place(run.bounds), barColor(scene_.nodes[at(run.first)]));
        return;
    }
    for (const int node : geometry_.readingOrder())
        painter.fillRect(place(geometry_.cards()[at(node)]), barColor(scene_.nodes[at(node)]));
}

}  // namespace bw::ui
