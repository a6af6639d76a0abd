// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "main_window/main_window.h"

#include <QCloseEvent>
#include <QLabel>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QStatusBar>
#include <QTimer>
#include <QToolBar>
#include <QVBoxLayout>

#include "actions/command_palette.h"
#include "canvas/graph_canvas.h"
#include "inspector/inspector.h"
#include "main_window/canvas_bridge.h"
#include "main_window/multiplier_popup.h"
#include "main_window/panel_docks.h"
#include "panels/energy_panel.h"
#include "panels/fit_panel.h"
#include "panels/hints_panel.h"
#include "panels/history_panel.h"
#include "panels/latency_panel.h"
#include "panels/layers_panel.h"
#include "panels/memory_panel.h"
#include "panels/outline_panel.h"
#include "panels/palette_panel.h"
#include "panels/problems_panel.h"
#include "panels/sharing_panel.h"
#include "session/ghost_finder.h"
#include "session/light_searcher.h"
#include "session/search_library.h"
#include "session/suggestion_finder.h"
#include "text/wording.h"
#include "theme/icons.h"

namespace bw::ui {
namespace {

/// Of saved layouts; another number forgets them.
constexpr int kLayoutVersion = 1;
constexpr QSize kFirstSize(1280, 720);
constexpr const char* kFirstSample = "presence_detector.blockwright";

QString droppedFile(const QMimeData* data) {
    const QList<QUrl> urls = data->urls();
    return urls.size() == 1 && urls.front().isLocalFile() ? urls.front().toLocalFile() : QString();
}

}  // namespace

MainWindow::MainWindow(Workbench& workbench, QWidget* parent)
    : QMainWindow(parent),
      workbench_(workbench),
      session_(workbench),
      hint_finder_(session_),
      target_editor_(session_),
      fit_runner_(session_),
      space_session_(session_),
      searches_(std::make_unique<SearchLibrary>(session_, Settings::dataFolder() + QStringLiteral("/searches"))) {
    setObjectName(QStringLiteral("mainWindow"));
    setWindowIcon(applicationIcon());
    setAcceptDrops(true);
    setDockNestingEnabled(false);
    setContextMenuPolicy(Qt::PreventContextMenu);
    actions_ = std::make_unique<ActionRegistry>(session_);
    buildCentre();
    buildStatusBar();
    documents_ =
        std::make_unique<DocumentController>(DocumentController::Parts{session_, settings_, *jobs_, *messages_, this});
    buildToolBar();
    buildBudgetBar();
    docks_ = new PanelDocks(*this);
    buildPanels();
    buildMenus();
    bindActions();
    connectParts();
    restoreWindow();
    showSettings();
    showEstimator();
    updateTitle();
}

MainWindow::~MainWindow() {
    // Members go before the parts that Qt owns: nobody may hear of their end.
    session_.history().disconnect();
    session_.disconnect();
    target_editor_.disconnect();
    searches_->disconnect();
    workbench_.disconnect(this);
    const QList<QDockWidget*> docks = docks_->docks();
    delete docks_;
    qDeleteAll(docks);
    delete takeCentralWidget();
    // These refer to members.
    delete light_searcher_;
    delete suggestions_;
    delete ghost_finder_;
}

void MainWindow::buildCentre() {
    auto* centre = new QWidget(this);
    auto* layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    messages_ = new MessageBar(centre);
    canvas_ = new GraphCanvas(centre);
    canvas_->setAccessibleName(tr("Block graph"));
    layout->addWidget(messages_);
    layout->addWidget(canvas_, 1);
    setCentralWidget(centre);
    bridge_ = new CanvasBridge(session_, *canvas_, this);
}

void MainWindow::buildPanels() {
    const auto left = Qt::LeftDockWidgetArea, right = Qt::RightDockWidgetArea, below = Qt::BottomDockWidgetArea;
    outline_ = new OutlinePanel(session_);
    palette_ = new PalettePanel;
    inspector_ = new Inspector(session_);
    problems_ = new ProblemsPanel(session_);
    buildSuggestions();
    memory_ = new MemoryPanel(session_);
    fit_ = new FitPanel(session_, fit_runner_);
    auto* layers = new LayersPanel(session_);
    const auto add = [this](const char* id, const QString& title, const char* icon, Qt::DockWidgetArea area,
                            QWidget* panel) {
        docks_->add(QLatin1String(id), title, QLatin1String(icon), area, panel);
    };
    add("outline", tr("Outline"), "outline", left, outline_);
    add("palette", tr("Blocks to insert"), "blocks", left, palette_);
    buildAcceleratorPanel();
    add("inspector", tr("Inspector"), "panel_right", right, inspector_);
    add("hints", tr("Suggestions"), "hints", below, hints_);
    buildSearchPanel();
    add("layers", tr("Layers"), "layers", below, layers);
    add("latency", tr("Latency"), "latency", below, new LatencyPanel(session_));
    add("memory", tr("Memory"), "memory", below, memory_);
    add("fit", tr("Fit to budget"), "target", below, fit_);
    buildSpacePanels();
    buildReviewPanels();
    add("energy", tr("Energy"), "energy", below, new EnergyPanel(session_));
    add("sharing", tr("Sharing"), "sharing", below, new SharingPanel(session_));
    add("problems", tr("Problems"), "problems", below, problems_);
    add("history", tr("History"), "history", below, new HistoryPanel(session_.history()));
    tool_bar_->addAction(docks_->dock(QStringLiteral("inspector"))->toggleViewAction());
    connect(layers, &LayersPanel::contextMenuRequested, this, &MainWindow::showContextMenu);
}

void MainWindow::connectParts() {
    connect(canvas_, &GraphCanvas::contextMenuRequested, this,
            [this](const QList<int>&, const QPoint& position) { showContextMenu(position); });
    // Who picks a block on the canvas wants to see it: suggestions give way to the inspector that they folded.
    connect(canvas_, &GraphCanvas::selectionChanged, this, [this](const QList<int>& ids) {
        const bool given_way = docks_->isFolded(QStringLiteral("inspector"));
        if (!ids.isEmpty() && canvas_->hasFocus() && given_way && docks_->isOpen(QStringLiteral("hints"))) {
            docks_->open(QStringLiteral("inspector"));
        }
    });
    connect(outline_, &OutlinePanel::contextMenuRequested, this, &MainWindow::showContextMenu);
    connect(outline_, &OutlinePanel::blockActivated, bridge_, &CanvasBridge::showBlock);
    connect(problems_, &ProblemsPanel::blockActivated, bridge_, &CanvasBridge::showBlock);
    connect(palette_, &PalettePanel::insertRequested, this, &MainWindow::insertKind);
    connect(&session_, &DocumentSession::assessmentChanged, this, [this] {
        const auto assessment = session_.assessment();
        docks_->setCount(QStringLiteral("problems"), assessment ? static_cast<int>(assessment->problems.size()) : 0);
        showEstimator();
        if (const auto& error = session_.assessmentError()) messages_->showError(*error);
    });
    connect(memory_, &MemoryPanel::pointedAt, canvas_, &GraphCanvas::pointAt);
    connect(memory_, &MemoryPanel::fitRequested, this, [this] { docks_->open(QStringLiteral("fit")); });
    connect(&fit_runner_, &FitRunner::started, this,
            [this] { jobs_->start(tr("Fitting to budget"), [this] { fit_runner_.stop(); }); });
    connect(&fit_runner_, &FitRunner::progressed, this, [this](double share) { jobs_->setProgress(share); });
    connect(&fit_runner_, &FitRunner::finished, jobs_, &JobIndicator::finish);
    connect(&session_, &DocumentSession::assessingChanged, this, &MainWindow::showEstimator);
    connect(&session_, &DocumentSession::settingsChanged, this, &MainWindow::showSettings);
    connect(&session_, &DocumentSession::edited, this, &MainWindow::tellEdit);
    connect(&session_, &DocumentSession::editRefused, this,
            // A field that asked for the edit says itself why not.
            [this](const Error& error) {
                if (!inspector_->isCommitting()) messages_->showError(error);
            });
    connect(documents_.get(), &DocumentController::titleChanged, this, &MainWindow::updateTitle);
    connect(&workbench_, &Workbench::estimatorChanged, this, &MainWindow::showEstimator);
    connect(&workbench_, &Workbench::targetsChanged, this, [this] {
        fillTargets();
        showSettings();
    });
    for (const Error& problem : workbench_.problems())
        messages_->showError(problem);
}

void MainWindow::tellEdit(const QString& title, const QStringList& changes) {
    // A refusal that was just shown is settled by a successful edit.
    messages_->hide();
    QString text = title;
    if (!changes.isEmpty()) {
        text += QStringLiteral(" – ") + changes.mid(0, 3).join(QStringLiteral("; "));
        if (changes.size() > 3) text += tr("; and %1 more").arg(changes.size() - 3);
    }
    statusBar()->showMessage(text, 8000);
}

void MainWindow::updateTitle() {
    setWindowTitle(tr("%1[*] – Blockwright").arg(documents_->title()));
    setWindowModified(documents_->isDirty());
    setWindowFilePath(documents_->path());
    document_state_->setText(documents_->isDirty() ? tr("%1, changed").arg(documents_->title()) : documents_->title());
}

void MainWindow::restoreWindow() {
    resize(kFirstSize);
    const QByteArray geometry = settings_.value(Setting::WindowGeometry).toByteArray();
    if (!geometry.isEmpty()) restoreGeometry(geometry);
}

void MainWindow::showEvent(QShowEvent* event) {
    QMainWindow::showEvent(event);
    if (shown_once_) return;
    shown_once_ = true;
    const QByteArray state = settings_.value(Setting::WindowState).toByteArray();
    if (state.isEmpty() || !restoreState(state, kLayoutVersion)) docks_->reset();
    canvas_->setFocus();
}

void MainWindow::openFirstSample() {
    const QStringList samples = documents_->sampleFiles();
    if (samples.isEmpty()) return;
    QString chosen = samples.front();
    for (const QString& sample : samples) {
        if (sample.endsWith(QLatin1String(kFirstSample))) chosen = sample;
    }
    documents_->openSample(chosen);
    if (settings_.value(Setting::GuideSeen).toBool()) return;
    docks_->open(QStringLiteral("hints"));
    connect(
        documents_.get(), &DocumentController::opened, this,
        [this] {
            messages_->showMessage(
                MessageBar::Level::Note,
                tr("A sample network to try things on. Accept a suggestion below, or select a block and "
                   "change it; Ctrl+O opens your own."));
            docks_->shrink(QStringLiteral("hints"));
        },
        Qt::SingleShotConnection);
    connect(
        &session_, &DocumentSession::edited, this, [this] { settings_.set(Setting::GuideSeen, true); },
        Qt::SingleShotConnection);
}

void MainWindow::offerLostWork() {
    const std::vector<LostWork> lost = Journal::findLostWork(Settings::dataFolder() + QStringLiteral("/journals"));
    if (lost.empty()) return;
    const LostWork work = lost.front();
    auto* box = new QMessageBox(QMessageBox::NoIcon, tr("Restore your work?"),
                                tr("Blockwright ended unexpectedly while %1 had %2.")
                                    .arg(work.title, pluralText(work.steps, tr("1 step that was not saved"),
                                                                tr("%1 steps that were not saved"))),
                                QMessageBox::NoButton, this);
    box->setIconPixmap(windowIcon().pixmap(48));
    box->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* restore = box->addButton(tr("Restore"), QMessageBox::AcceptRole);
    QPushButton* discard = box->addButton(tr("Discard"), QMessageBox::DestructiveRole);
    box->addButton(tr("Later"), QMessageBox::RejectRole);
    connect(box, &QMessageBox::buttonClicked, this, [this, work, restore, discard](QAbstractButton* button) {
        if (button == restore) documents_->restore(work);
        if (button == discard) Journal::discard(work);
    });
    box->open();
}

MultiplierPopup& MainWindow::multiplierPopup() {
    if (multiplier_ == nullptr) multiplier_ = new MultiplierPopup(session_, this);
    return *multiplier_;
}

CommandPalette& MainWindow::commandPalette() {
    if (command_palette_ == nullptr) command_palette_ = new CommandPalette(session_, *actions_, this);
    return *command_palette_;
}

void MainWindow::closeEvent(QCloseEvent* event) {
    // The target first: saving it changes what the document names.
    if (!mayDiscardTarget() || !documents_->mayDiscard()) {
        event->ignore();
        return;
    }
    settings_.set(Setting::WindowGeometry, saveGeometry());
    settings_.set(Setting::WindowState, saveState(kLayoutVersion));
    documents_->journal().close();
    QMainWindow::closeEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (!droppedFile(event->mimeData()).isEmpty() || event->mimeData()->hasFormat(QLatin1String(kKindMimeType))) {
        event->acceptProposedAction();
    }
}

void MainWindow::dropEvent(QDropEvent* event) {
    if (event->mimeData()->hasFormat(QLatin1String(kKindMimeType))) {
        // Dropped on a block: behind that one.
        const QPoint on_canvas = canvas_->mapFrom(this, event->position().toPoint());
        const int node = canvas_->geometry().nodeAt(canvas_->view().toWorld(on_canvas));
        if (node >= 0) session_.setSelection({canvas_->geometry().idOf(node)});
        insertKind(QString::fromUtf8(event->mimeData()->data(QLatin1String(kKindMimeType))));
    } else {
        // The sender of the drop waits until we return; questions come after.
        const QString file = droppedFile(event->mimeData());
        QTimer::singleShot(0, this, [this, file] { documents_->open(file); });
    }
    event->acceptProposedAction();
}

}  // namespace bw::ui
