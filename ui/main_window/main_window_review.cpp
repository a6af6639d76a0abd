// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Reviews: candidates, comparing networks, walk-throughs, reports.
#include <QApplication>
#include <QComboBox>
#include <QDate>
#include <QDockWidget>
#include <QFileDialog>
#include <QFileInfo>
#include <QLayout>
#include <QLocale>
#include <QStatusBar>

#include "actions/action_registry.h"
#include "canvas/graph_canvas.h"
#include "compare/compare_window.h"
#include "io/atomic_write.h"
#include "main_window/canvas_bridge.h"
#include "main_window/job_indicator.h"
#include "main_window/main_window.h"
#include "main_window/panel_docks.h"
#include "panels/hints_panel.h"
#include "panels/message_bar.h"
#include "report/report_pdf.h"
#include "review/candidates_panel.h"
#include "review/presentation.h"
#include "review/report/report.h"
#include "review/walkthrough_panel.h"
#include "search/search_panel.h"
#include "session/background.h"
#include "session/search_library.h"
#include "text/wording.h"

namespace bw::ui {
namespace {

/// On a wall, a slow move shows where it leads.
constexpr int kGlideMilliseconds = 600;

}  // namespace

void MainWindow::buildReviewPanels() {
    candidates_ = new CandidatesPanel(session_);
    walkthrough_ = new WalkthroughPanel(session_);
    docks_->add(QStringLiteral("candidates"), tr("Candidates"), QStringLiteral("front"), Qt::BottomDockWidgetArea,
                candidates_);
    docks_->add(QStringLiteral("walkthrough"), tr("Walk-through"), QStringLiteral("stage"), Qt::BottomDockWidgetArea,
                walkthrough_);
    presentation_ = new Presentation(session_, *this, *canvas_, this);
    connect(candidates_, &CandidatesPanel::compareRequested, this, [this](const QString& name) {
        showCompareWindow();
        compareWindow().choose(Side::A, tr("This document"));
        compareWindow().choose(Side::B, tr("Candidate: %1").arg(name));
    });
    connect(candidates_, &CandidatesPanel::chosenChanged, actions_.get(), &ActionRegistry::refresh);
    connect(candidates_, &CandidatesPanel::failed, messages_, &MessageBar::showError);
    connect(hints_, &HintsPanel::keepRequested, this, &MainWindow::keepSuggested);
    connect(search_, &SearchPanel::keepRequested, this, [this](const Candidate& candidate) {
        candidates_->keep(candidate);
        docks_->open(QStringLiteral("candidates"));
    });
    connect(walkthrough_, &WalkthroughPanel::addRequested, this, &MainWindow::addStop);
    connect(walkthrough_, &WalkthroughPanel::stopActivated, this, &MainWindow::showStop);
    connect(walkthrough_, &WalkthroughPanel::presentRequested, this, [this] { present(); });
    connect(presentation_, &Presentation::viewLost, this, [this](size_t stop) { showStopView(stop, 0); });
    connect(presentation_, &Presentation::stopShown, this, [this](size_t stop) {
        walkthrough_->choose(stop);
        showStop(stop);
    });
    connect(&session_, &DocumentSession::reviewChanged, this, [this] {
        docks_->setCount(QStringLiteral("candidates"), static_cast<int>(session_.document().review.candidates.size()));
        docks_->setCount(QStringLiteral("walkthrough"), static_cast<int>(session_.document().review.stops.size()));
        actions_->refresh();
    });
}

void MainWindow::bindReviewActions() {
    const auto no_network = [this] { return session_.network().empty() ? tr("There is no network yet.") : QString(); };
    actions_->bind(
        QStringLiteral("review.keep"),
        [this] {
            candidates_->keepPresent();
            docks_->open(QStringLiteral("candidates"));
        },
        no_network);
    const auto any_candidate = [this] { return candidates_->chosen() ? QString() : tr("Choose a candidate first."); };
    actions_->bind(
        QStringLiteral("review.open_candidate"), [this] { candidates_->openChosen(); }, any_candidate);
    actions_->bind(
        QStringLiteral("review.branch"), [this] { candidates_->branchChosen(); }, any_candidate);
    actions_->bind(
        QStringLiteral("review.pin_candidate"), [this] { candidates_->pinChosen(); }, any_candidate);
    actions_->bind(
        QStringLiteral("review.remove_candidate"), [this] { candidates_->removeChosen(); }, any_candidate);
    actions_->bind(
        QStringLiteral("review.candidates"), [this] { docks_->open(QStringLiteral("candidates")); }, no_network);
    actions_->bind(
        QStringLiteral("review.compare"), [this] { showCompareWindow(); }, no_network);
    actions_->bind(
        QStringLiteral("review.add_stop"), [this] { addStop(); }, no_network);
    actions_->bind(
        QStringLiteral("review.present"), [this] { present(); },
        [this] { return session_.document().review.stops.empty() ? tr("There is no stop yet.") : QString(); });
    actions_->bind(
        QStringLiteral("review.report"), [this] { chooseReportFile(); }, no_network);
}

void MainWindow::keepSuggested(const Suggestion& suggestion) {
    Candidate candidate;
    candidate.network = session_.settledNetwork();
    EditContext context = session_.editContext();
    context.lowered = nullptr;
    for (const std::string& command : suggestion.commands) {
        auto outcome = applyEdit(candidate.network, command, context);
        if (!outcome) {
            messages_->showError(outcome.error());
            return;
        }
        candidate.network = std::move(outcome->network);
    }
    candidate.name = toUtf8(suggestion.title);
    const auto search = searches_->find(suggestion.search_id);
    candidate.origin =
        toUtf8(search ? tr("suggestion of the search %1, seed %2").arg(search->name).arg(search->spec.run.seed)
               : suggestion.best > 0 ? tr("suggestion of the background search")
                                     : tr("suggestion of a rule"));
    candidates_->keep(std::move(candidate));
    statusBar()->showMessage(tr("Kept as a candidate: %1").arg(suggestion.title), 8000);
}

void MainWindow::addStop() {
    Stop stop;
    const QPointF middle = canvas_->view().toWorld(QRectF(canvas_->rect()).center());
    stop.centre_x = middle.x();
    stop.centre_y = middle.y();
    stop.scale = canvas_->view().scale;
    stop.width = canvas_->width() / stop.scale;
    stop.height = canvas_->height() / stop.scale;
    if (const auto overlay = bridge_->overlay()) stop.overlay = toUtf8(metricId(*overlay));
    for (const QDockWidget* dock : docks_->docks()) {
        const QString id = dock->objectName();
        const bool below = dockWidgetArea(const_cast<QDockWidget*>(dock)) == Qt::BottomDockWidgetArea;
        if (below && docks_->isOpen(id) && id != QLatin1String("walkthrough")) stop.panel = toUtf8(id);
    }
    stop.selection = session_.selection();
    stop.date = toUtf8(QDate::currentDate().toString(Qt::ISODate));
    const Block* block = stop.selection.empty() ? nullptr : session_.network().find(stop.selection.front());
    stop.title = block == nullptr ? toUtf8(tr("Overview"))
                 : stop.selection.size() == 1
                     ? block->name
                     : toUtf8(tr("%1 and %2 more").arg(toQt(block->name)).arg(stop.selection.size() - 1));
    docks_->open(QStringLiteral("walkthrough"));
    walkthrough_->addStop(std::move(stop));
}

void MainWindow::showStop(size_t index) {
    const auto& stops = session_.document().review.stops;
    if (index >= stops.size()) return;
    const Stop stop = stops[index];
    int overlay = overlay_->findData(QStringLiteral("none"));
    for (const Metric metric : allMetrics()) {
        if (toUtf8(metricId(metric)) == stop.overlay) overlay = overlay_->findData(static_cast<int>(metric));
    }
    if (overlay >= 0 && overlay != overlay_->currentIndex()) {
        overlay_->setCurrentIndex(overlay);
        applyOverlay();
    }
    std::vector<BlockId> selection;
    for (const BlockId id : stop.selection) {
        if (session_.network().find(id) != nullptr) selection.push_back(id);
    }
    session_.setSelection(std::move(selection));
    showStopPanel(toQt(stop.panel));
    showStopView(index, presentation_->isOn() ? kGlideMilliseconds : GraphCanvas::kAnimationMilliseconds);
}

void MainWindow::showStopPanel(const QString& panel) {
    const bool wanted = docks_->dock(panel) != nullptr;
    if (presentation_->isOn()) {
        for (QDockWidget* dock : docks_->docks()) {
            if (dock->objectName() != panel) dock->hide();
        }
    }
    if (wanted) docks_->open(panel);
    // The view is found for the room that panel and caption leave.
    layout()->activate();
    centralWidget()->layout()->activate();
}

void MainWindow::showStopView(size_t index, int milliseconds) {
    const auto& stops = session_.document().review.stops;
    if (index >= stops.size()) return;
    const Stop& stop = stops[index];
    const QSizeF seen(stop.width, stop.height);
    canvas_->glideTo({stop.centre_x, stop.centre_y}, seen.isEmpty() ? stop.scale : canvas_->scaleFor(seen),
                     milliseconds);
}

void MainWindow::present() {
    presentation_->start(walkthrough_->chosen().value_or(0));
}

void MainWindow::showCompareWindow() {
    compareWindow().show();
    compareWindow().raise();
    compareWindow().activateWindow();
}

CompareWindow& MainWindow::compareWindow() {
    if (compare_ != nullptr) return *compare_;
    compare_ = new CompareWindow(session_, this);
    compare_->setMoreSources([this] {
        std::vector<CompareSource> sources;
        for (const Candidate& candidate : session_.document().review.candidates)
            sources.push_back({tr("Candidate: %1").arg(toQt(candidate.name)), candidate.network});
        return sources;
    });
    return *compare_;
}

void MainWindow::chooseReportFile() {
    const QString html = tr("Web page (*.html)"), pdf = tr("PDF document (*.pdf)");
    QString filter = html;
    QString path = QFileDialog::getSaveFileName(this, tr("Save report"),
                                                settings_.value(Setting::PictureFolder).toString() + QLatin1Char('/') +
                                                    documents_->title() + QStringLiteral(".html"),
                                                html + QStringLiteral(";;") + pdf, &filter);
    if (path.isEmpty()) return;
    if (QFileInfo(path).suffix().isEmpty()) path += filter == pdf ? QStringLiteral(".pdf") : QStringLiteral(".html");
    settings_.set(Setting::PictureFolder, QFileInfo(path).absolutePath());
    saveReport(path);
}

void MainWindow::saveReport(const QString& path) {
    const bool as_pdf = path.endsWith(QLatin1String(".pdf"), Qt::CaseInsensitive);
    const QString file_name =
        documents_->path().isEmpty() ? documents_->title() : QFileInfo(documents_->path()).fileName();
    std::string estimator_problem;
    if (const auto error = workbench_.estimatorError(session_.document().target_id))
        estimator_problem = toUtf8(errorText(*error));
    const auto size = QLocale().measurementSystem() == QLocale::ImperialUSSystem ? QPageSize::Letter : QPageSize::A4;
    jobs_->start(tr("Writing %1…").arg(QFileInfo(path).fileName()), {});
    runInBackground(
        workbench_.pool(), this,
        [document = session_.document(), context = session_.assessmentContext(), file_name = toUtf8(file_name),
         version = toUtf8(QApplication::applicationVersion()), estimator_problem, path, as_pdf,
         size]() -> Result<void> {
            const auto report = composeReport({document, context, file_name, version, estimator_problem});
            if (!report) return tl::unexpected(report.error());
            const std::string bytes = as_pdf ? reportPdf(*report, QPageSize(size)).toStdString() : reportHtml(*report);
            return writeFileAtomically(toUtf8(path), bytes);
        },
        [this, path](Result<void> written) {
            jobs_->finish();
            if (written)
                messages_->showMessage(MessageBar::Level::Info, tr("Wrote %1.").arg(path));
            else
                messages_->showError(written.error());
        });
}

}  // namespace bw::ui
