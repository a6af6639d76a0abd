// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/search_charts.h"

#include <QActionGroup>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QMenu>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QTabBar>
#include <QTableView>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "charts/parallel_chart.h"
#include "charts/pareto_chart.h"
#include "charts/progress_chart.h"
#include "charts/share_bars.h"
#include "search/networks_model.h"
#include "text/figure_text.h"
#include "text/wording.h"
#include "theme/icons.h"

namespace bw::ui {
SearchCharts::SearchCharts(QWidget* parent)
    : QWidget(parent),
      tabs_(new QTabBar(this)),
      pages_(new QStackedWidget(this)),
      axes_(new QPushButton(this)),
      highlight_(new QToolButton(this)),
      pareto_(new ParetoChart(this)),
      progress_(new ProgressChart(this)),
      parallel_(new ParallelChart(this)),
      decisions_(new ShareBars(this)),
      table_(new QTableView(this)),
      model_(new NetworksModel(this)),
      sorted_(new QSortFilterProxyModel(this)) {
    buildHead();
    decisions_->setAccessibleName(tr("Which decisions matter"));
    decisions_->setToolTip(tr("Share of the first objective's variance that each decision explains"));
    sorted_->setSourceModel(model_);
    sorted_->setSortRole(NetworksModel::kSortRole);
    table_->setModel(sorted_);
    table_->setSortingEnabled(true);
    table_->sortByColumn(1, Qt::AscendingOrder);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setShowGrid(false);
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setDefaultSectionSize(table_->fontMetrics().height() + 6);
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table_->setFrameShape(QFrame::NoFrame);
    table_->setAccessibleName(tr("Networks that were found"));
    for (QWidget* page :
         {static_cast<QWidget*>(pareto_), static_cast<QWidget*>(progress_), static_cast<QWidget*>(parallel_),
          static_cast<QWidget*>(decisions_), static_cast<QWidget*>(table_)})
        pages_->addWidget(page);
    pareto_->setCardText([this](int key) { return cardOf(key); });
    connect(pareto_, &ParetoChart::pointChosen, this, &SearchCharts::choose);
    connect(pareto_, &ParetoChart::pointActivated, this, [this](int key) {
        choose(key);
        if (chosen_) Q_EMIT activated(*chosen_);
    });
    connect(parallel_, &ParallelChart::lineChosen, this, &SearchCharts::choose);
    connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& index) {
        if (!index.isValid()) return;
        const Genome genome = model_->at(sorted_->mapToSource(index).row()).genome;
        if (chosen_ == genome) return;
        setChosen(genome);
        Q_EMIT chosen(genome);
    });
    connect(table_, &QTableView::activated, this, [this] {
        if (chosen_) Q_EMIT activated(*chosen_);
    });
    setEmptyText({});
}

void SearchCharts::buildHead() {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    auto* head = new QHBoxLayout;
    head->setSpacing(6);
    for (const QString& title : {tr("Front"), tr("Progress"), tr("Figures"), tr("Decisions"), tr("Table")})
        tabs_->addTab(title);
    tabs_->setDrawBase(false);
    tabs_->setExpanding(false);
    tabs_->setAccessibleName(tr("Views of the search"));
    tabs_->setTabToolTip(kFront, tr("All networks that were rated, and those that none beats"));
    tabs_->setTabToolTip(kProgress, tr("How the best figures and the front went on"));
    tabs_->setTabToolTip(kFigureLines, tr("The front over all figures; drag along an axis to filter"));
    tabs_->setTabToolTip(kDecisions, tr("Which decisions the first objective follows"));
    head->addWidget(tabs_);
    head->addStretch();
    highlight_->setIcon(symbolicIcon(QStringLiteral("close")));
    highlight_->setIconSize(QSize(10, 10));
    highlight_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    highlight_->setAutoRaise(true);
    highlight_->setToolTip(tr("Show all networks again"));
    highlight_->hide();
    connect(highlight_, &QToolButton::clicked, this, [this] { setHighlighted({}, {}); });
    head->addWidget(highlight_);
    axes_->setText(tr("Axes"));
    axes_->setToolTip(tr("Which figures the axes and the colours show"));
    auto* menu = new QMenu(axes_);
    buildAxesMenu(menu);
    axes_->setMenu(menu);
    head->addWidget(axes_);
    layout->addLayout(head);
    layout->addWidget(pages_, 1);
    connect(tabs_, &QTabBar::currentChanged, this, [this](int view) {
        pages_->setCurrentIndex(view);
        axes_->setVisible(view == kFront);
        refresh();
    });
}

QColor SearchCharts::colorOf(const QPalette& palette, size_t place) {
    // 0 is grey; the first kind colours follow.
    return Colors::fromPalette(palette).kind(1 + static_cast<int>(place % (kKindColorCount - 1)));
}

void SearchCharts::buildAxesMenu(QMenu* menu) {
    addAxisMenu(menu, tr("&Upward"), &y_, false);
    addAxisMenu(menu, tr("To the &right"), &x_, false);
    addAxisMenu(menu, tr("&Colour"), &shade_, true);
}

void SearchCharts::addAxisMenu(QMenu* menu, const QString& title, int* chosen, bool colour) {
    QMenu* axis = menu->addMenu(title);
    auto* group = new QActionGroup(axis);
    axis_groups_.push_back(group);
    const auto add = [this, axis, group, chosen](const QString& text, int value) {
        QAction* action = axis->addAction(text);
        action->setCheckable(true);
        action->setData(value);
        action->setChecked(value == *chosen);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, chosen, value] {
            *chosen = value;
            refreshPareto();
        });
    };
    for (const Figure figure : kFigures)
        add(figureTitle(figure), static_cast<int>(figure));
    if (!colour) return;
    add(tr("Order"), kByOrder);
    add(tr("Nothing"), kPlain);
}

PlotAxis SearchCharts::axisOf(Figure figure) const {
    PlotAxis axis;
    axis.title = figureInfo(figure).maximised ? tr("%1 (more is better)").arg(figureName(figure))
                                              : tr("%1 (less is better)").arg(figureName(figure));
    axis.text = [figure](double value) { return figureText(figure, value); };
    return axis;
}

void SearchCharts::setSearches(Searches searches) {
    const bool another = searches.empty() || searches_.empty() || searches.front() != searches_.front();
    searches_ = std::move(searches);
    if (another) {
        highlighted_.clear();
        highlight_->hide();
    }
    refresh();
}

void SearchCharts::setPresent(std::optional<NetworkFigures> present, std::optional<NetworkFigures> baseline) {
    if (!present && !present_ && !baseline && !baseline_) return;
    present_ = std::move(present);
    baseline_ = std::move(baseline);
    refreshMarks();
}

void SearchCharts::setView(View view) {
    tabs_->setCurrentIndex(view);
}

void SearchCharts::setAxes(Figure x, Figure y) {
    x_ = static_cast<int>(x);
    y_ = static_cast<int>(y);
    for (const auto& [group, value] : {std::pair(axis_groups_[0], y_), std::pair(axis_groups_[1], x_)}) {
        for (QAction* action : group->actions())
            action->setChecked(action->data().toInt() == value);
    }
    refreshPareto();
}

void SearchCharts::setEmptyText(const QString& text) {
    const QString shown = text.isEmpty() ? tr("No search yet: say what is wanted on the left, then Start.") : text;
    pareto_->setEmptyText(shown);
    progress_->setEmptyText(shown);
    parallel_->setEmptyText(shown);
    decisions_->setEmptyText(first() != nullptr ? tr("Known when the search has ended.") : shown);
}

void SearchCharts::setHighlighted(std::vector<int64_t> numbers, const QString& what) {
    highlighted_ = std::move(numbers);
    std::sort(highlighted_.begin(), highlighted_.end());
    highlight_->setText(what);
    highlight_->setVisible(!highlighted_.empty());
    highlight_->setAccessibleName(tr("Show all networks again, not only: %1").arg(what));
    refresh();
}

void SearchCharts::setChosen(const std::optional<Genome>& genome) {
    chosen_ = genome;
    refreshChosen();
}

std::optional<int> SearchCharts::keyOf(const Genome& genome) const {
    const KeptSearch* search = first();
    if (search == nullptr) return std::nullopt;
    const auto found = std::find_if(search->points.begin(), search->points.end(),
                                    [&genome](const SearchPoint& point) { return point.genome == genome; });
    if (found == search->points.end()) return std::nullopt;
    return static_cast<int>(found - search->points.begin());
}

void SearchCharts::choose(int key) {
    const KeptSearch* search = first();
    if (search == nullptr || key < 0 || static_cast<size_t>(key) >= search->points.size()) return;
    setChosen(search->points[static_cast<size_t>(key)].genome);
    Q_EMIT chosen(*chosen_);
}

void SearchCharts::refreshChosen() {
    const std::optional<int> key = chosen_ ? keyOf(*chosen_) : std::nullopt;
    pareto_->setChosen(key);
    parallel_->setChosen(key);
    const int row = chosen_ ? model_->rowOf(*chosen_) : -1;
    if (row < 0) {
        table_->clearSelection();
    } else {
        table_->setCurrentIndex(sorted_->mapFromSource(model_->index(row, 0)));
    }
}

QStringList SearchCharts::cardOf(int key) const {
    const KeptSearch* search = first();
    if (search == nullptr || static_cast<size_t>(key) >= search->points.size()) return {};
    const SearchPoint& point = search->points[static_cast<size_t>(key)];
    QStringList lines{point.number >= 0 ? tr("Network %1").arg(point.number + 1) : tr("Network")};
    if (point.rating.violation > 0) lines.front() += tr(" – outside the limits");
    for (const Figure figure : kFigures) {
        const double value = point.figures.value(figure);
        if (!std::isfinite(value)) continue;
        QString line = QStringLiteral("%1 %2").arg(figureTitle(figure), figureText(figure, value));
        if (search->prepared) {
            const QString change = figureChange(figure, search->prepared->now.value(figure), value);
            if (!change.isEmpty()) line += QStringLiteral("  (%1)").arg(change);
        }
        lines << line;
    }
    return lines;
}

void SearchCharts::refresh() {
    const KeptSearch* search = first();
    if (search != nullptr && !search->isLoaded() && search->points.empty()) {
        pareto_->setSeries({});
    }
    switch (tabs_->currentIndex()) {
        case kProgress:
            refreshProgress();
            break;
        case kFigureLines:
            refreshParallel();
            break;
        case kDecisions:
            refreshDecisions();
            break;
        case kTable:
            refreshTable();
            break;
        default:
            refreshPareto();
    }
    refreshChosen();
}

QSet<int> SearchCharts::highlightedKeys() const {
    QSet<int> keys;
    const KeptSearch* search = first();
    if (search == nullptr || highlighted_.empty()) return keys;
    for (size_t i = 0; i < search->points.size(); ++i) {
        if (std::binary_search(highlighted_.begin(), highlighted_.end(), search->points[i].number))
            keys.insert(static_cast<int>(i));
    }
    return keys;
}

std::vector<size_t> SearchCharts::frontPoints() const {
    std::vector<size_t> found;
    const KeptSearch* search = first();
    if (search == nullptr) return found;
    const FrontLookup front(*search);
    for (size_t i = 0; i < search->points.size(); ++i) {
        if (front.holds(search->points[i].genome)) found.push_back(i);
    }
    return found;
}

void SearchCharts::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) QTimer::singleShot(0, this, &SearchCharts::refresh);
}

}  // namespace bw::ui
