// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "panels/panel.h"
#include "review/candidates_model.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSortFilterProxyModel;
class QTableView;

namespace bw::ui {

class ParetoChart;

/// The networks that a review weighs: a sortable, filterable table beside their Pareto chart.
class CandidatesPanel : public Panel {
    Q_OBJECT

public:
    explicit CandidatesPanel(DocumentSession& session, QWidget* parent = nullptr);

    /// Keeps the present network as a candidate, with its costs and the edits it came by; large ones a moment later.
    void keepPresent();
    /// Keeps any network.
    int64_t keep(Candidate candidate);
    /// The chosen candidate; nothing while none, the baseline or the present network is chosen.
    std::optional<int64_t> chosen() const;
    void choose(int64_t candidate);
    /// Makes it the document's network.
    void openChosen();
    /// Keeps a copy of it and opens the copy.
    void branchChosen();
    void pinChosen();
    void removeChosen();
    CandidatesModel& model() { return *model_; }
    QTableView& table() { return *table_; }
    /// What the table shows, with headings.
    QString asTsv() const;

Q_SIGNALS:
    void compareRequested(const QString& name);
    /// Another candidate, or none, is chosen.
    void chosenChanged();
    void failed(const bw::Error& error);

protected:
    void refresh() override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void buildHead(QWidget* head);
    void buildTable();
    void fitColumns();
    void fillChart();
    void refreshButtons();
    std::optional<double> figureOf(const CandidateRow& row) const;

    CandidatesModel* model_;
    QSortFilterProxyModel* proxy_;
    QTableView* table_;
    ParetoChart* chart_;
    QComboBox* figure_;
    QLineEdit* filter_;
    QLabel* hint_;
    int documents_ = 0;                    ///< Counts those that were opened.
    std::vector<QPushButton*> of_chosen_;  ///< Of no use while no candidate is chosen.
};

}  // namespace bw::ui
