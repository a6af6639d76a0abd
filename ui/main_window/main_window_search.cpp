// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QInputDialog>

#include "base/install_paths.h"
#include "main_window/job_indicator.h"
#include "main_window/main_window.h"
#include "main_window/panel_docks.h"
#include "panels/message_bar.h"
#include "search/advice/user_rule_sets.h"
#include "search/network_view.h"
#include "search/rules_dialog.h"
#include "search/search_form.h"
#include "search/search_panel.h"
#include "session/background.h"
#include "session/search_library.h"
#include "session/search_trajectory.h"
#include "text/wording.h"

namespace bw::ui {

void MainWindow::buildSearchPanel() {
    search_ = new SearchPanel(session_, *searches_);
    docks_->add(QStringLiteral("search"), tr("Search"), QStringLiteral("front"), Qt::BottomDockWidgetArea, search_);
    connect(search_, &SearchPanel::failed, messages_, &MessageBar::showError);
    connect(search_, &SearchPanel::told, this,
            [this](const QString& text) { messages_->showMessage(MessageBar::Level::Info, text); });
    connect(search_, &SearchPanel::stateChanged, actions_.get(), &ActionRegistry::refresh);
    connect(searches_.get(), &SearchLibrary::listChanged, this, [this] {
        showSearchJob();
        actions_->refresh();
    });
    connect(searches_.get(), &SearchLibrary::searchEnded, this, [this](const QString& id) {
        const auto search = searches_->find(id);
        if (search && searches_->isOfPresent(*search)) space_session_.setTrajectory(trajectoryOf(*search));
    });
    connect(&searches_->runner(), &SearchRunner::preparing, search_job_, &JobIndicator::setProgress);
    connect(searches_.get(), &SearchLibrary::searchChanged, this, [this] {
        const auto active = searches_->active();
        if (!active || !active->snapshot || active->spec.run.evaluations < 1) return;
        search_job_->setProgress(static_cast<double>(active->snapshot->evaluations) /
                                 static_cast<double>(active->spec.run.evaluations));
    });
}

void MainWindow::showSearchJob() {
    const bool on = searches_->runner().isActive();
    if (on && !search_job_->isRunning())
        search_job_->start(tr("Searching networks"), [this] { searches_->runner().cancel(); });
    if (!on && search_job_->isRunning()) search_job_->finish();
}

void MainWindow::bindSearchActions() {
    const auto any_block = [this] { return session_.network().empty() ? tr("There is no network yet.") : QString(); };
    actions_->bind(
        QStringLiteral("search.open"), [this] { docks_->open(QStringLiteral("search")); }, any_block);
    actions_->bind(
        QStringLiteral("search.start"),
        [this] {
            docks_->open(QStringLiteral("search"));
            search_->start();
        },
        [this] {
            if (searches_->runner().state() == SearchRunner::State::Paused) return QString();
            const QString asked = search_->form().obstacle();
            return asked.isEmpty() ? searches_->obstacle() : asked;
        });
    actions_->bind(
        QStringLiteral("search.pause"), [this] { search_->pause(); },
        [this] {
            return searches_->runner().state() == SearchRunner::State::Running ? QString() : tr("No search is running.");
        });
    actions_->bind(
        QStringLiteral("search.cancel"), [this] { search_->cancel(); },
        [this] { return searches_->runner().isActive() ? QString() : tr("No search is on."); });
    const auto any_network = [this] { return search_->network().obstacle(); };
    actions_->bind(
        QStringLiteral("search.preview"), [this] { search_->preview(true); }, any_network);
    actions_->bind(
        QStringLiteral("search.apply"), [this] { search_->apply(); }, any_network);
    actions_->bind(
        QStringLiteral("search.beside"), [this] { search_->openBeside(); }, any_network);
    actions_->bind(
        QStringLiteral("search.export_front"), [this] { search_->exportFront(); },
        [this] { return search_->exportObstacle(); });
    bindRuleActions();
}

void MainWindow::bindRuleActions() {
    actions_->bind(
        QStringLiteral("search.save_rules"), [this] { saveRules(); }, [this] { return search_->exportObstacle(); });
    actions_->bind(
        QStringLiteral("search.apply_rules"),
        [this] {
            auto* dialog = new RulesDialog(session_, userModelsDirectory(), this);
            dialog->setAttribute(Qt::WA_DeleteOnClose);
            dialog->open();
        },
        [this] { return session_.network().empty() ? tr("There is no network yet.") : QString(); });
}

void MainWindow::saveRules() {
    const auto search = searches_->find(search_->chosenId());
    if (!search || !search->outcome || !search->prepared) return;
    bool named = false;
    const QString name = QInputDialog::getText(this, tr("Save rules"), tr("Name of the rule set"), QLineEdit::Normal,
                                               search->name, &named);
    if (!named || name.trimmed().isEmpty()) return;
    jobs_->start(tr("Finding rules"), {});
    runInBackground(
        workbench_.pool(), this,
        [prepared = search->prepared, outcome = search->outcome, set_name = toUtf8(name.trimmed())] {
            return mineRules(*prepared->problem, outcome->result.evaluations, set_name);
        },
        [this](const RuleSet& rules) {
            jobs_->finish();
            if (rules.rules.empty()) {
                messages_->showMessage(MessageBar::Level::Warning,
                                       tr("The best networks of this search share nothing that random ones do not: no "
                                          "rules were saved. A longer search may show some."));
                return;
            }
            const auto saved = saveRuleSet(userModelsDirectory(), rules);
            if (!saved) return messages_->showError(saved.error());
            QStringList texts;
            for (const Rule& rule : rules.rules)
                texts << toQt(rule.text());
            messages_->showMessage(MessageBar::Level::Info,
                                   tr("Saved %1: %2.").arg(toQt(rules.name), texts.join(QStringLiteral("; "))));
        });
}

}  // namespace bw::ui
