// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/panel.h"

#include <QEvent>
#include <QTimer>

namespace bw::ui {

Panel::Panel(DocumentSession& session, QWidget* parent) : QWidget(parent), session_(session) {
    connect(&session_, &DocumentSession::assessmentChanged, this, &Panel::invalidate);
    connect(&session_, &DocumentSession::settingsChanged, this, &Panel::invalidate);
    connect(&session_, &DocumentSession::selectionChanged, this, [this] {
        if (isVisible() && !stale_) refreshSelection();
    });
}

void Panel::invalidate() {
    stale_ = true;
    if (!isVisible()) return;
    stale_ = false;
    refresh();
    refreshSelection();
}

void Panel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (stale_) {
        stale_ = false;
        refresh();
    }
    refreshSelection();
}

void Panel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() != QEvent::PaletteChange && event->type() != QEvent::LanguageChange) return;
    // Qt is walking through a list of all widgets; none of them may go before it is through.
    QTimer::singleShot(0, this, &Panel::invalidate);
}

}  // namespace bw::ui
