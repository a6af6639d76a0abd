// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the search panel shows of the state of things.
#include <QFileDialog>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <algorithm>
#include <cmath>
#include <limits>

#include "search/network_view.h"
#include "search/search_charts.h"
#include "search/search_form.h"
#include "search/search_panel.h"
#include "search/searches_view.h"
#include "session/background.h"
#include "text/figure_text.h"
#include "text/wording.h"

namespace bw::ui {
namespace {

/// The figures of an assessed network as a search tells them.
NetworkFigures figuresOf(const Assessment& assessment, const NetworkProblem& problem) {
    NetworkFigures figures;
    const Totals& totals = assessment.totals;
    if (totals.coverage >= 1) figures.latency_ms = totals.latency_ms;
    figures.latency_low_ms = totals.latency_low_ms.value_or(0);
    figures.latency_high_ms = totals.latency_high_ms.value_or(0);
    figures.parameters = totals.parameters;
    figures.parameter_bytes = totals.parameter_bytes;
    figures.peak_bytes = totals.peak_activation_bytes;
    figures.macs = totals.macs;
    const ScoredNetwork scored{&assessment.network, &assessment.lowered};
    const auto scores = problem.score().score(std::span(&scored, 1));
    figures.score = scores.empty() ? std::numeric_limits<double>::quiet_NaN() : scores.front();
    figures.kept_width = std::numeric_limits<double>::quiet_NaN();
    figures.fused_share = std::numeric_limits<double>::quiet_NaN();
    return figures;
}

}  // namespace

QString SearchPanel::chosenId() const {
    return list_->chosen();
}

QString SearchPanel::statusText() const {
    return status_->text();
}

void SearchPanel::refresh() {
    if (!isVisible()) return;
    SearchCharts::Searches searches;
    for (const QString& id : list_->compared())
        searches.push_back(library_.find(id));
    charts_->setSearches(std::move(searches));
    refreshPresent();
    refreshNetwork();
    refreshButtons();
    refreshSpace();
    Q_EMIT stateChanged();
}

void SearchPanel::refreshButtons() {
    const SearchRunner& runner = library_.runner();
    const bool paused = runner.state() == SearchRunner::State::Paused;
    QString why = form_->obstacle();
    if (why.isEmpty()) why = library_.obstacle();
    start_->setText(paused ? tr("Go on") : tr("Start"));
    start_->setEnabled(paused || why.isEmpty());
    start_->setToolTip(paused ? tr("Go on with the search") : why.isEmpty() ? tr("Search in the background") : why);
    pause_->setEnabled(runner.state() == SearchRunner::State::Running && !runner.isEnding());
    pause_->setToolTip(tr("Hold the search; it keeps what it has found"));
    cancel_->setEnabled(runner.isActive() && !runner.isEnding());
    cancel_->setToolTip(tr("End the search; what it has found stays, and it can be resumed"));
    if (runner.isActive() && !tick_.isActive()) tick_.start();
    if (!runner.isActive()) tick_.stop();
    refreshStatus();
}

QString SearchPanel::progressText(const KeptSearch& search) const {
    const SearchRunner& runner = library_.runner();
    if (runner.isEnding()) return tr("Ending…");
    if (runner.state() == SearchRunner::State::Preparing)
        return tr("Curating the space for the target… %1").arg(shareText(preparing_));
    if (!search.snapshot) return tr("Begins…");
    const SearchSnapshot& now = *search.snapshot;
    const double rate = now.seconds > 0 ? static_cast<double>(now.evaluations) / now.seconds : 0;
    QString text = tr("%1 of %2 networks, %3")
                       .arg(exactCountText(now.evaluations), exactCountText(search.spec.run.evaluations),
                            durationText(now.seconds));
    if (runner.state() == SearchRunner::State::Paused) return tr("Paused: %1").arg(text);
    if (rate > 0) {
        double left = static_cast<double>(search.spec.run.evaluations - now.evaluations) / rate;
        if (search.spec.run.seconds > 0) left = std::min(left, search.spec.run.seconds - now.seconds);
        text += tr(", %1 a second, about %2 left").arg(std::lround(rate)).arg(durationText(std::max(0.0, left)));
    }
    if (now.feasible == 0 && now.closest)
        text += tr(". Nothing within the limits yet; the closest is outside by %1")
                    .arg(shareText(now.closest->rating.violation));
    return text;
}

QString SearchPanel::endText(const KeptSearch& search) const {
    if (search.state == KeptSearch::State::Failed) return search.error ? errorText(*search.error) : tr("Failed.");
    const bool stopped = search.state == KeptSearch::State::Interrupted;
    QString text = stopped ? tr("Stopped after %1 of %2 networks; it can be resumed.")
                                 .arg(exactCountText(search.evaluations), exactCountText(search.spec.run.evaluations))
                           : tr("%1 rated.").arg(exactCountText(search.evaluations));
    if (!search.snapshot) return stopped ? text : text + QLatin1Char(' ') + tr("Open it to see them.");
    if (search.snapshot->front.empty() && search.snapshot->closest) {
        text += QLatin1Char(' ') + tr("None is within the limits; the closest is outside by %1.")
                                       .arg(shareText(search.snapshot->closest->rating.violation));
    } else {
        text += QLatin1Char(' ') + pluralText(static_cast<qint64>(search.snapshot->front.size()), tr("1 on the front."),
                                              tr("%1 on the front."));
        QStringList best;
        for (size_t i = 0; i < search.best.size() && search.prepared; ++i) {
            const Figure figure = search.spec.objectives[i];
            const double now = search.prepared->now.value(figure);
            if (std::isfinite(search.best[i]))
                best << QStringLiteral("%1 %2 (%3)")
                            .arg(figureName(figure), figureText(figure, search.best[i]),
                                 figureChange(figure, now, search.best[i]));
        }
        if (!best.isEmpty()) text += QLatin1Char(' ') + tr("Best: %1.").arg(best.join(QStringLiteral(", ")));
    }
    return text;
}

void SearchPanel::refreshStatus() {
    const auto active = library_.active();
    const auto search = looked();
    progress_->setVisible(active != nullptr);
    if (active) {
        const bool counted = active->snapshot != nullptr && library_.runner().state() != SearchRunner::State::Preparing;
        progress_->setRange(0, 1000);
        const double share = counted ? static_cast<double>(active->snapshot->evaluations) /
                                           static_cast<double>(std::max<int64_t>(1, active->spec.run.evaluations))
                                     : preparing_;
        progress_->setValue(static_cast<int>(share * 1000));
    }
    QString text;
    if (active && (!search || search == active)) {
        text = progressText(*active);
    } else if (search) {
        text = endText(*search);
    } else {
        text = form_->obstacle().isEmpty() ? library_.obstacle() : form_->obstacle();
    }
    if (search && search->snapshot && !search->snapshot->warning.empty())
        text += QLatin1Char(' ') + sentence(toQt(search->snapshot->warning));
    const bool failed = search && search->state == KeptSearch::State::Failed;
    // Where the chart is empty, the error stands in its place.
    const bool in_chart = failed && list_->compared().size() < 2;
    status_->setVisible(!text.isEmpty() && !in_chart);
    status_->setText(text);
    status_->setToolTip(text);
    charts_->setEmptyText(failed || (search && search->points.empty()) ? text : QString());
}

void SearchPanel::refreshPresent() {
    const auto search = looked();
    const uint64_t number = ++newest_present_;
    const auto present = session_.assessment(), baseline = session_.baselineAssessment();
    const bool same = search && library_.isOfPresent(*search);
    const bool pinned = session_.document().baseline && baseline &&
                        !(search && *session_.document().baseline == search->document.network);
    const bool comparable = search && search->prepared && present && !session_.isPreviewing() &&
                            search->document.target_id == session_.document().target_id;
    if (!comparable || (same && !pinned)) return charts_->setPresent(std::nullopt, std::nullopt);
    struct Both {
        std::optional<NetworkFigures> present, baseline;
    };
    runInBackground(
        session_.workbench().pool(), this,
        [problem = search->prepared->problem, present = same ? nullptr : present,
         baseline = pinned ? baseline : nullptr] {
            Both both;
            if (present) both.present = figuresOf(*present, *problem);
            if (baseline) both.baseline = figuresOf(*baseline, *problem);
            return both;
        },
        [this, number](Both both) {
            if (number == newest_present_) charts_->setPresent(std::move(both.present), std::move(both.baseline));
        });
}

void SearchPanel::refreshNetwork() {
    const auto search = looked();
    std::optional<SearchPoint> point;
    if (search && genome_) {
        const auto found = std::find_if(search->points.begin(), search->points.end(),
                                        [this](const SearchPoint& one) { return one.genome == *genome_; });
        if (found != search->points.end()) point = *found;
    }
    QString why;
    if (search && !library_.isOfPresent(*search)) {
        why = applied_ ? tr("Done: undo takes all its edits back in one step")
                       : tr("The network has changed since this search: undo to it, or run the search again");
    }
    network_->setObstacle(why);
    network_->setNetwork(search.get(), point);
    network_->setPreviewing(previewing_);
}

void SearchPanel::refreshSpace() {
    const auto search = looked();
    int open = 0;
    for (const bool one : space_.open)
        open += one ? 1 : 0;
    QString text = pluralText(open, tr("1 kind of decision"), tr("%1 kinds of decisions"));
    QString tip = tr("Opens the Space panel, where kinds of decisions are opened and closed");
    if (search && search->prepared && search->spec.space.open == space_.open) {
        const double size = search->prepared->problem->space().log10Size();
        text = tr("10<sup>%1</sup> networks").arg(size, 0, 'f', 1);
        if (search->prepared->curation)
            tip += QLatin1Char('\n') +
                   tr("Before curation: 10^%1").arg(search->prepared->curation->log10_before, 0, 'f', 1);
    }
    form_->setSpaceText(text, tip);
}

QString SearchPanel::exportObstacle() const {
    const auto search = looked();
    if (!search) return tr("Choose a search first.");
    return search->outcome && search->prepared ? QString() : tr("The search has not ended yet, or is not open.");
}

void SearchPanel::exportFront() {
    const auto search = looked();
    if (!search) return;
    QString path =
        QFileDialog::getSaveFileName(this, tr("Export front"), QStringLiteral("front.json"), tr("JSON (*.json)"));
    if (path.isEmpty()) return;
    const auto written = library_.exportFront(search->id, path);
    if (written)
        Q_EMIT told(tr("Wrote %1.").arg(path));
    else
        Q_EMIT failed(written.error());
}

}  // namespace bw::ui
