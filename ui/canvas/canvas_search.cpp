// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "canvas/canvas_search.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

namespace bw::ui {

namespace {

/// Longer texts are pasted by mistake.
constexpr int kMaxQueryLength = 1000;

QToolButton* makeButton(QWidget* parent, Qt::ArrowType arrow, const QString& text) {
    auto* button = new QToolButton(parent);
    button->setAutoRaise(true);
    button->setArrowType(arrow);
    button->setToolTip(text);
    button->setAccessibleName(text);
    return button;
}

}  // namespace

CanvasSearch::CanvasSearch(QWidget* parent)
    : QFrame(parent),
      input_(new QLineEdit(this)),
      hits_(new QLabel(this)),
      note_(new QLabel(this)),
      examples_(makeButton(this, Qt::NoArrow, tr("Examples of questions"))),
      all_(makeButton(this, Qt::NoArrow, tr("Select all hits (Alt+Enter)"))) {
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setAccessibleName(tr("Search in the graph"));
    input_->setPlaceholderText(tr("Name, kind, or latency > 5%"));
    input_->setAccessibleName(tr("Find blocks by name, kind or cost"));
    input_->setMaxLength(kMaxQueryLength);
    input_->setClearButtonEnabled(true);
    input_->setMinimumWidth(input_->fontMetrics().averageCharWidth() * 40);
    input_->installEventFilter(this);
    hits_->setMinimumWidth(hits_->fontMetrics().horizontalAdvance(tr("%1 of %2").arg(8888).arg(88888)));
    hits_->setAlignment(Qt::AlignCenter);
    auto* previous = makeButton(this, Qt::UpArrow, tr("Previous hit (Shift+Enter)"));
    auto* next = makeButton(this, Qt::DownArrow, tr("Next hit (Enter)"));
    auto* close = makeButton(this, Qt::NoArrow, tr("Close the search (Esc)"));
    close->setText(QStringLiteral("×"));
    all_->setText(tr("All"));
    examples_->setText(tr("Ask"));
    examples_->setPopupMode(QToolButton::InstantPopup);
    examples_->hide();
    note_->setTextFormat(Qt::PlainText);
    note_->setWordWrap(true);
    note_->hide();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(6, 6, 6, 6);
    column->setSpacing(4);
    auto* row = new QHBoxLayout;
    row->setSpacing(4);
    column->addLayout(row);
    column->addWidget(note_);
    row->addWidget(input_, 1);
    row->addWidget(hits_);
    row->addWidget(previous);
    row->addWidget(next);
    row->addWidget(all_);
    row->addWidget(examples_);
    row->addWidget(close);
    connect(input_, &QLineEdit::textChanged, this, &CanvasSearch::queryChanged);
    connect(previous, &QToolButton::clicked, this, [this] { Q_EMIT stepRequested(-1); });
    connect(next, &QToolButton::clicked, this, [this] { Q_EMIT stepRequested(1); });
    connect(all_, &QToolButton::clicked, this, &CanvasSearch::selectAllRequested);
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
    all_->setEnabled(count > 0);
    if (query().isEmpty() || is_refused_)
        hits_->clear();
    else if (count == 0)
        hits_->setText(tr("no hit"));
    else
        hits_->setText(tr("%1 of %2").arg(current + 1).arg(count));
}

void CanvasSearch::setNote(const QString& note, bool is_problem) {
    note_->setText(note);
    note_->setVisible(!note.isEmpty());
    QFont font = note_->font();
    font.setItalic(!is_problem);
    note_->setFont(font);
    is_refused_ = is_problem;
}

QString CanvasSearch::note() const {
    return note_->text();
}

void CanvasSearch::setExamples(const QList<SearchExample>& examples) {
    delete examples_->menu();
    auto* menu = new QMenu(examples_);
    for (const SearchExample& example : examples) {
        const QString query = QString(example.query).replace(QLatin1Char('&'), QLatin1String("&&"));
        // The part behind the tab stands at the right edge, where menus show keys.
        QAction* action = menu->addAction(query + QLatin1Char('\t') + example.meaning);
        connect(action, &QAction::triggered, this, [this, query = example.query] { addExample(query); });
    }
    examples_->setMenu(menu);
    examples_->setVisible(!examples.isEmpty());
}

void CanvasSearch::addExample(const QString& query) {
    const QString before = input_->text().trimmed();
    input_->setText(before.isEmpty() ? query : before + QStringLiteral(" and ") + query);
    input_->setFocus(Qt::OtherFocusReason);
}

bool CanvasSearch::eventFilter(QObject* watched, QEvent* event) {
    if (watched != input_ || event->type() != QEvent::KeyPress) return QFrame::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    if (key->key() == Qt::Key_Escape) {
        Q_EMIT closed();
        return true;
    }
    if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
        if (key->modifiers() & Qt::AltModifier)
            Q_EMIT selectAllRequested();
        else
            Q_EMIT stepRequested(key->modifiers() & Qt::ShiftModifier ? -1 : 1);
        return true;
    }
    return QFrame::eventFilter(watched, event);
}

}  // namespace bw::ui
