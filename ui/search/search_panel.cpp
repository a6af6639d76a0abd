// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/search_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>
#include <cmath>

#include "search/network_view.h"
#include "search/search_charts.h"
#include "search/search_form.h"
#include "search/search_presets.h"
#include "search/searches_view.h"
#include "text/wording.h"
#include "theme/icons.h"

namespace bw::ui {
namespace {

/// Charts follow a running search at this pace, so that the window stays smooth.
constexpr int kRefreshMilliseconds = 200;
/// Edits of a large network fill pages.
constexpr qsizetype kLongestOrigin = 2000;
enum Side : int { kSearches, kNetwork };

}  // namespace

SearchPanel::SearchPanel(DocumentSession& session, SearchLibrary& library, QWidget* parent)
    : QWidget(parent), session_(session), library_(library) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(10, 4, 8, 6);
    auto* split = new QSplitter(Qt::Horizontal, this);
    split->setChildrenCollapsible(false);
    split->setHandleWidth(10);
    layout->addWidget(split);
    QWidget* parts[] = {new QWidget(split), new QWidget(split), new QWidget(split)};
    buildLeft(parts[0]);
    buildMiddle(parts[1]);
    buildRight(parts[2]);
    for (int i = 0; i < 3; ++i) {
        split->addWidget(parts[i]);
        split->setStretchFactor(i, i == 1 ? 1 : 0);
    }
    split->setSizes({385, 480, 345});
    refresh_timer_.setSingleShot(true);
    refresh_timer_.setInterval(kRefreshMilliseconds);
    tick_.setInterval(500);
    connectParts();
    fillPresets();
    usePreset(QStringLiteral("faster"));
    refresh();
}

void SearchPanel::buildLeft(QWidget* left) {
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(4);
    start_ = new QPushButton(tr("Start"), left);
    pause_ = new QPushButton(tr("Pause"), left);
    cancel_ = new QPushButton(tr("Cancel"), left);
    presets_ = new QPushButton(left);
    presets_->setText(tr("Ask for…"));
    presets_->setToolTip(tr("Questions that people ask often"));
    preset_menu_ = new QMenu(presets_);
    preset_menu_->setToolTipsVisible(true);
    presets_->setMenu(preset_menu_);
    for (QPushButton* button : {start_, pause_, cancel_})
        buttons->addWidget(button);
    buttons->addStretch();
    buttons->addWidget(presets_);
    column->addLayout(buttons);
    auto* area = new QScrollArea(left);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    area->setAccessibleName(tr("What to search"));
    form_ = new SearchForm;
    form_->setObjectName(QStringLiteral("panelBody"));
    area->setWidget(form_);
    column->addWidget(area, 1);
    // In a wide window the charts have more use for the room.
    left->setMinimumWidth(250);
    left->setMaximumWidth(620);
}

void SearchPanel::buildMiddle(QWidget* middle) {
    auto* column = new QVBoxLayout(middle);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    charts_ = new SearchCharts(middle);
    auto* line = new QHBoxLayout;
    status_ = new QLabel(middle);
    status_->setWordWrap(true);
    status_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    status_->setAccessibleName(tr("State of the search"));
    progress_ = new QProgressBar(middle);
    progress_->setFixedWidth(110);
    progress_->setTextVisible(false);
    progress_->setAccessibleName(tr("Progress of the search"));
    line->addWidget(status_, 1);
    line->addWidget(progress_);
    column->addLayout(line);
    column->addWidget(charts_, 1);
    middle->setMinimumWidth(300);
}

void SearchPanel::buildRight(QWidget* right) {
    auto* column = new QVBoxLayout(right);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    side_tabs_ = new QTabBar(right);
    side_tabs_->setDrawBase(false);
    side_tabs_->setExpanding(false);
    side_tabs_->setUsesScrollButtons(false);
    side_tabs_->addTab(tr("Searches"));
    side_tabs_->addTab(tr("Network"));
    side_tabs_->setAccessibleName(tr("List of searches, or one network"));
    side_ = new QStackedWidget(right);
    list_ = new SearchesView(library_, side_);
    network_ = new NetworkView(side_);
    side_->addWidget(list_);
    side_->addWidget(network_);
    auto* head = new QHBoxLayout;
    head->setSpacing(4);
    auto* deeds = new QStackedWidget(right);
    deeds->addWidget(list_->buttons());
    deeds->addWidget(network_->buttons());
    deeds->setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);
    head->addWidget(side_tabs_);
    head->addStretch();
    head->addWidget(deeds);
    column->addLayout(head);
    column->addWidget(side_, 1);
    right->setMinimumWidth(250);
    right->setMaximumWidth(620);
    connect(side_tabs_, &QTabBar::currentChanged, side_, &QStackedWidget::setCurrentIndex);
    connect(side_tabs_, &QTabBar::currentChanged, deeds, &QStackedWidget::setCurrentIndex);
}

void SearchPanel::connectParts() {
    connect(start_, &QPushButton::clicked, this, &SearchPanel::start);
    connect(pause_, &QPushButton::clicked, this, &SearchPanel::pause);
    connect(cancel_, &QPushButton::clicked, this, &SearchPanel::cancel);
    connect(form_, &SearchForm::changed, this, &SearchPanel::refreshButtons);
    connect(form_, &SearchForm::spaceRequested, this, &SearchPanel::spaceRequested);
    connect(&library_, &SearchLibrary::listChanged, this, &SearchPanel::refreshButtons);
    connect(&library_, &SearchLibrary::searchChanged, this, [this](const QString& id) {
        list_->refreshRow(id);
        scheduleRefresh();
    });
    connect(&library_, &SearchLibrary::searchEnded, this, [this] { refresh(); });
    connect(&library_.runner(), &SearchRunner::preparing, this, [this](double share) {
        preparing_ = share;
        refreshStatus();
    });
    connect(&refresh_timer_, &QTimer::timeout, this, &SearchPanel::refresh);
    connect(&tick_, &QTimer::timeout, this, &SearchPanel::refreshStatus);
    connect(charts_, &SearchCharts::chosen, this, [this](const Genome& genome) { choose(genome); });
    connect(charts_, &SearchCharts::activated, this, [this](const Genome& genome) {
        choose(genome);
        preview(true);
    });
    connect(list_, &SearchesView::chosenChanged, this, [this] {
        endPreview();
        genome_.reset();
        refresh();
    });
    connect(list_, &SearchesView::comparedChanged, this, &SearchPanel::scheduleRefresh);
    connect(list_, &SearchesView::resumeRequested, this, [this](const QString& id) {
        const auto resumed = library_.resume(id);
        if (!resumed) Q_EMIT failed(resumed.error());
    });
    connect(list_, &SearchesView::rerunRequested, this, [this](const QString& id) {
        const QString made = library_.rerun(id);
        if (!made.isEmpty()) list_->choose(made);
    });
    connect(list_, &SearchesView::deleteRequested, &library_, &SearchLibrary::remove);
    connect(network_, &NetworkView::previewRequested, this, &SearchPanel::preview);
    connect(network_, &NetworkView::applyRequested, this, &SearchPanel::apply);
    connect(network_, &NetworkView::besideRequested, this, &SearchPanel::openBeside);
    connect(network_, &NetworkView::keepRequested, this, &SearchPanel::keep);
    connect(&session_, &DocumentSession::networkChanged, this, [this] {
        if (previewing_ && !session_.isPreviewing()) previewing_ = false;
        refreshNetwork();
    });
    connect(&session_, &DocumentSession::assessmentChanged, this, [this] {
        refreshButtons();
        if (isVisible() && !session_.isPreviewing()) refreshPresent();
    });
    connect(&session_, &DocumentSession::settingsChanged, this, [this] {
        fillPresets();
        refreshButtons();
    });
}

void SearchPanel::fillPresets() {
    preset_menu_->clear();
    for (const SearchPreset& preset : searchPresets(session_.effectiveBudgets())) {
        QAction* action = preset_menu_->addAction(preset.label, this, [this, id = preset.id] { usePreset(id); });
        action->setEnabled(preset.obstacle.isEmpty());
        action->setToolTip(preset.obstacle.isEmpty() ? preset.tip : preset.obstacle);
    }
}

void SearchPanel::usePreset(const QString& id) {
    for (const SearchPreset& preset : searchPresets(session_.effectiveBudgets())) {
        if (preset.id != id || !preset.obstacle.isEmpty()) continue;
        form_->setQuestion(preset.spec);
        refreshButtons();
    }
}

void SearchPanel::setSpace(const SpaceOptions& options, const std::vector<OwnOptions>& own) {
    space_ = options;
    own_ = own;
    refreshSpace();
}

std::shared_ptr<KeptSearch> SearchPanel::looked() const {
    return library_.find(list_->chosen());
}

QString SearchPanel::nameOf(const SearchSpec& spec) const {
    for (const SearchPreset& preset : searchPresets(session_.effectiveBudgets())) {
        const SearchSpec& asked = preset.spec;
        if (asked.objectives == spec.objectives && asked.limits == spec.limits && asked.relative == spec.relative)
            return QString(preset.label).remove(QLatin1Char('&'));
    }
    return tr("Search of %1").arg(QLocale().toString(QTime::currentTime(), QStringLiteral("HH:mm")));
}

void SearchPanel::start() {
    if (library_.runner().state() == SearchRunner::State::Paused) {
        library_.runner().resume();
        return refreshStatus();
    }
    if (!form_->obstacle().isEmpty()) return;
    endPreview();
    SearchSpec spec = form_->spec();
    spec.space = space_;
    spec.own = own_;
    preparing_ = 0;
    applied_ = false;
    const QString id = library_.start(std::move(spec), nameOf(form_->spec()));
    if (!id.isEmpty()) list_->choose(id);
    refreshButtons();
}

void SearchPanel::pause() {
    library_.runner().pause();
    refreshStatus();
}

void SearchPanel::cancel() {
    library_.runner().cancel();
    refreshStatus();
}

void SearchPanel::choose(const Genome& genome) {
    const bool was_previewing = previewing_;
    genome_ = genome;
    applied_ = false;
    side_tabs_->setCurrentIndex(kNetwork);
    charts_->setChosen(genome);
    refreshNetwork();
    if (was_previewing) preview(true);
    Q_EMIT stateChanged();
}

void SearchPanel::showEvidence(const QString& search_id, const std::vector<int64_t>& numbers, const QString& what) {
    if (!library_.find(search_id)) return;
    list_->choose(search_id);
    refresh();
    charts_->setView(SearchCharts::kFront);
    charts_->setHighlighted(numbers, what);
}

void SearchPanel::preview(bool on) {
    if (!on || network_->commands().empty()) return endPreview();
    if (!previewing_) session_.endPreview(false);
    const auto shown = session_.previewEdits(network_->commands(), network_->title());
    previewing_ = shown.has_value();
    if (!shown) Q_EMIT failed(shown.error());
    refreshNetwork();
}

void SearchPanel::keep() {
    const auto search = looked();
    if (!search || !genome_ || !network_->obstacle().isEmpty()) return;
    Candidate candidate;
    candidate.network = session_.settledNetwork();
    EditContext context = session_.editContext();
    context.lowered = nullptr;
    for (const std::string& command : network_->commands()) {
        auto outcome = applyEdit(candidate.network, command, context);
        if (!outcome) {
            Q_EMIT failed(outcome.error());
            return;
        }
        candidate.network = std::move(outcome->network);
    }
    candidate.name = toUtf8(network_->title());
    const double score = network_->point()->figures.score;
    if (std::isfinite(score)) {
        candidate.score = score;
        candidate.score_name = search->spec.score;
    }
    QStringList edits;
    for (const std::string& command : network_->commands())
        edits << toQt(command);
    candidate.origin = toUtf8(tr("search %1, %2, seed %3: %4")
                                  .arg(search->name, toQt(search->spec.run.strategy))
                                  .arg(search->spec.run.seed)
                                  .arg(edits.join(QStringLiteral("; ")).left(kLongestOrigin)));
    Q_EMIT keepRequested(candidate);
}

void SearchPanel::endPreview() {
    if (previewing_) {
        previewing_ = false;
        session_.endPreview(false);
    }
    refreshNetwork();
}

void SearchPanel::apply() {
    const std::vector<std::string> commands = network_->commands();
    const QString title = network_->title();
    if (commands.empty()) return;
    endPreview();
    applied_ = session_.applyEdits(commands, title).has_value();
    refreshNetwork();
}

void SearchPanel::openBeside() {
    const auto& baseline = session_.document().baseline;
    endPreview();
    if (!baseline || !baseline->sharesWith(session_.network())) session_.pinBaseline();
    preview(true);
}

void SearchPanel::scheduleRefresh() {
    if (!refresh_timer_.isActive()) refresh_timer_.start();
}

void SearchPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (!std::exchange(read_, true)) library_.readFolder();
    refresh();
}

void SearchPanel::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    endPreview();
}

}  // namespace bw::ui
