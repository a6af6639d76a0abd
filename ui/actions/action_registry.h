// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QHash>
#include <QObject>
#include <functional>

#include "actions/action_table.h"
#include "session/document_session.h"

class QMenu;

namespace bw::ui {

/// The actions of the table as QActions. Edit actions work on the session by themselves; the owner binds the others.
/// A disabled action says why in its tooltip.
class ActionRegistry : public QObject {
    Q_OBJECT

public:
    /// Gives the reason why an action cannot be done now; empty where it can.
    using Reason = std::function<QString()>;

    explicit ActionRegistry(DocumentSession& session, QObject* parent = nullptr);

    /// Null where the table has no such row, or its edit is not among the rewrites.
    QAction* action(const QString& id) const { return actions_.value(id); }
    /// In the order of the table.
    const QList<QAction*>& all() const { return ordered_; }
    static const ActionRow& row(const QAction* action);

    void bind(const QString& id, const std::function<void()>& deed, Reason reason = {});
    /// Checks every action again; also done by itself when the session changes.
    void refresh();

    /// Adds the rows of `menu_name` in their order.
    void fillMenu(QMenu* menu, const QString& menu_name) const;
    void fillContextMenu(QMenu* menu) const;

private:
    void bindEdits();
    QString editReason(const std::string& verb) const;
    void setEnabled(QAction* action, const QString& reason);

    DocumentSession& session_;
    QHash<QString, QAction*> actions_;
    QHash<QString, Reason> reasons_;
    QList<QAction*> ordered_;
};

/// The text without mnemonic and dots.
QString plainActionText(QString text);
QString plainActionText(const QAction* action);

}  // namespace bw::ui
