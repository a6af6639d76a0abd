// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "canvas/minimap.h"

#include <QMouseEvent>
#include <algorithm>

namespace bw::ui {

namespace {
constexpr double kMargin = 8;
constexpr double kMaxAspect = 40;
}  // namespace

Minimap::Minimap(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("Overview of the graph"));
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::NoFocus);
}

QSize Minimap::sizeHint() const {
    // A narrow graph gets a narrow map.
    const double aspect = bounds_.height() > 0 ? bounds_.width() / bounds_.height() * kMaxAspect : 1;
    return {static_cast<int>(std::clamp(aspect * 24, 56.0, 150.0)), 200};
}

QRectF Minimap::mapArea() const {
    return QRectF(rect()).adjusted(kMargin, kMargin, -kMargin, -kMargin);
}

void Minimap::refresh(CanvasPainter* painter, const QRectF& bounds, const Colors& colors) {
    bounds_ = bounds;
    colors_ = colors;
    overview_ = QPixmap(size() * devicePixelRatioF());
    overview_.setDevicePixelRatio(devicePixelRatioF());
    overview_.fill(Qt::transparent);
    if (painter) {
        QPainter target(&overview_);
        painter->paintOverview(target, mapArea());
    }
    update();
}

void Minimap::setVisibleWorld(const QRectF& world) {
    if (world == visible_) return;
    visible_ = world;
    update();
}

QPointF Minimap::toWorld(QPointF point) const {
    const QRectF area = mapArea();
    return {bounds_.left() + (point.x() - area.left()) / area.width() * bounds_.width(),
            bounds_.top() + (point.y() - area.top()) / area.height() * bounds_.height()};
}

void Minimap::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor ground = colors_.card;
    ground.setAlphaF(0.92F);
    painter.setPen(QPen(colors_.card_border, 1));
    painter.setBrush(ground);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    painter.drawPixmap(0, 0, overview_);
    if (bounds_.isEmpty()) return;
    const QRectF area = mapArea();
    const double sx = area.width() / bounds_.width(), sy = area.height() / bounds_.height();
    QRectF frame(area.left() + (visible_.left() - bounds_.left()) * sx,
                 area.top() + (visible_.top() - bounds_.top()) * sy, visible_.width() * sx, visible_.height() * sy);
    if (frame.height() < 6) frame = QRectF(frame.left(), frame.center().y() - 3, frame.width(), 6);
    frame = frame.intersected(area.adjusted(-3, -3, 3, 3));
    if (frame.isEmpty()) return;
    QColor fill = colors_.accent;
    fill.setAlphaF(0.10F);
    painter.setPen(QPen(colors_.accent, 1.5));
    painter.setBrush(fill);
    painter.drawRoundedRect(frame, 2, 2);
}

void Minimap::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && !bounds_.isEmpty()) Q_EMIT centreRequested(toWorld(event->position()));
}

void Minimap::mouseMoveEvent(QMouseEvent* event) {
    if (event->buttons() & Qt::LeftButton && !bounds_.isEmpty()) Q_EMIT centreRequested(toWorld(event->position()));
}

}  // namespace bw::ui
