// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <span>

namespace bw::ui {

/// One thing a user can do. Menus, toolbar, context menu, command palette and the page of shortcuts are made from
/// these rows; texts are translated with the context "Actions".
struct ActionRow {
    const char* id;                          ///< Stable: "edit.fuse".
    const char* menu;                        ///< Menu it stands in: "File", "Edit", "Blocks", "Search", "View",
                                             ///< "Baseline", "Target" or "Help".
    const char* text;                        ///< With mnemonic.
    const char* tip;                         ///< What it does, one sentence without period.
    const char* icon;                        ///< Drawing in resources/icons/symbolic; empty for none.
    QKeySequence::StandardKey standard_key;  ///< UnknownKey where the platform has none for it.
    const char* key;                         ///< Own key where there is no standard one; empty for none.
    const char* rewrite;                     ///< Verb of the edit it makes on the selection; empty for none.
    bool separated;                          ///< A line stands before it.
    bool in_context_menu;
};

std::span<const ActionRow> actionRows();

}  // namespace bw::ui
