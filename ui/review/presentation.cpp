// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/presentation.h"

#include <QApplication>
#include <QDockWidget>
#include <QKeyEvent>
#include <QLabel>
#include <QLayout>
#include <QMainWindow>
#include <QMenuBar>
#include <QStatusBar>
#include <QTimer>
#include <QToolBar>
#include <algorithm>

#include "canvas/graph_canvas.h"
#include "review/decision_text.h"
#include "session/document_session.h"
#include "text/wording.h"
#include "theme/colors.h"

namespace bw::ui {
namespace {

constexpr int kMargin = 16;

}  // namespace

Presentation::Presentation(DocumentSession& session, QMainWindow& window, GraphCanvas& canvas, QObject* parent)
    : QObject(parent), session_(session), window_(window), canvas_(canvas) {
    connect(&session_, &DocumentSession::reviewChanged, this, [this] {
        if (!on_) return;
        const size_t count = session_.document().review.stops.size();
        if (count == 0) return leave();
        stop_ = std::min(stop_, count - 1);
        fillCaption();
    });
}

Presentation::~Presentation() {
    if (on_) qApp->removeEventFilter(this);
}

void Presentation::start(size_t stop) {
    const size_t count = session_.document().review.stops.size();
    if (on_ || count == 0) return;
    on_ = true;
    state_ = window_.saveState();
    window_state_ = window_.windowState();
    minimap_ = canvas_.isMinimapShown();
    for (QDockWidget* dock : window_.findChildren<QDockWidget*>())
        dock->hide();
    for (QToolBar* bar : window_.findChildren<QToolBar*>())
        bar->hide();
    window_.menuBar()->hide();
    window_.statusBar()->hide();
    canvas_.setMinimapShown(false);
    window_.setWindowState(window_state_ | Qt::WindowFullScreen);
    // Below the canvas, so that it covers nothing of it.
    caption_ = new QLabel(canvas_.parentWidget());
    canvas_.parentWidget()->layout()->addWidget(caption_);
    caption_->setObjectName(QStringLiteral("stopCaption"));
    caption_->setTextFormat(Qt::PlainText);
    caption_->setWordWrap(true);
    caption_->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    caption_->setMargin(kMargin);
    caption_->setAttribute(Qt::WA_TransparentForMouseEvents);
    QFont font = caption_->font();
    font.setPointSizeF(font.pointSizeF() * 1.3);
    caption_->setFont(font);
    caption_->setFrameShape(QFrame::StyledPanel);
    caption_->setBackgroundRole(QPalette::Base);
    caption_->setAutoFillBackground(true);
    caption_->show();
    qApp->installEventFilter(this);
    canvas_.setFocus();
    go(std::min(stop, count - 1));
}

void Presentation::leave() {
    if (!on_) return;
    on_ = false;
    qApp->removeEventFilter(this);
    if (caption_ != nullptr) caption_->deleteLater();
    window_.setWindowState(window_state_);
    window_.menuBar()->show();
    window_.statusBar()->show();
    window_.restoreState(state_);
    canvas_.setMinimapShown(minimap_);
    Q_EMIT left();
}

void Presentation::go(size_t stop) {
    const auto& stops = session_.document().review.stops;
    if (!on_ || stop >= stops.size()) return;
    stop_ = stop;
    // What this does to the canvas's size is part of the move.
    moving_ = true;
    fillCaption();
    Q_EMIT stopShown(stop);
    moving_ = false;
}

QString Presentation::captionOf(size_t index) const {
    const auto& stops = session_.document().review.stops;
    const Stop& stop = stops[index];
    QString text = tr("%1 of %2   %3").arg(index + 1).arg(stops.size()).arg(toQt(stop.title));
    if (!stop.note.empty()) text += QLatin1Char('\n') + toQt(stop.note);
    QStringList decided = {decisionText(stop.decision)};
    if (!stop.owner.empty()) decided << toQt(stop.owner);
    if (!stop.date.empty()) decided << toQt(stop.date);
    return text + QLatin1Char('\n') + decided.join(QStringLiteral(" · "));
}

void Presentation::fillCaption() {
    if (caption_ == nullptr) return;
    caption_->setText(captionOf(stop_));
    placeCaption();
}

void Presentation::placeCaption() {
    if (caption_ == nullptr) return;
    // As high as the longest needs it, so that the canvas keeps its size from stop to stop.
    const QRect room(0, 0, canvas_.width() - 2 * kMargin, window_.height());
    int height = 0;
    for (size_t i = 0; i < session_.document().review.stops.size(); ++i) {
        const QRect text = caption_->fontMetrics().boundingRect(room, Qt::TextWordWrap, captionOf(i));
        height = std::max(height, text.height());
    }
    caption_->setFixedHeight(std::min(height + 2 * kMargin + 2, window_.height() / 3));
}

bool Presentation::eventFilter(QObject* watched, QEvent* event) {
    if (watched == &canvas_ && event->type() == QEvent::Resize) {
        placeCaption();
        // The canvas answers the event itself first.
        if (!moving_)
            QTimer::singleShot(0, this, [this] {
                if (on_) Q_EMIT viewLost(stop_);
            });
    }
    const bool key = event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride;
    if (!key || QApplication::activeModalWidget() != nullptr) return false;
    auto* widget = qobject_cast<QWidget*>(watched);
    if (widget == nullptr || widget->window() != &window_) return false;
    if (event->type() == QEvent::ShortcutOverride) {
        // Keys come here as presses, not to the window's actions.
        event->accept();
        return true;
    }
    const size_t last = session_.document().review.stops.size() - 1;
    switch (static_cast<QKeyEvent*>(event)->key()) {
        case Qt::Key_Right:
        case Qt::Key_Down:
        case Qt::Key_Space:
        case Qt::Key_PageDown:
            go(std::min(stop_ + 1, last));
            return true;
        case Qt::Key_Left:
        case Qt::Key_Up:
        case Qt::Key_PageUp:
            go(stop_ == 0 ? 0 : stop_ - 1);
            return true;
        case Qt::Key_Home:
            go(0);
            return true;
        case Qt::Key_End:
            go(last);
            return true;
        case Qt::Key_Escape:
            leave();
            return true;
        default:
            return true;
    }
}

}  // namespace bw::ui
