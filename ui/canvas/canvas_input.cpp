// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The part of GraphCanvas that hears pointer, keyboard and search.
#include <QGuiApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QSet>
#include <QStyleHints>
#include <QToolTip>
#include <QVariantAnimation>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "canvas/canvas_search.h"
#include "canvas/graph_canvas.h"

namespace bw::ui {

namespace {
constexpr double kUnfoldedScale = 2.2;
constexpr double kKeyPan = 80;
}  // namespace

void GraphCanvas::wheelEvent(QWheelEvent* event) {
    const bool zooms = event->modifiers() & Qt::ControlModifier;
    const bool from_touchpad = event->phase() != Qt::NoScrollPhase && !event->pixelDelta().isNull();
    if (!zooms && (from_touchpad || event->modifiers() & (Qt::ShiftModifier | Qt::AltModifier))) {
        QPointF way = from_touchpad ? QPointF(event->pixelDelta()) : QPointF(event->angleDelta());
        if (!from_touchpad && way.x() == 0) way = {way.y(), 0};
        animation_->stop();
        view_touched_ = true;
        applyView({view_.scale, view_.offset + way});
    } else {
        const int delta = event->angleDelta().y();
        if (delta != 0) zoomAt(event->position(), view_.scale * std::pow(1.0015, delta));
    }
    event->accept();
}

bool GraphCanvas::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        showToolTip(help->pos(), help->globalPos());
        return true;
    }
    if (event->type() == QEvent::NativeGesture) {
        const auto* gesture = static_cast<QNativeGestureEvent*>(event);
        if (gesture->gestureType() == Qt::ZoomNativeGesture) {
            zoomAt(gesture->position(), view_.scale * (1 + gesture->value()));
            return true;
        }
    }
    return QWidget::event(event);
}

void GraphCanvas::showToolTip(const QPoint& position, const QPoint& global_position) {
    const int node = geometry_.nodeAt(view_.toWorld(QPointF(position)));
    if (node < 0) {
        QToolTip::hideText();
        return;
    }
    const CanvasNode& item = scene_.nodes[static_cast<size_t>(node)];
    // Names come from files: shown as text, never as markup.
    QString text = (item.tooltip.isEmpty() ? describe(item) : item.tooltip).toHtmlEscaped();
    text.replace(u'\n', QStringLiteral("<br>"));
    QToolTip::showText(global_position, QStringLiteral("<qt>") + text + QStringLiteral("</qt>"), this);
}

void GraphCanvas::mousePressEvent(QMouseEvent* event) {
    keyboard_focus_ = false;
    animation_->stop();
    drag_start_ = drag_last_ = event->position();
    if (event->button() == Qt::MiddleButton || (event->button() == Qt::LeftButton && space_held_)) {
        drag_ = Drag::Pan;
        setCursor(Qt::ClosedHandCursor);
        return;
    }
    if (event->button() != Qt::LeftButton) return;
    const int node = geometry_.nodeAt(view_.toWorld(event->position()));
    if (node >= 0) {
        clickNode(node, event->modifiers());
        return;
    }
    drag_ = Drag::Pending;
    selection_before_drag_ = event->modifiers() & (Qt::ControlModifier | Qt::ShiftModifier) ? selection_ : QList<int>();
}

void GraphCanvas::clickNode(int node, Qt::KeyboardModifiers modifiers) {
    const int id = geometry_.idOf(node);
    QList<int> ids = selection_;
    if (modifiers & Qt::ControlModifier) {
        if (!ids.removeOne(id)) ids.append(id);
    } else if (modifiers & Qt::ShiftModifier && current_ >= 0) {
        // Everything between the two in reading order.
        const std::vector<int>& order = geometry_.readingOrder();
        auto a = std::find(order.begin(), order.end(), current_), b = std::find(order.begin(), order.end(), node);
        if (b < a) std::swap(a, b);
        const QSet<int> before(ids.begin(), ids.end());
        for (; a <= b; ++a)
            if (!before.contains(geometry_.idOf(*a))) ids.append(geometry_.idOf(*a));
        changeSelection(ids, current_);
        return;
    } else {
        ids = {id};
    }
    changeSelection(ids, node);
}

void GraphCanvas::mouseMoveEvent(QMouseEvent* event) {
    switch (drag_) {
        case Drag::Pan: {
            const QPointF way = event->position() - drag_last_;
            drag_last_ = event->position();
            view_touched_ = true;
            applyView({view_.scale, view_.offset + way});
            return;
        }
        case Drag::Pending:
            if ((event->position() - drag_start_).manhattanLength() <
                QGuiApplication::styleHints()->startDragDistance())
                return;
            drag_ = Drag::RubberBand;
            [[fallthrough]];
        case Drag::RubberBand:
            dragRubberBand(event->position());
            return;
        case Drag::None:
            setHovered(geometry_.nodeAt(view_.toWorld(event->position())));
    }
}

void GraphCanvas::dragRubberBand(QPointF to) {
    rubber_band_ = QRectF(drag_start_, to).normalized();
    QList<int> ids = selection_before_drag_;
    const QSet<int> before(ids.begin(), ids.end());
    int last = -1;
    for (const int node : geometry_.nodesIn(view_.toWorld(*rubber_band_))) {
        if (!before.contains(geometry_.idOf(node))) ids.append(geometry_.idOf(node));
        last = node;
    }
    changeSelection(ids, last >= 0 ? last : current_);
    update();
}

void GraphCanvas::mouseReleaseEvent(QMouseEvent* event) {
    if (drag_ == Drag::Pending && event->button() == Qt::LeftButton && selection_before_drag_.isEmpty())
        changeSelection({}, -1);
    if (drag_ == Drag::Pan) setCursor(space_held_ ? Qt::OpenHandCursor : Qt::ArrowCursor);
    drag_ = Drag::None;
    rubber_band_.reset();
    update();
}

void GraphCanvas::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    const int node = geometry_.nodeAt(view_.toWorld(event->position()));
    if (node >= 0)
        activate(node);
    else
        fitAll();
}

/// Unfolds the block by zooming to it, or back to card size where it is unfolded already.
void GraphCanvas::activate(int node) {
    const QPointF centre = geometry_.cards()[static_cast<size_t>(node)].center();
    const bool unfolded = detailAt(view_.scale) == DetailLevel::Operators;
    moveTo(centredOn(centre, unfolded ? 1 : kUnfoldedScale));
    Q_EMIT blockActivated(geometry_.idOf(node));
}

void GraphCanvas::setHovered(int node) {
    if (node == hovered_) return;
    for (const int touched : {hovered_, node}) {
        if (touched < 0) continue;
        marks_[static_cast<size_t>(touched)] ^= MarkHovered;
        update(blockRect(geometry_.idOf(touched)).toAlignedRect().adjusted(-8, -8, 8, 8));
    }
    hovered_ = node;
    Q_EMIT hovered(node < 0 ? kNoNode : geometry_.idOf(node));
}

void GraphCanvas::pointAt(int id) {
    setHovered(id == kNoNode ? -1 : geometry_.indexOf(id));
}

void GraphCanvas::leaveEvent(QEvent* event) {
    setHovered(-1);
    QWidget::leaveEvent(event);
}

void GraphCanvas::contextMenuEvent(QContextMenuEvent* event) {
    QPoint place = event->globalPos();
    if (event->reason() == QContextMenuEvent::Mouse) {
        const int node = geometry_.nodeAt(view_.toWorld(QPointF(event->pos())));
        if (node >= 0 && !selection_.contains(geometry_.idOf(node))) changeSelection({geometry_.idOf(node)}, node);
    } else if (current_ >= 0) {
        place = mapToGlobal(blockRect(currentNode()).center().toPoint());
    }
    Q_EMIT contextMenuRequested(selection_, place);
    event->accept();
}

/// Arrow keys, Home and End; without a current block they start at the top.
bool GraphCanvas::walk(int key, Qt::KeyboardModifiers modifiers) {
    if (geometry_.isEmpty()) return false;
    int target = -1;
    switch (key) {
        case Qt::Key_Up:
            target = geometry_.neighbour(current_, Direction::Up);
            break;
        case Qt::Key_Down:
            target = geometry_.neighbour(current_, Direction::Down);
            break;
        case Qt::Key_Left:
            target = geometry_.neighbour(current_, Direction::Left);
            break;
        case Qt::Key_Right:
            target = geometry_.neighbour(current_, Direction::Right);
            break;
        case Qt::Key_Home:
            target = geometry_.firstNode();
            break;
        case Qt::Key_End:
            target = geometry_.lastNode();
            break;
        default:
            return false;
    }
    if (current_ < 0) target = key == Qt::Key_End ? geometry_.lastNode() : geometry_.firstNode();
    if (target < 0) return true;
    QList<int> ids{geometry_.idOf(target)};
    if (modifiers & Qt::ShiftModifier) {
        ids = selection_;
        ids.removeOne(geometry_.idOf(target));
        ids.append(geometry_.idOf(target));
    }
    changeSelection(ids, target);
    showBlock(geometry_.idOf(target));
    return true;
}

void GraphCanvas::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Find)) return openSearch();
    if (event->matches(QKeySequence::SelectAll)) return selectAll();
    if (event->matches(QKeySequence::ZoomIn)) return zoomIn();
    if (event->matches(QKeySequence::ZoomOut)) return zoomOut();
    if (event->modifiers() & Qt::AltModifier) return QWidget::keyPressEvent(event);
    if (event->modifiers() & Qt::ControlModifier) {
        QPointF way;
        if (event->key() == Qt::Key_Left) way = {kKeyPan, 0};
        if (event->key() == Qt::Key_Right) way = {-kKeyPan, 0};
        if (event->key() == Qt::Key_Up) way = {0, kKeyPan};
        if (event->key() == Qt::Key_Down) way = {0, -kKeyPan};
        if (way.isNull()) return QWidget::keyPressEvent(event);
        view_touched_ = true;
        return applyView({view_.scale, view_.offset + way});
    }
    if (walk(event->key(), event->modifiers())) {
        keyboard_focus_ = true;
        return;
    }
    switch (event->key()) {
        case Qt::Key_F:
            return event->modifiers() & Qt::ShiftModifier ? fitSelection() : fitAll();
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            return zoomIn();
        case Qt::Key_Minus:
            return zoomOut();
        case Qt::Key_0:
            return zoomToActualSize();
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (current_ >= 0) activate(current_);
            return;
        case Qt::Key_Space:
            if (!event->isAutoRepeat()) {
                space_held_ = true;
                setCursor(Qt::OpenHandCursor);
            }
            return;
        case Qt::Key_Escape:
            if (search_->isVisible()) return closeSearch();
            if (!selection_.isEmpty()) return changeSelection({}, -1);
            break;
        default:
            break;
    }
    QWidget::keyPressEvent(event);
}

void GraphCanvas::keyReleaseEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Space && !event->isAutoRepeat()) {
        space_held_ = false;
        if (drag_ != Drag::Pan) unsetCursor();
        return;
    }
    QWidget::keyReleaseEvent(event);
}

void GraphCanvas::focusInEvent(QFocusEvent* event) {
    keyboard_focus_ = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    refreshMarks();
    QWidget::focusInEvent(event);
}

void GraphCanvas::focusOutEvent(QFocusEvent* event) {
    space_held_ = false;
    unsetCursor();
    refreshMarks();
    QWidget::focusOutEvent(event);
}

void GraphCanvas::openSearch() {
    search_->open();
    runSearch(search_->query());
}

void GraphCanvas::closeSearch() {
    search_->hide();
    runSearch({});
    setFocus(Qt::OtherFocusReason);
}

QList<int> GraphCanvas::searchHits() const {
    QList<int> ids;
    for (const int node : hits_)
        ids.append(geometry_.idOf(node));
    return ids;
}

void GraphCanvas::setFinder(BlockFinder finder) {
    finder_ = std::move(finder);
    runSearch(query_);
}

std::vector<int> GraphCanvas::nodesFound(const QString& query) {
    const QString wanted = query.trimmed();
    std::optional<SearchAnswer> answer;
    if (!wanted.isEmpty() && finder_) answer = finder_(wanted);
    search_->setNote(answer ? answer->note : QString(), answer && answer->refused);
    std::vector<int> nodes;
    if (wanted.isEmpty()) return nodes;
    const QSet<int> ids = answer ? QSet<int>(answer->ids.begin(), answer->ids.end()) : QSet<int>();
    for (const int node : geometry_.readingOrder()) {
        const CanvasNode& item = scene_.nodes[static_cast<size_t>(node)];
        const bool found = answer ? ids.contains(item.id)
                                  : item.title.contains(wanted, Qt::CaseInsensitive) ||
                                        item.kind_label.contains(wanted, Qt::CaseInsensitive) ||
                                        item.kind_id.contains(wanted, Qt::CaseInsensitive);
        if (found) nodes.push_back(node);
    }
    return nodes;
}

void GraphCanvas::runSearch(const QString& query) {
    const bool is_new = query != query_;
    query_ = query;
    hits_ = nodesFound(query);
    const int last = static_cast<int>(hits_.size()) - 1;
    current_hit_ = is_new ? std::min(0, last) : std::min(current_hit_, last);
    if (current_hit_ < 0 && last >= 0) current_hit_ = 0;
    search_->setHits(current_hit_, static_cast<int>(hits_.size()));
    placeSearch();
    refreshMarks();
    if (is_new && current_hit_ >= 0) showBlock(geometry_.idOf(hits_[static_cast<size_t>(current_hit_)]));
}

void GraphCanvas::stepSearch(int step) {
    if (hits_.empty()) return;
    const int count = static_cast<int>(hits_.size());
    current_hit_ = ((current_hit_ + step) % count + count) % count;
    const int node = hits_[static_cast<size_t>(current_hit_)];
    search_->setHits(current_hit_, count);
    changeSelection({geometry_.idOf(node)}, node);
    refreshMarks();
    showBlock(geometry_.idOf(node));
}

void GraphCanvas::selectHits() {
    if (hits_.empty()) return;
    changeSelection(searchHits(), hits_[static_cast<size_t>(current_hit_)]);
}

}  // namespace bw::ui
