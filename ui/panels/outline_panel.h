// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>

#include "panels/panel.h"

class QLineEdit;
class QTreeWidget;
class QTreeWidgetItem;

namespace bw::ui {

/// The blocks as a tree of stages: the canvas for the keyboard and for screen readers.
class OutlinePanel : public Panel {
    Q_OBJECT

public:
    explicit OutlinePanel(DocumentSession& session, QWidget* parent = nullptr);

Q_SIGNALS:
    void contextMenuRequested(const QPoint& global_position);
    void blockActivated(bw::BlockId block);

protected:
    void refresh() override;
    void refreshSelection() override;

private:
    QTreeWidgetItem* stageItem(const std::string& stage, QHash<QString, QTreeWidgetItem*>& stages);
    void takeSelection();
    void filter(const QString& text);

    QLineEdit* filter_;
    QTreeWidget* tree_;
    QHash<BlockId, QTreeWidgetItem*> items_;
    bool updating_ = false;
};

}  // namespace bw::ui
