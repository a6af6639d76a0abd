// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "canvas/ghost_overlay.h"

#include <QEvent>
#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>

#include "canvas/graph_canvas.h"

namespace bw::ui {
namespace {

constexpr double kPadding = 6;

/// A pill with text; its right end is at `right`. Gives its left end.
double paintPill(QPainter& painter, double right, double middle, const QString& text, const QColor& ground) {
    const QFontMetricsF metrics(painter.font());
    const QRectF pill(right - metrics.horizontalAdvance(text) - 2 * kPadding, middle - metrics.height() / 2 - 1,
                      metrics.horizontalAdvance(text) + 2 * kPadding, metrics.height() + 2);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2);
    painter.setPen(textOn(ground));
    painter.drawText(pill, Qt::AlignCenter, text);
    return pill.left();
}

}  // namespace

GhostOverlay::GhostOverlay(GraphCanvas& canvas) : QWidget(&canvas), canvas_(canvas) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAttribute(Qt::WA_NoSystemBackground);
    setFocusPolicy(Qt::NoFocus);
    setGeometry(canvas.rect());
    canvas.installEventFilter(this);
    connect(&canvas, &GraphCanvas::viewChanged, this, qOverload<>(&QWidget::update));
    hide();
}

void GhostOverlay::setGhosts(std::vector<CanvasGhost> ghosts) {
    if (ghosts == ghosts_) return;
    ghosts_ = std::move(ghosts);
    QStringList told;
    for (const CanvasGhost& ghost : ghosts_)
        told << QStringLiteral("%1 %2").arg(ghost.label, ghost.change).trimmed();
    setAccessibleName(tr("Outcome of the suggestion"));
    setAccessibleDescription(told.join(QStringLiteral(", ")));
    setVisible(!ghosts_.empty());
    update();
}

bool GhostOverlay::eventFilter(QObject* watched, QEvent* event) {
    if (watched == &canvas_ && event->type() == QEvent::Resize) setGeometry(canvas_.rect());
    return QWidget::eventFilter(watched, event);
}

void GhostOverlay::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colors colors = Colors::fromPalette(palette());
    for (const CanvasGhost& ghost : ghosts_) {
        const QRectF card = canvas_.blockRect(ghost.id);
        if (card.intersects(QRectF(rect()))) paintGhost(painter, card, ghost, colors);
    }
}

void GhostOverlay::paintGhost(QPainter& painter, const QRectF& card, const CanvasGhost& ghost,
                              const Colors& colors) const {
    const QFontMetricsF metrics(font());
    const double radius = std::clamp(card.height() * 0.12, 2.0, 9.0);
    const QRectF outline = card.adjusted(-2.5, -2.5, 2.5, 2.5);
    QColor veil = ghost.gone ? colors.canvas : colors.accent;
    veil.setAlphaF(ghost.gone ? 0.72F : 0.10F);
    painter.setBrush(veil);
    painter.setPen(QPen(ghost.gone ? colors.muted_text : colors.accent, 2, Qt::DashLine));
    painter.drawRoundedRect(outline, radius, radius);
    if (card.width() < 90 || card.height() < 1.6 * metrics.height()) return;
    // Words sit on the lower edge, where they hide the least of the card.
    double right = outline.right() - 6;
    if (!ghost.change.isEmpty())
        right = paintPill(painter, right, outline.bottom(), ghost.change, ghost.better ? colors.good : colors.bad) - 4;
    const QString label = metrics.elidedText(ghost.label, Qt::ElideRight, right - outline.left() - 6 - 2 * kPadding);
    if (label.size() > 3)
        paintPill(painter, right, outline.bottom(), label, ghost.gone ? colors.muted_text : colors.accent);
}

}  // namespace bw::ui
