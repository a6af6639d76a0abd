// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <array>

#include "charts/landscape_chart.h"
#include "session/landscape_sweeper.h"
#include "session/step_explainer.h"

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;

namespace bw::ui {

class ElidedLabel;
class RoughnessLine;

/// "Landscape": what one or two decisions cost at every value, as multiply-accumulates, on the accelerator, and on the
/// curated grid, side by side. A click previews a point on the network, a double click makes it one step.
class LandscapePanel : public QWidget {
    Q_OBJECT

public:
    LandscapePanel(DocumentSession& session, SpaceSession& space, QWidget* parent = nullptr);

    LandscapeSweeper& sweeper() { return sweeper_; }
    LandscapeChart& chart(LandscapePane pane) { return *panes_[static_cast<size_t>(pane)].chart; }
    /// Chooses what is swept by the names of decisions; an empty `second` sweeps one.
    void choose(const std::string& first, const std::string& second = {});
    void preview(LandscapePoint point);
    void accept(LandscapePoint point);
    /// Why nothing can be written; empty where exportTo() can.
    QString exportObstacle() const;
    /// Writes the panes as a picture or, by its suffix, the points as CSV.
    Result<void> exportTo(const QString& path);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    struct Pane {
        LandscapeChart* chart = nullptr;
        RoughnessLine* roughness = nullptr;
    };
    void buildHead();
    void buildPanes();
    /// Fills the lists of decisions from the curated space and keeps what was chosen.
    void fillChoices();
    void chooseFirst();
    void takeChoices();
    void showSweep();
    void showState();
    void showPath();
    void point(LandscapePoint point);
    /// Asks which blocks make the step to the point from the value before it.
    void explain(LandscapePoint point);
    void endPreview();
    QString titleOf(LandscapePoint at) const;
    QString emptyText() const;
    QString restingText() const;

    DocumentSession& session_;
    SpaceSession& space_;
    LandscapeSweeper sweeper_;
    StepExplainer explainer_;
    QComboBox* first_;
    QComboBox* second_;
    QPushButton* curate_;
    QPushButton* accept_;
    QProgressBar* progress_;
    ElidedLabel* reading_;
    QWidget* panes_area_;
    std::array<Pane, 3> panes_;
    std::shared_ptr<const LandscapeSweep> shown_;
    LandscapePoint previewed_;
};

}  // namespace bw::ui
