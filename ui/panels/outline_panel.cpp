// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/outline_panel.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "text/wording.h"
#include "theme/icons.h"
#include "theme/kind_icon.h"

namespace bw::ui {
namespace {

constexpr int kBlockRole = Qt::UserRole;
constexpr int kStageRole = Qt::UserRole + 1;

}  // namespace

OutlinePanel::OutlinePanel(DocumentSession& session, QWidget* parent)
    : Panel(session, parent), filter_(new QLineEdit(this)), tree_(new QTreeWidget(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* head = new QVBoxLayout;
    head->setContentsMargins(8, 6, 8, 6);
    filter_->setPlaceholderText(tr("Filter blocks"));
    filter_->setAccessibleName(tr("Filter blocks"));
    filter_->setClearButtonEnabled(true);
    head->addWidget(filter_);
    layout->addLayout(head);
    layout->addWidget(tree_);
    tree_->setAccessibleName(tr("Blocks of the network"));
    tree_->setColumnCount(2);
    tree_->setHeaderHidden(true);
    tree_->header()->setStretchLastSection(false);
    tree_->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    tree_->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    tree_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    tree_->setUniformRowHeights(true);
    tree_->setIndentation(14);
    tree_->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(filter_, &QLineEdit::textChanged, this, &OutlinePanel::filter);
    connect(tree_, &QTreeWidget::itemSelectionChanged, this, &OutlinePanel::takeSelection);
    connect(tree_, &QTreeWidget::customContextMenuRequested, this,
            [this](const QPoint& position) { Q_EMIT contextMenuRequested(tree_->viewport()->mapToGlobal(position)); });
    connect(tree_, &QTreeWidget::itemActivated, this, [this](QTreeWidgetItem* item) {
        const QVariant id = item->data(0, kBlockRole);
        if (id.isValid()) Q_EMIT blockActivated(id.toInt());
    });
    connect(&session, &DocumentSession::networkChanged, this, &OutlinePanel::invalidate);
}

QTreeWidgetItem* OutlinePanel::stageItem(const std::string& stage, QHash<QString, QTreeWidgetItem*>& stages) {
    if (stage.empty()) return tree_->invisibleRootItem();
    const QString name = toQt(stage);
    QTreeWidgetItem*& item = stages[name];
    if (item == nullptr) {
        item = new QTreeWidgetItem(tree_, {name});
        item->setData(0, kStageRole, name);
        item->setIcon(0, symbolicIcon(QStringLiteral("stage")));
        item->setExpanded(true);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
    }
    return item;
}

void OutlinePanel::refresh() {
    updating_ = true;
    QStringList folded;
    for (int i = 0; i < tree_->topLevelItemCount(); ++i) {
        const QTreeWidgetItem* item = tree_->topLevelItem(i);
        if (item->childCount() > 0 && !item->isExpanded()) folded << item->text(0);
    }
    tree_->setUpdatesEnabled(false);
    tree_->clear();
    items_.clear();
    QHash<QString, QTreeWidgetItem*> stages;
    for (const BlockPtr& block : session().network().blocks()) {
        auto* item = new QTreeWidgetItem(stageItem(block->stage, stages));
        item->setText(0, toQt(block->name));
        item->setIcon(0, kindIcon(*block->kind));
        item->setToolTip(0, toQt(block->kind->label));
        item->setData(0, kBlockRole, block->id);
        const BlockFigures* figures = session().figures(block->id);
        const bool computes = block->kind->group != KindGroup::Input;
        if (computes && figures != nullptr && figures->latency_ms)
            item->setText(1, millisecondsText(*figures->latency_ms));
        item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
        item->setForeground(1, palette().color(QPalette::PlaceholderText));
        items_.insert(block->id, item);
    }
    for (QTreeWidgetItem* stage : std::as_const(stages))
        stage->setExpanded(!folded.contains(stage->text(0)));
    filter(filter_->text());
    tree_->setUpdatesEnabled(true);
    updating_ = false;
}

void OutlinePanel::refreshSelection() {
    updating_ = true;
    tree_->clearSelection();
    QTreeWidgetItem* last = nullptr;
    for (const BlockId id : session().selection()) {
        last = items_.value(id);
        if (last != nullptr) last->setSelected(true);
    }
    if (last != nullptr) {
        tree_->setCurrentItem(last, 0, QItemSelectionModel::NoUpdate);
        tree_->scrollToItem(last);
    }
    updating_ = false;
}

void OutlinePanel::takeSelection() {
    if (updating_) return;
    std::vector<BlockId> selection;
    const QList<QTreeWidgetItem*> chosen = tree_->selectedItems();
    for (const QTreeWidgetItem* item : chosen) {
        if (item->data(0, kBlockRole).isValid()) selection.push_back(item->data(0, kBlockRole).toInt());
        // A stage stands for its blocks.
        for (int i = 0; item->data(0, kStageRole).isValid() && i < item->childCount(); ++i) {
            selection.push_back(item->child(i)->data(0, kBlockRole).toInt());
        }
    }
    session().setSelection(std::move(selection));
}

void OutlinePanel::filter(const QString& text) {
    for (auto it = items_.constBegin(); it != items_.constEnd(); ++it) {
        QTreeWidgetItem* item = it.value();
        item->setHidden(!item->text(0).contains(text, Qt::CaseInsensitive) &&
                        !item->toolTip(0).contains(text, Qt::CaseInsensitive));
    }
    for (int i = 0; i < tree_->topLevelItemCount(); ++i) {
        QTreeWidgetItem* stage = tree_->topLevelItem(i);
        if (!stage->data(0, kStageRole).isValid()) continue;
        bool any = false;
        for (int child = 0; child < stage->childCount(); ++child)
            any = any || !stage->child(child)->isHidden();
        stage->setHidden(!any);
    }
}

}  // namespace bw::ui
