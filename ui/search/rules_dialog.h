// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <vector>

#include "search/advice/rule_set.h"
#include "session/document_session.h"

class QLabel;
class QListWidget;
class QPushButton;

namespace bw::ui {

/// The user's named rule sets: what each says and how many edits it means for the present network; applies or deletes.
class RulesDialog : public QDialog {
    Q_OBJECT

public:
    /// `directory` holds the folder of rules.
    RulesDialog(DocumentSession& session, std::string directory, QWidget* parent = nullptr);

    int count() const { return static_cast<int>(sets_.size()); }
    void choose(int row);
    /// Makes the edits as one step and closes.
    void apply();

private:
    void load();
    void showSet();
    void remove();
    const RuleSet* chosen() const;

    DocumentSession& session_;
    std::string directory_;
    std::vector<RuleSet> sets_;
    std::vector<std::string> commands_;
    QListWidget* list_;
    QLabel* text_;
    QPushButton* apply_;
    QPushButton* remove_;
};

}  // namespace bw::ui
