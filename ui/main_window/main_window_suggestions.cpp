// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "canvas/ghost_overlay.h"
#include "canvas/graph_canvas.h"
#include "main_window/job_indicator.h"
#include "main_window/main_window.h"
#include "main_window/panel_docks.h"
#include "panels/hints_panel.h"
#include "search/search_panel.h"
#include "session/ghost_finder.h"
#include "session/light_searcher.h"
#include "session/suggestion_finder.h"
#include "text/wording.h"

namespace bw::ui {

void MainWindow::buildSuggestions() {
    suggestions_ = new SuggestionFinder(session_, hint_finder_, *searches_, this);
    ghost_finder_ = new GhostFinder(session_, this);
    ghosts_ = new GhostOverlay(*canvas_);
    light_searcher_ = new LightSearcher(session_, *searches_, *suggestions_, this);
    hints_ = new HintsPanel(session_, *suggestions_);
    hints_->setMutedKinds(settings_.value(Setting::MutedSuggestions).toStringList());
    connect(hints_, &HintsPanel::mutedKindsChanged, this,
            [this] { settings_.set(Setting::MutedSuggestions, hints_->mutedKinds()); });
    connect(hints_, &HintsPanel::countChanged, this,
            [this](int count) { docks_->setCount(QStringLiteral("hints"), count); });
    connect(hints_, &HintsPanel::blocksShown, this, [this](const std::vector<BlockId>& blocks) {
        session_.setSelection(blocks);
        canvas_->fitSelection();
    });
    connect(hints_, &HintsPanel::pointedAt, ghost_finder_, &GhostFinder::request);
    connect(hints_, &HintsPanel::evidenceWanted, this, [this](const Suggestion& suggestion) {
        docks_->open(QStringLiteral("search"));
        search_->showEvidence(suggestion.search_id, suggestion.numbers,
                              tr("%1: %2 of %3").arg(suggestion.title).arg(suggestion.having).arg(suggestion.best));
    });
    connect(ghost_finder_, &GhostFinder::outcomesChanged, this, &MainWindow::showGhosts);
    connect(light_searcher_, &LightSearcher::changed, this, &MainWindow::showLightJob);
}

void MainWindow::showGhosts() {
    std::vector<CanvasGhost> ghosts;
    for (const BlockOutcome& outcome : ghost_finder_->outcomes()) {
        CanvasGhost ghost{outcome.block, outcome.label, {}, true, outcome.gone};
        if (outcome.change_ms) {
            ghost.change = signedMillisecondsText(*outcome.change_ms);
            ghost.better = *outcome.change_ms < 0;
        }
        ghosts.push_back(std::move(ghost));
    }
    ghosts_->setGhosts(std::move(ghosts));
}

void MainWindow::showLightJob() {
    const bool on = light_searcher_->isRunning();
    if (on && !light_job_->isRunning()) {
        light_job_->start(tr("Looking for improvements"),
                          [this] { actions_->action(QStringLiteral("search.background"))->setChecked(false); });
        light_job_->setToolTip(
            tr("The background search keeps the suggestions fresh; its cross switches it off, the "
               "menu Search on again"));
    }
    if (!on && light_job_->isRunning()) light_job_->finish();
}

void MainWindow::bindSuggestionActions() {
    QAction* background = actions_->action(QStringLiteral("search.background"));
    background->setCheckable(true);
    background->setChecked(settings_.value(Setting::BackgroundSearch).toBool());
    light_searcher_->setEnabled(background->isChecked());
    connect(background, &QAction::toggled, this, [this](bool on) {
        light_searcher_->setEnabled(on);
        settings_.set(Setting::BackgroundSearch, on);
    });
}

}  // namespace bw::ui
