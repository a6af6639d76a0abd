// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <optional>

#include "assess/target_figures.h"
#include "session/target_editor.h"

class QGridLayout;
class QLabel;

namespace bw::ui {

/// What an edit of the accelerator means for the open network: a few figures on the preset beside those on the variant.
class ComparisonView : public QWidget {
    Q_OBJECT

public:
    ComparisonView(DocumentSession& session, TargetEditor& editor, QWidget* parent = nullptr);

    /// Counts anew on a worker; the newest request wins.
    void refresh();
    /// Figures at hand: of the base, and of the variant where there is one.
    const std::optional<TargetFigures>& baseFigures() const { return base_; }
    const std::optional<TargetFigures>& editedFigures() const { return edited_; }

Q_SIGNALS:
    void refreshed();

private:
    struct Row {
        QLabel* before;
        QLabel* now;
        QLabel* change;
    };
    Row addRow(const QString& label, const QString& tip);
    void showFigures();
    void showRow(const Row& row, const QString& before, const QString& now, std::optional<double> change,
                 bool less_is_better);

    DocumentSession& session_;
    TargetEditor& editor_;
    QGridLayout* grid_;
    QLabel* base_name_;
    QLabel* edited_name_;
    Row latency_, throughput_, utilisation_, idle_, crossover_, memory_, steps_;
    TargetProfile base_target_, edited_target_;
    std::optional<TargetFigures> base_, edited_;
    uint64_t newest_ = 0;
};

}  // namespace bw::ui
