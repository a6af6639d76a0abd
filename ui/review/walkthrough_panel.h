// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "panels/panel.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QTableWidget;

namespace bw::ui {

/// The stops of a walk through the design, in order, and what was decided at each: the decision log.
class WalkthroughPanel : public Panel {
    Q_OBJECT

public:
    explicit WalkthroughPanel(DocumentSession& session, QWidget* parent = nullptr);

    /// Puts a stop behind the chosen one, else at the end, and chooses it.
    void addStop(Stop stop);
    std::optional<size_t> chosen() const;
    void choose(size_t stop);
    void removeChosen();
    /// Up for -1, down for 1.
    void moveChosen(int step);
    /// Number, title, decision, owner, date and note of every stop, with headings.
    QString logAsTsv() const;

Q_SIGNALS:
    void addRequested();
    /// The user wants to see the stop.
    void stopActivated(size_t stop);
    void presentRequested();

protected:
    void refresh() override;

private:
    void buildButtons(QWidget* bar);
    void buildEditor(QWidget* editor);
    /// Changes the chosen stop by one step of the history.
    void edit(const std::function<void(Stop&)>& change);
    void showChosen();
    void refreshButtons();

    QTableWidget* stops_;
    QLabel* hint_;
    QWidget* editor_;
    QLineEdit* title_;
    QLineEdit* owner_;
    QLineEdit* date_;
    QComboBox* decision_;
    QPlainTextEdit* note_;
    std::vector<QPushButton*> of_chosen_;
    QPushButton* present_ = nullptr;
    bool showing_ = false;
};

}  // namespace bw::ui
