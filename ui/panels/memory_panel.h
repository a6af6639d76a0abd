// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "panels/panel.h"
#include "session/arena_search.h"
#include "session/cut_finder.h"

class QComboBox;
class QHBoxLayout;
class QPushButton;

namespace bw::ui {

class CutList;
class ElidedLabel;
class MemoryChart;
class MemoryLegend;

/// Activation memory over execution order under the runtime and precision chosen, with a sentence on what is counted,
/// and beside it what to cut.
class MemoryPanel : public Panel {
    Q_OBJECT

public:
    explicit MemoryPanel(DocumentSession& session, QWidget* parent = nullptr);

    CutFinder& cutFinder() { return cut_finder_; }
    CutList& cutList() { return *cuts_; }
    MemoryChart& chart() { return *chart_; }
    ArenaSearch& arenaSearch() { return arena_search_; }

Q_SIGNALS:
    /// The block of the buffer under the pointer; kNoBlock for none.
    void pointedAt(bw::BlockId block);
    /// "Fit to budget" was asked for.
    void fitRequested();
    /// "Export plan" was asked for.
    void exportRequested();

protected:
    void refresh() override;
    void refreshSelection() override;

private:
    void showChoices();
    QHBoxLayout* buildHead();
    QHBoxLayout* buildNoteLine();
    void showArenaSearch();

    CutFinder cut_finder_;
    ArenaSearch arena_search_;
    QComboBox* runtime_;
    QComboBox* precision_;
    MemoryLegend* legend_;
    ElidedLabel* note_;
    QPushButton* exact_;
    QPushButton* export_;
    MemoryChart* chart_;
    CutList* cuts_;
};

}  // namespace bw::ui
