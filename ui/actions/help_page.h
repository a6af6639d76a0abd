// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "actions/action_registry.h"

namespace bw::ui {

/// Every key, generated from the action table, and a glossary.
class HelpPage : public QDialog {
    Q_OBJECT

public:
    explicit HelpPage(const ActionRegistry& actions, QWidget* parent = nullptr);

    /// The page as HTML.
    static QString html(const ActionRegistry& actions);
};

}  // namespace bw::ui
