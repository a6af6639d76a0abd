// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/history_panel.h"

#include <QUndoView>
#include <QVBoxLayout>

#include "theme/icons.h"

namespace bw::ui {

HistoryPanel::HistoryPanel(QUndoStack& history, QWidget* parent) : QWidget(parent) {
    auto* view = new QUndoView(&history, this);
    view->setEmptyLabel(tr("As opened"));
    view->setCleanIcon(symbolicIcon(QStringLiteral("save")));
    view->setAccessibleName(tr("History"));
    view->setUniformItemSizes(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->addWidget(view);
}

}  // namespace bw::ui
