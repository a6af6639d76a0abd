// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "panels/panel.h"
#include "panels/space_rows.h"

class QProgressBar;
class QPushButton;
class QTreeWidget;

namespace bw::ui {

class ElidedLabel;
class OptionList;
class RoughnessLine;
class SpaceForm;

/// "Space": what searches may decide about the network, curated to the target: options kept and taken out with the
/// reason, the size and the roughness of the space before and after, and a person's own choice over it.
class SpacePanel : public Panel {
    Q_OBJECT

public:
    SpacePanel(DocumentSession& session, SpaceSession& space, QWidget* parent = nullptr);

    SpaceForm& form() { return *form_; }
    OptionList& options() { return *options_; }
    /// As the button does.
    void startOrStop();
    /// Makes a decision the current one.
    void choose(const std::string& decision);
    const std::vector<SpaceRow>& rows() const { return rows_; }
    /// The sentence above the list.
    QString verdict() const;

protected:
    void refresh() override;
    void refreshSelection() override;

private:
    QWidget* buildLeft();
    QWidget* buildRight();
    void fillRows();
    void showState();
    void showCurrent();
    QString sizeText() const;
    int currentRow() const;

    SpaceSession& space_;
    SpaceForm* form_;
    QPushButton* curate_;
    QPushButton* automatic_;
    QProgressBar* progress_;
    ElidedLabel* verdict_;
    RoughnessLine* roughness_;
    QTreeWidget* list_;
    OptionList* options_;
    std::vector<SpaceRow> rows_;
    bool selecting_ = false;
};

}  // namespace bw::ui
