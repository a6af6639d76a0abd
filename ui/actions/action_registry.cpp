// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "actions/action_registry.h"

#include <QCoreApplication>
#include <QMenu>
#include <algorithm>

#include "text/wording.h"
#include "theme/icons.h"

namespace bw::ui {
namespace {

QString translated(const char* text) {
    return QCoreApplication::translate("Actions", text);
}

QList<QKeySequence> keysOf(const ActionRow& row) {
    QList<QKeySequence> keys;
    if (row.standard_key != QKeySequence::UnknownKey) keys = QKeySequence::keyBindings(row.standard_key);
    // Desktops bind a standard action to several keys (X11: Ctrl+D deletes); one that the table gives to another
    // action stays with that one, else Qt calls the key ambiguous and neither answers.
    keys.removeIf([&row](const QKeySequence& key) {
        const auto rows = actionRows();
        return std::any_of(rows.begin(), rows.end(), [&](const ActionRow& other) {
            return &other != &row && key == QKeySequence(QLatin1String(other.key));
        });
    });
    if (keys.isEmpty() && *row.key != '\0') keys << QKeySequence(QLatin1String(row.key));
    return keys;
}

}  // namespace

QString plainActionText(QString text) {
    return text.remove(QLatin1Char('&')).remove(QChar(0x2026));
}

QString plainActionText(const QAction* action) {
    return plainActionText(action->text());
}

ActionRegistry::ActionRegistry(DocumentSession& session, QObject* parent) : QObject(parent), session_(session) {
    for (const ActionRow& row : actionRows()) {
        if (*row.rewrite != '\0' && findRewrite(row.rewrite) == nullptr) continue;
        auto* action = new QAction(translated(row.text), this);
        action->setObjectName(QLatin1String(row.id));
        action->setData(static_cast<int>(&row - actionRows().data()));
        action->setShortcuts(keysOf(row));
        action->setIcon(symbolicIcon(QLatin1String(row.icon)));
        action->setIconVisibleInMenu(false);
        action->setMenuRole(QAction::NoRole);
        actions_.insert(QLatin1String(row.id), action);
        ordered_ << action;
        setEnabled(action, {});
    }
    bindEdits();
    connect(&session_, &DocumentSession::networkChanged, this, &ActionRegistry::refresh);
    connect(&session_, &DocumentSession::selectionChanged, this, &ActionRegistry::refresh);
    connect(&session_, &DocumentSession::settingsChanged, this, &ActionRegistry::refresh);
}

const ActionRow& ActionRegistry::row(const QAction* action) {
    return actionRows()[static_cast<size_t>(action->data().toInt())];
}

void ActionRegistry::bind(const QString& id, const std::function<void()>& deed, Reason reason) {
    QAction* bound = action(id);
    if (bound == nullptr) return;
    connect(bound, &QAction::triggered, this, deed);
    if (reason) {
        reasons_.insert(id, reason);
        setEnabled(bound, reason());
    }
}

QString ActionRegistry::editReason(const std::string& verb) const {
    const Rewrite* rewrite = findRewrite(verb);
    if (session_.selection().empty()) return tr("Select a block first.");
    if (!rewrite->check) return {};
    const auto possible = rewrite->check(session_.network(), session_.selection());
    return possible ? QString() : sentence(toQt(possible.error().message));
}

void ActionRegistry::bindEdits() {
    for (QAction* action : std::as_const(ordered_)) {
        const std::string verb = row(action).rewrite;
        if (verb.empty() || verb == "move") continue;
        bind(
            action->objectName(), [this, verb] { session_.applyEdit(verb + ' ' + session_.selectionWords()); },
            [this, verb] { return editReason(verb); });
    }
}

void ActionRegistry::setEnabled(QAction* action, const QString& reason) {
    action->setEnabled(reason.isEmpty());
    const QString keys = action->shortcut().toString(QKeySequence::NativeText);
    QString tip = plainActionText(action);
    if (!keys.isEmpty()) tip += QStringLiteral(" (%1)").arg(keys);
    tip += QLatin1Char('\n') + translated(row(action).tip);
    if (!reason.isEmpty()) tip += QLatin1Char('\n') + tr("Not now: %1").arg(reason);
    action->setToolTip(tip);
    action->setStatusTip(reason.isEmpty() ? QString() : reason);
}

void ActionRegistry::refresh() {
    for (auto it = reasons_.constBegin(); it != reasons_.constEnd(); ++it)
        setEnabled(actions_[it.key()], it.value()());
}

void ActionRegistry::fillMenu(QMenu* menu, const QString& menu_name) const {
    menu->setToolTipsVisible(true);
    for (QAction* action : ordered_) {
        if (QLatin1String(row(action).menu) != menu_name) continue;
        if (row(action).separated && !menu->isEmpty()) menu->addSeparator();
        menu->addAction(action);
    }
}

void ActionRegistry::fillContextMenu(QMenu* menu) const {
    menu->setToolTipsVisible(true);
    for (QAction* action : ordered_) {
        if (!row(action).in_context_menu) continue;
        if (row(action).separated && !menu->isEmpty()) menu->addSeparator();
        menu->addAction(action);
    }
}

}  // namespace bw::ui
