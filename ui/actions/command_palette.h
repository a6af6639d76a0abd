// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

#include "actions/action_registry.h"

class QLabel;
class QLineEdit;
class QListWidget;

namespace bw::ui {

/// Finds any action by a few letters; a line that begins with an edit's verb is an edit command.
class CommandPalette : public QFrame {
    Q_OBJECT

public:
    CommandPalette(DocumentSession& session, ActionRegistry& actions, QWidget* window);

    /// Shows the palette over the window, with `text` typed in.
    void open(const QString& text = {});

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void find(const QString& text);
    void addActions(const QString& text);
    void addCommands(const QString& text);
    void run();
    void complete();

    DocumentSession& session_;
    ActionRegistry& actions_;
    QLineEdit* input_;
    QListWidget* list_;
    QLabel* note_;
};

}  // namespace bw::ui
