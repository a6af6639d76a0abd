// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/landscape_chart.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>

#include "charts/landscape_paint.h"
#include "text/wording.h"

namespace bw::ui {

LandscapeChart::LandscapeChart(LandscapePane pane, const QString& title, QWidget* parent)
    : QWidget(parent), pane_(pane), title_(title) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAccessibleName(title);
}

void LandscapeChart::setSweep(std::shared_ptr<const LandscapeSweep> sweep) {
    sweep_ = std::move(sweep);
    pointed_ = {};
    previewed_ = {};
    cells_ = {};
    update();
}

void LandscapeChart::setPointed(LandscapePoint point) {
    if (point == pointed_) return;
    pointed_ = point;
    setAccessibleDescription(point.isNone() || !point_text_ ? QString() : point_text_(point));
    update();
}

void LandscapeChart::setPreviewed(LandscapePoint point) {
    previewed_ = point;
    update();
}

void LandscapeChart::setPath(std::vector<QPointF> path) {
    path_ = std::move(path);
    update();
}

void LandscapeChart::setEmptyText(const QString& text) {
    empty_text_ = text;
    update();
}

QRectF LandscapeChart::plotArea() const {
    const QFontMetricsF metrics(font());
    double left = metrics.horizontalAdvance(QStringLiteral("0.000 ms"));
    if (sweep_ && sweep_->y) {
        left = 0;
        for (const std::string& label : sweep_->y->labels)
            left = std::max(left, metrics.horizontalAdvance(toQt(label)));
        left = std::min(left, metrics.averageCharWidth() * 12);
    }
    left += 14;
    const double top = metrics.height() + 8;
    return QRectF(left, top, std::max(10.0, width() - left - 12.0),
                  std::max(10.0, height() - top - metrics.height() - 8.0));
}

std::optional<LandscapeFrame> LandscapeChart::frame() const {
    if (!sweep_) return std::nullopt;
    return std::optional<LandscapeFrame>(std::in_place, *sweep_, pane_, plotArea(), Colors::fromPalette(palette()));
}

const QPixmap& LandscapeChart::cells(const LandscapeFrame& frame) {
    if (!cells_.isNull()) return cells_;
    const double scale = devicePixelRatioF();
    cells_ = QPixmap(size() * scale);
    cells_.setDevicePixelRatio(scale);
    cells_.fill(Qt::transparent);
    QPainter painter(&cells_);
    paintLandscapeCells(painter, frame);
    return cells_;
}

void LandscapeChart::paintHead(QPainter& painter, const LandscapeFrame& frame) const {
    const QFontMetricsF metrics(font());
    QRectF head(10, 4, width() - 22.0, metrics.height());
    if (frame.isMap()) head.setRight(head.right() - paintLandscapeLegend(painter, frame, head) - 8);
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    painter.setFont(bold);
    painter.setPen(frame.colors.text);
    painter.drawText(head, Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF(bold).elidedText(title_, Qt::ElideRight, head.width()));
    painter.setFont(font());
}

void LandscapeChart::paintMark(QPainter& painter, const LandscapeFrame& frame, LandscapePoint point,
                               const QColor& ink) const {
    constexpr double kRadius = 5.5;
    const QPointF at = frame.position(point);
    painter.setBrush(Qt::NoBrush);
    // A ring in two inks is seen on any cell.
    painter.setPen(QPen(frame.colors.card, 4.2));
    painter.drawEllipse(at, kRadius, kRadius);
    painter.setPen(QPen(ink, 2.2));
    painter.drawEllipse(at, kRadius, kRadius);
}

void LandscapeChart::paintMarks(QPainter& painter, const LandscapeFrame& frame) const {
    const Colors& colors = frame.colors;
    const LandscapePoint now = frame.present();
    const double x = frame.position(now).x();
    painter.setPen(QPen(colors.muted_text, 1, Qt::DashLine));
    painter.drawLine(QPointF(x, frame.plot.top()), QPointF(x, frame.plot.bottom()));
    if (frame.isMap()) {
        const double y = frame.position(now).y();
        painter.drawLine(QPointF(frame.plot.left(), y), QPointF(frame.plot.right(), y));
    }
    paintMark(painter, frame, now, colors.text);
    paintLandscapePath(painter, frame, path_);
    if (!previewed_.isNone()) paintMark(painter, frame, previewed_, colors.changed);
    if (pointed_.isNone()) return;
    if (!frame.isMap()) {
        painter.setPen(QPen(colors.accent, 1));
        const double across = frame.position(pointed_).x();
        painter.drawLine(QPointF(across, frame.plot.top()), QPointF(across, frame.plot.bottom()));
    }
    paintMark(painter, frame, pointed_, colors.accent);
}

void LandscapeChart::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    const auto laid_out = frame();
    if (!laid_out) {
        painter.setPen(Colors::fromPalette(palette()).muted_text);
        painter.drawText(rect().adjusted(12, 8, -12, -8), Qt::AlignCenter | Qt::TextWordWrap, empty_text_);
        return;
    }
    paintLandscapeAxes(painter, *laid_out, QFontMetricsF(font()));
    if (laid_out->isMap()) {
        painter.drawPixmap(0, 0, cells(*laid_out));
        paintLandscapeDots(painter, *laid_out);
    } else {
        paintLandscapeLine(painter, *laid_out);
    }
    paintMarks(painter, *laid_out);
    paintHead(painter, *laid_out);
    if (hasFocus()) {
        painter.setRenderHint(QPainter::Antialiasing, false);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(laid_out->colors.accent);
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void LandscapeChart::mouseMoveEvent(QMouseEvent* event) {
    const auto laid_out = frame();
    if (laid_out) Q_EMIT pointedAt(laid_out->pointAt(event->position()));
}

void LandscapeChart::mousePressEvent(QMouseEvent* event) {
    const auto laid_out = frame();
    const LandscapePoint point = laid_out ? laid_out->pointAt(event->position()) : LandscapePoint();
    if (!point.isNone() && event->button() == Qt::LeftButton) Q_EMIT chosen(point);
}

void LandscapeChart::mouseDoubleClickEvent(QMouseEvent* event) {
    const auto laid_out = frame();
    const LandscapePoint point = laid_out ? laid_out->pointAt(event->position()) : LandscapePoint();
    if (!point.isNone() && event->button() == Qt::LeftButton) Q_EMIT accepted(point);
}

void LandscapeChart::leaveEvent(QEvent* event) {
    QWidget::leaveEvent(event);
    Q_EMIT pointedAt({});
}

void LandscapeChart::keyPressEvent(QKeyEvent* event) {
    const auto laid_out = frame();
    if (!laid_out) return QWidget::keyPressEvent(event);
    LandscapePoint point = pointed_.isNone() ? laid_out->present() : pointed_;
    const auto across = [&](int steps) { point.x = laid_out->x.moved(point.x, steps); };
    const auto up = [&](int steps) {
        if (laid_out->isMap()) point.y = laid_out->y.moved(point.y, steps);
    };
    const auto count = static_cast<int>(laid_out->x.shown().size());
    switch (event->key()) {
        case Qt::Key_Left:
            across(-1);
            break;
        case Qt::Key_Right:
            across(1);
            break;
        case Qt::Key_Home:
            across(-count);
            break;
        case Qt::Key_End:
            across(count);
            break;
        case Qt::Key_Up:
            up(1);
            break;
        case Qt::Key_Down:
            up(-1);
            break;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (event->modifiers() & Qt::ControlModifier) {
                Q_EMIT accepted(point);
            } else {
                Q_EMIT chosen(point);
            }
            return;
        case Qt::Key_Escape:
            Q_EMIT cancelled();
            return;
        default:
            return QWidget::keyPressEvent(event);
    }
    Q_EMIT pointedAt(point);
}

void LandscapeChart::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    cells_ = {};
}

void LandscapeChart::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) cells_ = {};
}

bool LandscapeChart::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const auto laid_out = frame();
    const LandscapePoint point = laid_out ? laid_out->pointAt(help->pos()) : LandscapePoint();
    if (!point.isNone() && point_text_) {
        QToolTip::showText(help->globalPos(), point_text_(point), this);
    } else {
        QToolTip::hideText();
    }
    return true;
}

}  // namespace bw::ui
