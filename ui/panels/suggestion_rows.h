// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

#include "session/suggestion.h"
#include "target/budgets.h"

class QAbstractButton;
class QGridLayout;

namespace bw::ui {

/// Suggestions as rows with shared columns: what, what it changes, its evidence, why, and the buttons. Tells which row
/// the pointer or the keyboard is on.
class SuggestionRows : public QWidget {
    Q_OBJECT

public:
    SuggestionRows(std::vector<Suggestion> suggestions, const Budgets& budgets, QWidget* parent = nullptr);

    const std::vector<Suggestion>& suggestions() const { return suggestions_; }
    /// Greys the rows that no longer apply, without moving any.
    void setStale(const std::vector<bool>& stale);
    /// Draws the row's ground as that of the ghost on the canvas; -1 for none.
    void setLit(int row);

Q_SIGNALS:
    void shown(int row);
    void accepted(int row);
    void evidenceWanted(int row);
    void dismissed(int row);
    void kept(int row);
    void mutedKind(int row);
    void mutedBlocks(int row);
    /// -1 where the pointer has left.
    void pointedAt(int row);

protected:
    bool event(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void addRow(const Suggestion& suggestion, const Budgets& budgets);
    QWidget* makeDismiss(int row, const QString& title);
    QString effectsText(const Suggestion& suggestion, const Budgets& budgets) const;
    int rowAt(int y) const;
    QRect rowRect(int row) const;
    void point(int row);

    std::vector<Suggestion> suggestions_;
    std::vector<std::vector<QWidget*>> cells_;
    QGridLayout* grid_;
    int pointed_ = -1;
    int lit_ = -1;
};

}  // namespace bw::ui
