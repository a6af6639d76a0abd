// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "actions/command_palette.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPixmap>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "text/wording.h"
#include "theme/icons.h"

namespace bw::ui {
namespace {

constexpr int kActionRole = Qt::UserRole;
constexpr int kCommandRole = Qt::UserRole + 1;

/// How well the letters of `text` occur in order in `candidate`; none where they do not. Higher is better.
std::optional<int> matchScore(const QString& text, const QString& candidate) {
    int score = 0, last = -1;
    for (const QChar letter : text) {
        if (letter.isSpace()) continue;
        const int at = static_cast<int>(candidate.indexOf(letter, last + 1, Qt::CaseInsensitive));
        if (at < 0) return std::nullopt;
        const bool begins_word = at == 0 || !candidate[at - 1].isLetterOrNumber();
        score += at == last + 1 ? 6 : begins_word ? 5 : 0;
        score -= std::min(at - last, 8);
        last = at;
    }
    return score;
}

}  // namespace

CommandPalette::CommandPalette(DocumentSession& session, ActionRegistry& actions, QWidget* window)
    : QFrame(window),
      session_(session),
      actions_(actions),
      input_(new QLineEdit(this)),
      list_(new QListWidget(this)),
      note_(new QLabel(this)) {
    setObjectName(QStringLiteral("popup"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(6);
    input_->setPlaceholderText(tr("Action, or an edit such as: set ibn_3.channels=32"));
    input_->setAccessibleName(tr("Action or edit command"));
    list_->setAccessibleName(tr("Matching actions"));
    list_->setFocusPolicy(Qt::NoFocus);
    list_->setUniformItemSizes(true);
    list_->setIconSize(QSize(16, 16));
    note_->setProperty("role", QStringLiteral("muted"));
    note_->setWordWrap(true);
    layout->addWidget(input_);
    layout->addWidget(list_);
    layout->addWidget(note_);
    input_->installEventFilter(this);
    window->installEventFilter(this);
    connect(input_, &QLineEdit::textChanged, this, &CommandPalette::find);
    connect(list_, &QListWidget::itemClicked, this, &CommandPalette::run);
    connect(list_, &QListWidget::currentItemChanged, this,
            [this](QListWidgetItem* item) { note_->setText(item != nullptr ? item->toolTip() : QString()); });
    hide();
}

void CommandPalette::open(const QString& text) {
    const QWidget* window = parentWidget();
    const int width = std::min(620, window->width() - 80);
    const int height = std::min(400, window->height() - 140);
    setGeometry((window->width() - width) / 2, 72, width, height);
    input_->setText(text);
    find(text);
    show();
    raise();
    input_->setFocus();
}

void CommandPalette::find(const QString& text) {
    list_->clear();
    addCommands(text.trimmed());
    addActions(text.trimmed());
    if (list_->count() > 0) {
        list_->setCurrentRow(0);
    } else {
        note_->setText(tr("Nothing is called so."));
    }
}

void CommandPalette::addCommands(const QString& text) {
    const QString verb = text.section(QLatin1Char(' '), 0, 0);
    for (const Rewrite& rewrite : rewrites()) {
        const QString id = toQt(rewrite.id);
        const bool typed = verb == id && text.contains(QLatin1Char(' '));
        if (text.isEmpty() || (!typed && (text.contains(QLatin1Char(' ')) || !id.startsWith(verb)))) continue;
        auto* item = new QListWidgetItem(list_);
        item->setIcon(symbolicIcon(QStringLiteral("command")));
        item->setText(typed ? text : toQt(rewrite.syntax));
        item->setToolTip(toQt(rewrite.syntax) + QStringLiteral(" – ") + toQt(rewrite.doc));
        item->setData(kCommandRole, typed ? text : QString());
        if (!typed) item->setData(kCommandRole + 1, QString(id + QLatin1Char(' ')));
    }
}

void CommandPalette::addActions(const QString& text) {
    struct Match {
        QAction* action;
        int score;
    };
    std::vector<Match> matches;
    for (QAction* action : actions_.all()) {
        const auto score = matchScore(text, plainActionText(action));
        if (score) matches.push_back({action, *score});
    }
    std::stable_sort(matches.begin(), matches.end(), [](const Match& a, const Match& b) { return a.score > b.score; });
    QPixmap nothing(16, 16);
    nothing.fill(Qt::transparent);
    const QIcon blank(nothing);
    for (const Match& match : matches) {
        const QString keys = match.action->shortcut().toString(QKeySequence::NativeText);
        // Without a drawing, an empty one keeps the texts in line.
        const QIcon icon = match.action->icon().isNull() ? blank : match.action->icon();
        auto* item = new QListWidgetItem(icon, plainActionText(match.action), list_);
        if (!keys.isEmpty()) item->setText(item->text() + QStringLiteral("    ") + keys);
        item->setToolTip(match.action->toolTip().section(QLatin1Char('\n'), 1));
        item->setData(kActionRole, match.action->objectName());
        if (!match.action->isEnabled()) item->setForeground(palette().color(QPalette::Disabled, QPalette::Text));
    }
}

void CommandPalette::complete() {
    QListWidgetItem* item = list_->currentItem();
    if (item == nullptr) return;
    const QString verb = item->data(kCommandRole + 1).toString();
    if (!verb.isEmpty()) input_->setText(verb + toQt(session_.selectionWords()));
}

void CommandPalette::run() {
    QListWidgetItem* item = list_->currentItem();
    if (item == nullptr) return;
    if (!item->data(kCommandRole + 1).toString().isEmpty()) {
        complete();
        return;
    }
    const QString command = item->data(kCommandRole).toString();
    if (!command.isEmpty()) {
        const auto done = session_.applyEdit(toUtf8(command));
        if (done) {
            hide();
        } else {
            note_->setText(errorText(done.error()));
        }
        return;
    }
    QAction* action = actions_.action(item->data(kActionRole).toString());
    if (action == nullptr || !action->isEnabled()) return;
    hide();
    action->trigger();
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parentWidget()) {
        if (event->type() == QEvent::Resize && isVisible()) hide();
        return false;
    }
    if (watched != input_) return QFrame::eventFilter(watched, event);
    if (event->type() == QEvent::FocusOut && !isAncestorOf(focusWidget())) hide();
    if (event->type() != QEvent::KeyPress) return false;
    const int key = static_cast<QKeyEvent*>(event)->key();
    const int rows = list_->count();
    switch (key) {
        case Qt::Key_Escape:
            hide();
            parentWidget()->setFocus();
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            run();
            return true;
        case Qt::Key_Tab:
            complete();
            return true;
        case Qt::Key_Down:
        case Qt::Key_Up:
            if (rows > 0) list_->setCurrentRow((list_->currentRow() + (key == Qt::Key_Down ? 1 : rows - 1)) % rows);
            return true;
        default:
            return false;
    }
}

}  // namespace bw::ui
