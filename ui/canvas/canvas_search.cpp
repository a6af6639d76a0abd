// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "canvas/canvas_search.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

namespace bw::ui {

namespace {

QToolButton* makeButton(QWidget* parent, Qt::ArrowType arrow, const QString& text) {
    auto* button = new QToolButton(parent);
    button->setAutoRaise(true);
    button->setArrowType(arrow);
    button->setToolTip(text);
    button->setAccessibleName(text);
    return button;
}

}  // namespace

CanvasSearch::CanvasSearch(QWidget* parent) : QFrame(parent), input_(new QLineEdit(this)), hits_(new QLabel(this)) {
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setAccessibleName(tr("Search in the graph"));
    input_->setPlaceholderText(tr("Find blocks by name or kind"));
    input_->setAccessibleName(tr("Find blocks by name or kind"));
    input_->setClearButtonEnabled(true);
    input_->setMinimumWidth(input_->fontMetrics().averageCharWidth() * 30);
    input_->installEventFilter(this);
    hits_->setMinimumWidth(hits_->fontMetrics().horizontalAdvance(tr("%1 of %2").arg(8888).arg(88888)));
    hits_->setAlignment(Qt::AlignCenter);
    auto* previous = makeButton(this, Qt::UpArrow, tr("Previous hit (Shift+Enter)"));
    auto* next = makeButton(this, Qt::DownArrow, tr("Next hit (Enter)"));
    auto* close = makeButton(this, Qt::NoArrow, tr("Close the search (Esc)"));
    close->setText(QStringLiteral("×"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(6, 6, 6, 6);
    row->setSpacing(4);
    row->addWidget(input_, 1);
    row->addWidget(hits_);
    row->addWidget(previous);
    row->addWidget(next);
    row->addWidget(close);
    connect(input_, &QLineEdit::textChanged, this, &CanvasSearch::queryChanged);
    connect(previous, &QToolButton::clicked, this, [this] { Q_EMIT stepRequested(-1); });
    connect(next, &QToolButton::clicked, this, [this] { Q_EMIT stepRequested(1); });
    connect(close, &QToolButton::clicked, this, &CanvasSearch::closed);
    hide();
}

QString CanvasSearch::query() const {
    return input_->text();
}

void CanvasSearch::open() {
    show();
    raise();
    input_->setFocus(Qt::ShortcutFocusReason);
    input_->selectAll();
}

void CanvasSearch::setHits(int current, int count) {
    if (query().isEmpty())
        hits_->clear();
    else if (count == 0)
        hits_->setText(tr("no hit"));
    else
        hits_->setText(tr("%1 of %2").arg(current + 1).arg(count));
}

bool CanvasSearch::eventFilter(QObject* watched, QEvent* event) {
    if (watched != input_ || event->type() != QEvent::KeyPress) return QFrame::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    if (key->key() == Qt::Key_Escape) {
        Q_EMIT closed();
        return true;
    }
    if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
        Q_EMIT stepRequested(key->modifiers() & Qt::ShiftModifier ? -1 : 1);
        return true;
    }
    return QFrame::eventFilter(watched, event);
}

}  // namespace bw::ui
