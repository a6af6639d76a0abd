// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/searches_view.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QMenu>
#include <QPixmap>
#include <QPushButton>
#include <QTimer>
#include <QTreeWidget>
#include <QVBoxLayout>
#include <cmath>

#include "search/search_charts.h"
#include "search/strategies/strategy.h"
#include "text/figure_text.h"
#include "text/wording.h"

namespace bw::ui {
namespace {

enum Column { kName, kState, kStrategy, kBest, kColumns };
constexpr int kIdRole = Qt::UserRole;

QString strategyLabel(const std::string& id) {
    const auto found = findStrategy(id);
    return found ? toQt((*found)->label) : toQt(id);
}

QString bestText(const KeptSearch& search) {
    QStringList parts;
    for (size_t i = 0; i < std::min(search.best.size(), search.spec.objectives.size()); ++i) {
        if (std::isfinite(search.best[i])) parts << figureText(search.spec.objectives[i], search.best[i]);
    }
    return parts.isEmpty() ? QStringLiteral("–") : parts.join(QStringLiteral(" · "));
}

}  // namespace

SearchesView::SearchesView(SearchLibrary& library, QWidget* parent)
    : QWidget(parent),
      library_(library),
      tree_(new QTreeWidget(this)),
      buttons_(new QWidget(this)),
      resume_(new QPushButton(tr("Resume"), buttons_)),
      more_(new QPushButton(tr("More"), buttons_)),
      more_menu_(new QMenu(more_)),
      rerun_(more_menu_->addAction(tr("Run &again"))),
      remove_(more_menu_->addAction(tr("&Delete"))) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(tree_, 1);
    auto* buttons = new QHBoxLayout(buttons_);
    buttons->setContentsMargins(0, 0, 0, 0);
    buttons->setSpacing(4);
    buttons->addWidget(resume_);
    buttons->addWidget(more_);
    more_menu_->setToolTipsVisible(true);
    more_->setMenu(more_menu_);
    tree_->setColumnCount(kColumns);
    tree_->setHeaderLabels({tr("Search"), tr("Networks"), tr("Strategy"), tr("Best")});
    tree_->setRootIsDecorated(false);
    tree_->setUniformRowHeights(true);
    tree_->setAccessibleName(tr("Searches"));
    tree_->setEditTriggers(QAbstractItemView::EditKeyPressed);
    tree_->header()->setSectionResizeMode(kName, QHeaderView::Stretch);
    for (int column = kState; column < kColumns; ++column)
        tree_->header()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    tree_->header()->setStretchLastSection(false);
    tree_->header()->setMinimumSectionSize(60);
    connect(&library_, &SearchLibrary::listChanged, this, &SearchesView::refresh);
    connect(tree_, &QTreeWidget::currentItemChanged, this, [this](QTreeWidgetItem* item) {
        if (filling_ || item == nullptr) return;
        choose(item->data(kName, kIdRole).toString());
    });
    connect(tree_, &QTreeWidget::itemChanged, this, [this](QTreeWidgetItem* item, int column) {
        if (filling_ || column != kName) return;
        const QString id = item->data(kName, kIdRole).toString();
        const auto search = library_.find(id);
        setCompared(id, item->checkState(kName) == Qt::Checked);
        if (search && item->text(kName) != search->name) library_.rename(id, item->text(kName));
    });
    connect(resume_, &QPushButton::clicked, this, [this] { Q_EMIT resumeRequested(chosen_); });
    connect(rerun_, &QAction::triggered, this, [this] { Q_EMIT rerunRequested(chosen_); });
    connect(remove_, &QAction::triggered, this, [this] { Q_EMIT deleteRequested(chosen_); });
    refresh();
}

int SearchesView::count() const {
    return tree_->topLevelItemCount();
}

QString SearchesView::stateText(const KeptSearch& search) const {
    const QString rated = exactCountText(search.evaluations);
    switch (search.state) {
        case KeptSearch::State::Active:
            return library_.runner().state() == SearchRunner::State::Paused
                       ? tr("%1, paused").arg(rated)
                       : tr("%1 of %2").arg(rated, exactCountText(search.spec.run.evaluations));
        case KeptSearch::State::Interrupted:
            return tr("%1 of %2, stopped").arg(rated, exactCountText(search.spec.run.evaluations));
        case KeptSearch::State::Failed:
            return tr("failed");
        case KeptSearch::State::Done:
            break;
    }
    return rated;
}

void SearchesView::fill(QTreeWidgetItem* item, const KeptSearch& search) {
    const bool was = std::exchange(filling_, true);
    item->setText(kName, search.name);
    item->setText(kState, stateText(search));
    item->setText(kStrategy, strategyLabel(search.spec.run.strategy));
    item->setText(kBest, bestText(search));
    item->setToolTip(kName, tr("%1\nnetwork %2, target %3, begun %4")
                                .arg(search.name, toQt(search.document.network.name()), toQt(search.document.target_id),
                                     QLocale().toString(search.begun, QLocale::ShortFormat)));
    item->setToolTip(kState, search.error ? errorText(*search.error) : QString());
    item->setTextAlignment(kState, Qt::AlignRight | Qt::AlignVCenter);
    item->setTextAlignment(kBest, Qt::AlignRight | Qt::AlignVCenter);
    filling_ = was;
}

void SearchesView::refresh() {
    const bool was = std::exchange(filling_, true);
    tree_->clear();
    const QStringList shown = compared();
    for (const auto& search : library_.searches()) {
        auto* item = new QTreeWidgetItem(tree_);
        item->setData(kName, kIdRole, search->id);
        item->setFlags(item->flags() | Qt::ItemIsUserCheckable | Qt::ItemIsEditable);
        item->setCheckState(kName, compared_.contains(search->id) ? Qt::Checked : Qt::Unchecked);
        const qsizetype place = shown.indexOf(search->id);
        if (place >= 0) {
            QPixmap swatch(10, 10);
            swatch.fill(SearchCharts::colorOf(palette(), static_cast<size_t>(place)));
            item->setIcon(kName, swatch);
        }
        fill(item, *search);
        if (search->id == chosen_) tree_->setCurrentItem(item);
    }
    filling_ = was;
    if (!chosen_.isEmpty() && !library_.find(chosen_)) choose({});
    refreshButtons();
}

void SearchesView::refreshRow(const QString& id) {
    const auto search = library_.find(id);
    for (int row = 0; search && row < tree_->topLevelItemCount(); ++row) {
        QTreeWidgetItem* item = tree_->topLevelItem(row);
        if (item->data(kName, kIdRole).toString() == id) fill(item, *search);
    }
    refreshButtons();
}

void SearchesView::refreshButtons() {
    const auto search = library_.find(chosen_);
    const bool busy = library_.active() != nullptr;
    const bool unloaded = search && search->state == KeptSearch::State::Done && !search->isLoaded();
    const bool stopped = search && search->state == KeptSearch::State::Interrupted;
    resume_->setText(unloaded ? tr("Open") : tr("Resume"));
    resume_->setEnabled(!busy && (unloaded || stopped));
    resume_->setToolTip(unloaded  ? tr("Read what it found back from its checkpoint")
                        : stopped ? tr("Go on from its checkpoint")
                                  : tr("Only a search that was stopped can go on"));
    rerun_->setEnabled(search && !busy);
    rerun_->setToolTip(tr("Ask the same of the network as it is now"));
    remove_->setEnabled(search != nullptr);
    remove_->setToolTip(tr("Delete the search and its checkpoint"));
    more_->setEnabled(search != nullptr);
}

void SearchesView::choose(const QString& id) {
    if (id == chosen_) return;
    chosen_ = id;
    refresh();
    Q_EMIT chosenChanged(id);
}

QStringList SearchesView::compared() const {
    QStringList ids;
    if (library_.find(chosen_)) ids << chosen_;
    for (const auto& search : library_.searches()) {
        if (compared_.contains(search->id) && search->id != chosen_) ids << search->id;
    }
    return ids;
}

void SearchesView::setCompared(const QString& id, bool compared) {
    if (compared == compared_.contains(id)) return;
    if (compared)
        compared_.insert(id);
    else
        compared_.remove(id);
    // The sender of the change must not go before it is through.
    QTimer::singleShot(0, this, &SearchesView::refresh);
    Q_EMIT comparedChanged();
}

void SearchesView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) QTimer::singleShot(0, this, &SearchesView::refresh);
}

}  // namespace bw::ui
