// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The part of GraphCanvas that decides what is seen.
#include <QMoveEvent>
#include <QResizeEvent>
#include <QStyle>
#include <QVariantAnimation>
#include <algorithm>
#include <cmath>

#include "canvas/graph_canvas.h"
#include "canvas/minimap.h"

namespace bw::ui {

namespace {
constexpr double kMaxScale = 4;
constexpr double kLeastScale = 0.05;
constexpr double kMargin = 48;
constexpr double kUnfoldedScale = 2.2;
/// So much of the graph always stays in sight.
constexpr double kKeptInSight = 60;
}  // namespace

double GraphCanvas::fitScale() const {
    const QRectF& bounds = geometry_.bounds();
    if (bounds.isEmpty()) return 1;
    return std::min(std::max(40.0, width() - 2 * kMargin) / bounds.width(),
                    std::max(40.0, height() - 2 * kMargin) / bounds.height());
}

CanvasView GraphCanvas::clamped(CanvasView view) const {
    const QRectF area = view.toPainter(geometry_.bounds());
    const auto correction = [](double low, double high, double room) {
        const double kept = std::min(kKeptInSight, room / 2);
        if (high < kept) return kept - high;
        return low > room - kept ? room - kept - low : 0;
    };
    view.offset +=
        QPointF(correction(area.left(), area.right(), width()), correction(area.top(), area.bottom(), height()));
    return view;
}

CanvasView GraphCanvas::centredOn(QPointF world, double scale) const {
    return {scale, QRectF(rect()).center() - world * scale};
}

void GraphCanvas::applyView(CanvasView view) {
    if (geometry_.isEmpty()) return;
    view_ = clamped(view);
    minimap_->setVisibleWorld(view_.toWorld(QRectF(rect())));
    update();
    Q_EMIT viewChanged();
}

void GraphCanvas::moveTo(CanvasView target, int milliseconds) {
    if (geometry_.isEmpty()) return;
    view_touched_ = true;
    target = clamped(target);
    const int duration = style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this);
    animation_->stop();
    if (!animated_ || duration == 0 || milliseconds == 0 || !isVisible()) {
        applyView(target);
        return;
    }
    animation_from_ = view_;
    animation_to_ = target;
    animation_->setDuration(milliseconds);
    animation_->start();
}

void GraphCanvas::setView(const CanvasView& view) {
    if (geometry_.isEmpty()) return;
    animation_->stop();
    view_touched_ = true;
    applyView({std::clamp(view.scale, std::min(kLeastScale, fitScale()), kMaxScale), view.offset});
}

void GraphCanvas::glideTo(QPointF middle, double scale, int milliseconds) {
    moveTo(centredOn(middle, std::clamp(scale, std::min(kLeastScale, fitScale()), kMaxScale)), milliseconds);
}

double GraphCanvas::scaleFor(const QSizeF& world) const {
    return world.isEmpty() ? 1 : std::min(width() / world.width(), height() / world.height());
}

void GraphCanvas::zoomAt(QPointF anchor, double scale) {
    if (geometry_.isEmpty()) return;
    scale = std::clamp(scale, std::min(kLeastScale, fitScale()), kMaxScale);
    animation_->stop();
    view_touched_ = true;
    const QPointF world = view_.toWorld(anchor);
    applyView({scale, anchor - world * scale});
}

void GraphCanvas::zoomIn() {
    zoomAt(QRectF(rect()).center(), view_.scale * 1.25);
}

void GraphCanvas::zoomOut() {
    zoomAt(QRectF(rect()).center(), view_.scale / 1.25);
}

void GraphCanvas::zoomToActualSize() {
    zoomAt(QRectF(rect()).center(), 1);
}

void GraphCanvas::fitWorld(const QRectF& world, double largest_scale) {
    if (world.isEmpty()) return;
    const double scale = std::min({largest_scale, std::max(40.0, width() - 2 * kMargin) / world.width(),
                                   std::max(40.0, height() - 2 * kMargin) / world.height()});
    moveTo(centredOn(world.center(), scale));
}

void GraphCanvas::fitAll() {
    fitWorld(geometry_.bounds(), 1.25);
}

void GraphCanvas::fitSelection() {
    QRectF area;
    for (const int id : selection_)
        area |= geometry_.cards()[static_cast<size_t>(geometry_.indexOf(id))];
    if (!area.isEmpty()) fitWorld(area, kUnfoldedScale);
}

void GraphCanvas::showBlock(int id, bool always) {
    const int node = geometry_.indexOf(id);
    if (node < 0) return;
    const QRectF card = blockRect(id);
    if (!always && QRectF(rect()).adjusted(8, 8, -8, -8).contains(card)) return;
    const CanvasView view = animation_->state() == QAbstractAnimation::Running ? animation_to_ : view_;
    moveTo(centredOn(geometry_.cards()[static_cast<size_t>(node)].center(), view.scale));
}

/// All of a graph that is readable as a whole; else its top, at a size at which cards are readable.
void GraphCanvas::resetView() {
    if (geometry_.isEmpty()) return;
    view_touched_ = false;
    const QRectF& bounds = geometry_.bounds();
    const double fit = fitScale();
    if (fit >= 0.5) {
        applyView(centredOn(bounds.center(), std::min(fit, 1.25)));
        return;
    }
    const double scale = std::clamp((width() - 2 * kMargin) / bounds.width(), 0.6, 1.0);
    // The main column in the middle, unless its side branches would then be cut off although there is room for them.
    const double column = geometry_.cards()[static_cast<size_t>(geometry_.firstNode())].center().x();
    const double reach = std::max(bounds.right() - column, column - bounds.left()) * scale;
    const bool fits_only_centred = reach > width() / 2.0 && bounds.width() * scale <= width();
    const double x = fits_only_centred ? bounds.center().x() : column;
    applyView({scale, QPointF(width() / 2.0 - x * scale, kMargin - bounds.top() * scale)});
}

/// The uppermost visible block that both layouts hold keeps its place on the screen, so that an edit above it is not
/// felt and an edit below it moves only what follows.
CanvasView GraphCanvas::keepingPlace(const CanvasGeometry& before) const {
    const QRectF seen = view_.toWorld(QRectF(rect()));
    for (const int node : before.readingOrder()) {
        const QRectF& card = before.cards()[static_cast<size_t>(node)];
        const int now = card.intersects(seen) ? geometry_.indexOf(before.idOf(node)) : -1;
        if (now < 0) continue;
        const QPointF moved = geometry_.cards()[static_cast<size_t>(now)].topLeft() - card.topLeft();
        return {view_.scale, view_.offset - moved * view_.scale};
    }
    return view_;
}

void GraphCanvas::moveEvent(QMoveEvent* event) {
    QWidget::moveEvent(event);
    // A message above pushes the canvas down; the blocks under the user's hand stay where they are on the screen.
    if (view_touched_) applyView({view_.scale, view_.offset - QPointF(event->pos() - event->oldPos())});
}

void GraphCanvas::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    if (view_touched_) {
        const double dx = (width() - event->oldSize().width()) / 2.0;
        applyView({view_.scale, view_.offset + QPointF(dx, 0)});
    } else {
        resetView();
    }
    placeOverlays();
}

void GraphCanvas::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (!view_touched_) resetView();
    placeOverlays();
}

}  // namespace bw::ui
