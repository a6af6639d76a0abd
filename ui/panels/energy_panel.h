// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include "panels/panel.h"
#include "session/side_assessor.h"

class QDoubleSpinBox;
class QLabel;
class QMenu;
class QSpinBox;
class QStackedWidget;
class QTableWidget;

namespace bw::ui {

/// Energy of one inference of the present network on several targets side by side, and what a fleet of users takes in a
/// year. The document's target comes first; others are chosen from a menu.
class EnergyPanel : public Panel {
    Q_OBJECT

public:
    explicit EnergyPanel(DocumentSession& session, QWidget* parent = nullptr);

    /// Puts another target beside the document's, or takes it away.
    void setCompared(const QString& target_id, bool compared);

protected:
    void refresh() override;

private:
    QWidget* makeHead();
    void fillMenu();
    /// The document's target, then those compared with it.
    QStringList shownTargets() const;
    void showRows();
    void setRow(int row, const QString& target_id, const SideOutcome& outcome);

    SideAssessor side_;
    QStringList compared_;
    bool chosen_by_hand_ = false;
    QMenu* menu_;
    QSpinBox* users_;
    QDoubleSpinBox* per_day_;
    QStackedWidget* pages_;
    QTableWidget* table_;
    QLabel* method_;  ///< How energy is reckoned.
    QLabel* origin_;  ///< Where the document's target has its figures from.
};

}  // namespace bw::ui
