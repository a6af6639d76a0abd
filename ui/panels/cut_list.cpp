// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/cut_list.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "text/wording.h"

namespace bw::ui {
namespace {

enum Column { kTitle, kParameters, kPeak, kLatency, kHarm, kColumns };

/// Bytes that a cut takes off, "−12 KiB".
QString savedText(int64_t saved) {
    if (saved == 0) return QStringLiteral("±0");
    return (saved > 0 ? QStringLiteral("−") : QStringLiteral("+")) + bytesText(std::abs(saved));
}

}  // namespace

CutList::CutList(DocumentSession& session, CutFinder& finder, QWidget* parent)
    : QWidget(parent),
      session_(session),
      finder_(finder),
      title_(new QLabel(this)),
      tree_(new QTreeWidget(this)),
      preview_(new QPushButton(tr("Preview"), this)),
      accept_(new QPushButton(tr("Accept"), this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 2, 6, 4);
    layout->setSpacing(3);
    auto* head = new QHBoxLayout;
    head->setSpacing(6);
    title_->setProperty("role", QStringLiteral("title"));
    head->addWidget(title_, 1);
    head->addWidget(preview_);
    head->addWidget(accept_);
    layout->addLayout(head);
    layout->addWidget(tree_, 1);
    tree_->setColumnCount(kColumns);
    tree_->setHeaderLabels({tr("Cut here"), tr("Parameters"), tr("Peak"), tr("Latency"), tr("Harm")});
    tree_->headerItem()->setToolTip(kHarm, tr("Expected loss told by structure: 1 is every block at a quarter of its "
                                              "multiply-accumulates, about 8 points of ImageNet accuracy"));
    for (int column = kParameters; column < kColumns; ++column) {
        tree_->headerItem()->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
        tree_->header()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    }
    tree_->header()->setSectionResizeMode(kTitle, QHeaderView::Stretch);
    tree_->header()->setStretchLastSection(false);
    tree_->header()->setMinimumSectionSize(54);
    tree_->setRootIsDecorated(false);
    tree_->setUniformRowHeights(true);
    tree_->setAccessibleName(tr("Cuts that save memory"));
    preview_->setCheckable(true);
    preview_->setToolTip(tr("Show on the canvas and in all totals what it would give"));
    accept_->setToolTip(tr("Make the chosen cut as one step; undo takes it back"));
    connect(&finder_, &CutFinder::cutsChanged, this, &CutList::refresh);
    connect(tree_, &QTreeWidget::currentItemChanged, this, [this] {
        if (previewing_) preview(true);
        if (const Cut* cut = chosen(); cut != nullptr && !cut->blocks.empty()) session_.setSelection(cut->blocks);
        updateButtons();
    });
    connect(tree_, &QTreeWidget::itemActivated, this, &CutList::accept);
    connect(preview_, &QPushButton::clicked, this, &CutList::preview);
    connect(accept_, &QPushButton::clicked, this, &CutList::accept);
    // A preview that somebody else ended.
    connect(&session_, &DocumentSession::networkChanged, this, [this] {
        if (previewing_ && !session_.isPreviewing()) {
            previewing_ = false;
            updateButtons();
        }
    });
    refresh();
}

CutList::~CutList() = default;

int CutList::count() const {
    return tree_->topLevelItemCount();
}

const Cut* CutList::chosen() const {
    const int row = tree_->indexOfTopLevelItem(tree_->currentItem());
    const auto& cuts = finder_.cuts();
    if (finder_.isSearching() || row < 0 || static_cast<size_t>(row) >= cuts.size()) return nullptr;
    return &cuts[static_cast<size_t>(row)];
}

void CutList::choose(int row) {
    tree_->setCurrentItem(tree_->topLevelItem(row));
}

void CutList::refresh() {
    const QSignalBlocker quiet(tree_);
    tree_->clear();
    if (!finder_.isSearching()) {
        for (const Cut& cut : finder_.cuts()) {
            auto* item = new QTreeWidgetItem(tree_);
            item->setText(kTitle, toQt(cut.title));
            item->setToolTip(kTitle, toQt(cut.title));
            item->setText(kParameters, savedText(cut.parameter_bytes_saved));
            item->setText(kPeak, savedText(cut.peak_bytes_saved));
            item->setText(kLatency, cut.latency_change ? changeText(*cut.latency_change) : QStringLiteral("–"));
            item->setText(kHarm, QString::number(cut.harm, 'f', 3));
            for (int column = kParameters; column < kColumns; ++column)
                item->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
        }
    }
    updateButtons();
}

void CutList::updateButtons() {
    if (session_.network().empty()) {
        title_->setText(tr("Open a network to be told what to cut."));
    } else if (finder_.isSearching()) {
        title_->setText(tr("Looking for cuts…"));
    } else if (count() == 0) {
        title_->setText(tr("No single edit saves memory."));
    } else {
        title_->setText(tr("What to cut"));
    }
    const Cut* cut = chosen();
    const bool runtime = cut != nullptr && cut->reach == Cut::Reach::Runtime;
    const bool told_only = runtime && cut->memory_profile.empty();
    preview_->setEnabled(cut != nullptr && !runtime);
    preview_->setChecked(previewing_);
    accept_->setEnabled(cut != nullptr && !told_only);
    preview_->setToolTip(cut == nullptr ? tr("Choose a cut first")
                         : told_only    ? tr("The runtime has to run it so: the network stays as it is")
                         : runtime      ? tr("It changes how memory is planned, not the network: accept shows it")
                                        : tr("Show on the canvas and in all totals what it would give"));
    accept_->setToolTip(cut == nullptr ? tr("Choose a cut first")
                        : told_only    ? tr("The runtime has to run it so: the network stays as it is")
                                       : tr("Make the chosen cut as one step; undo takes it back"));
}

void CutList::preview(bool on) {
    const Cut* cut = chosen();
    if (!on || cut == nullptr || cut->reach == Cut::Reach::Runtime) return endPreview();
    if (!previewing_) session_.endPreview(false);
    previewing_ = session_.previewEdits(cut->commands, toQt(cut->title)).has_value();
    updateButtons();
}

void CutList::endPreview() {
    if (previewing_) {
        previewing_ = false;
        session_.endPreview(false);
    }
    updateButtons();
}

void CutList::accept() {
    const Cut* found = chosen();
    if (found == nullptr || !accept_->isEnabled()) return;
    const Cut cut = *found;
    endPreview();
    if (cut.reach == Cut::Reach::Runtime) {
        session_.setMemoryProfile(cut.memory_profile);
    } else {
        session_.applyEdits(cut.commands, toQt(cut.title));
    }
}

void CutList::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    finder_.setWanted(true);
}

void CutList::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    endPreview();
    finder_.setWanted(false);
}

}  // namespace bw::ui
