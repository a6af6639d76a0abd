// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "panels/panel.h"

class QLabel;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace bw::ui {

/// What is wrong with the network: click to go there, fix one or all that can be fixed.
class ProblemsPanel : public Panel {
    Q_OBJECT

public:
    explicit ProblemsPanel(DocumentSession& session, QWidget* parent = nullptr);

Q_SIGNALS:
    void blockActivated(bw::BlockId block);

protected:
    void refresh() override;

private:
    void addProblem(const Problem& problem);
    void fixAll();

    QLabel* summary_;
    QPushButton* fix_all_;
    QTreeWidget* tree_;
};

/// "3 errors, 12 warnings"; empty where there is none.
QString problemSummary(const Assessment& assessment);

}  // namespace bw::ui
