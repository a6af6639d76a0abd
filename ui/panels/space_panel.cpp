// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/space_panel.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollBar>
#include <QSplitter>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "charts/roughness_line.h"
#include "panels/chip_delegate.h"
#include "panels/elided_label.h"
#include "panels/option_list.h"
#include "panels/space_form.h"
#include "text/decision_words.h"
#include "text/wording.h"

namespace bw::ui {
namespace {

enum Column { kOwner, kDecision, kOptions, kStep, kColumns };

}  // namespace

SpacePanel::SpacePanel(DocumentSession& session, SpaceSession& space, QWidget* parent)
    : Panel(session, parent),
      space_(space),
      form_(new SpaceForm(space, this)),
      curate_(new QPushButton(this)),
      automatic_(new QPushButton(tr("All automatic"), this)),
      progress_(new QProgressBar(this)),
      verdict_(new ElidedLabel({}, this)),
      roughness_(new RoughnessLine(this)),
      list_(new QTreeWidget(this)),
      options_(new OptionList(session, space, this)) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(10, 4, 0, 4);
    layout->setSpacing(12);
    layout->addWidget(buildLeft());
    layout->addWidget(buildRight(), 1);
    connect(curate_, &QPushButton::clicked, this, &SpacePanel::startOrStop);
    connect(automatic_, &QPushButton::clicked, &space_, &SpaceSession::clearOwn);
    connect(&space_, &SpaceSession::changed, this, &SpacePanel::invalidate);
    connect(&space_, &SpaceSession::started, this, [this] { progress_->setRange(0, 0); });
    connect(&space_, &SpaceSession::progressed, this, [this](double share) {
        progress_->setRange(0, 100);
        progress_->setValue(static_cast<int>(share * 100));
    });
    connect(list_, &QTreeWidget::currentItemChanged, this, &SpacePanel::showCurrent);
    showState();
}

QWidget* SpacePanel::buildLeft() {
    auto* left = new QWidget(this);
    left->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(form_);
    auto* row = new QHBoxLayout;
    row->setSpacing(6);
    row->addWidget(curate_, 1);
    row->addWidget(automatic_);
    row->addWidget(progress_);
    column->addLayout(row);
    column->addStretch();
    automatic_->setToolTip(tr("Forget all options of your own"));
    progress_->setFixedWidth(90);
    progress_->setTextVisible(false);
    progress_->setAccessibleName(tr("Progress of the curation"));
    return left;
}

QWidget* SpacePanel::buildRight() {
    auto* right = new QWidget(this);
    auto* column = new QVBoxLayout(right);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    verdict_->setAccessibleName(tr("Size of the space"));
    column->addWidget(verdict_);
    column->addWidget(roughness_);
    auto* splitter = new QSplitter(Qt::Horizontal, right);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(list_);
    splitter->addWidget(options_);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setSizes({3000, 2000});
    column->addWidget(splitter, 1);
    list_->setColumnCount(kColumns);
    list_->setHeaderLabels({tr("Block"), tr("Decision"), tr("Options"), tr("Step")});
    list_->headerItem()->setToolTip(kOptions, tr("Filled: kept. Struck through: taken out; point at one to see why. "
                                                 "A dot: the network has it now."));
    list_->headerItem()->setToolTip(kStep, tr("Number of channels after which the latency of this axis rises"));
    list_->header()->setStretchLastSection(false);
    for (const int column_index : {kOwner, kDecision, kStep})
        list_->header()->setSectionResizeMode(column_index, QHeaderView::ResizeToContents);
    list_->header()->setSectionResizeMode(kOptions, QHeaderView::Stretch);
    list_->setRootIsDecorated(false);
    list_->setUniformRowHeights(true);
    list_->setAccessibleName(tr("Decisions of the space"));
    list_->setItemDelegateForColumn(kOptions, new ChipDelegate(
                                                  [this](const QModelIndex& index) {
                                                      const auto row = static_cast<size_t>(index.row());
                                                      return row < rows_.size() ? &rows_[row].chips : nullptr;
                                                  },
                                                  list_));
    return right;
}

void SpacePanel::startOrStop() {
    if (space_.isRunning()) return space_.stop();
    session().endPreview(false);
    space_.curate();
}

int SpacePanel::currentRow() const {
    return list_->currentItem() == nullptr ? -1 : list_->indexOfTopLevelItem(list_->currentItem());
}

void SpacePanel::choose(const std::string& decision) {
    for (size_t i = 0; i < rows_.size(); ++i) {
        if (rows_[i].decision == decision) list_->setCurrentItem(list_->topLevelItem(static_cast<int>(i)));
    }
}

QString SpacePanel::verdict() const {
    return verdict_->text();
}

void SpacePanel::refresh() {
    fillRows();
    showState();
}

void SpacePanel::fillRows() {
    const int current = currentRow();
    const std::string chosen = current < 0 ? std::string() : rows_[static_cast<size_t>(current)].decision;
    const int scrolled = list_->verticalScrollBar()->value();
    rows_ = spaceRows(space_, session().network());
    {
        const QSignalBlocker quiet(list_);
        list_->clear();
        QString owner;
        for (const SpaceRow& row : rows_) {
            auto* item = new QTreeWidgetItem(list_);
            // A block is named once for all its decisions.
            item->setText(kOwner, row.owner == owner ? QString() : row.owner);
            item->setData(kOwner, Qt::AccessibleTextRole, row.owner);
            item->setToolTip(kOwner, row.owner);
            owner = row.owner;
            item->setText(kDecision, row.label);
            item->setToolTip(kDecision, row.decision.empty() ? tr("Stays as it is") : decisionKindTip(row.kind));
            item->setText(kOptions, row.text());
            item->setText(kStep, row.own ? tr("own") : row.step > 1 ? QString::number(row.step) : QString());
            item->setTextAlignment(kStep, Qt::AlignRight | Qt::AlignVCenter);
            if (row.own) item->setToolTip(kStep, tr("You chose these options; curation leaves them alone"));
        }
    }
    list_->verticalScrollBar()->setValue(scrolled);
    if (!chosen.empty()) choose(chosen);
    QStringList notes;
    if (const auto curation = space_.curation()) {
        for (const std::string& line : curation->space.kept())
            notes << sentence(toQt(line));
    }
    options_->setNotes(notes);
    showCurrent();
}

void SpacePanel::showCurrent() {
    const int row = currentRow();
    options_->setRow(row < 0 ? std::nullopt : std::optional(rows_[static_cast<size_t>(row)]));
    if (row < 0 || selecting_ || !list_->hasFocus()) return;
    const BlockId block = rows_[static_cast<size_t>(row)].block;
    if (block == kNoBlock || session().network().find(block) == nullptr) return;
    selecting_ = true;
    session().setSelection({block});
    selecting_ = false;
}

void SpacePanel::refreshSelection() {
    if (selecting_ || session().selection().size() != 1) return;
    const BlockId wanted = session().selection().front();
    const int row = currentRow();
    if (row >= 0 && rows_[static_cast<size_t>(row)].block == wanted) return;
    for (size_t i = 0; i < rows_.size(); ++i) {
        if (rows_[i].block != wanted) continue;
        selecting_ = true;
        list_->setCurrentItem(list_->topLevelItem(static_cast<int>(i)));
        selecting_ = false;
        return;
    }
}

QString SpacePanel::sizeText() const {
    const Curation& curation = *space_.curation();
    int removed = 0;
    for (const CuratedAxis& axis : curation.axes)
        removed += static_cast<int>(axis.removed.size());
    return tr("%1 → %2 networks · %3 taken out · latency steps every %4 output, %5 input, %6 depthwise channels")
        .arg(networkCountText(curation.log10_before), networkCountText(curation.log10_after),
             pluralText(removed, tr("1 option"), tr("%1 options")))
        .arg(curation.lanes.output)
        .arg(curation.lanes.input)
        .arg(curation.lanes.depthwise);
}

void SpacePanel::showState() {
    const bool running = space_.isRunning();
    const auto curation = space_.curation();
    const QString obstacle = space_.obstacle();
    curate_->setText(running ? tr("Stop") : curation ? tr("Curate again") : tr("Curate"));
    curate_->setEnabled(running || obstacle.isEmpty());
    curate_->setToolTip(running              ? tr("End the curation; the space stays as it was")
                        : obstacle.isEmpty() ? tr("Find the options that are worth a search on this target")
                                             : obstacle);
    // In the accent's colour while it is the thing to do.
    curate_->setDefault(!running && (!curation || space_.isStale()));
    form_->setEnabled(!running);
    automatic_->setVisible(!running && !space_.own().empty());
    progress_->setVisible(running);
    roughness_->setVisible(curation != nullptr);
    if (curation) roughness_->setRoughness(curation->roughness, curation->every_count);
    for (QWidget* widget : {static_cast<QWidget*>(list_), static_cast<QWidget*>(options_)})
        widget->setVisible(curation != nullptr);
    QString text;
    if (space_.error()) {
        text = errorText(*space_.error());
    } else if (running && !curation) {
        text = tr("Curating: sweeping channels, then asking of each option whether it ever pays…");
    } else if (curation) {
        text = sizeText();
        if (space_.isStale()) text.prepend(tr("Out of date: curate again. "));
    } else {
        text = obstacle.isEmpty() ? tr("Curate finds, from this target's estimates alone, which options are worth a "
                                       "search: channels on its own steps, operators that pay somewhere.")
                                  : obstacle;
    }
    verdict_->setText(text);
    verdict_->setToolTip(text);
}

}  // namespace bw::ui
