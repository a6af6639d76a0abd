// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/palette_panel.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QMimeData>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "text/wording.h"
#include "theme/kind_icon.h"

namespace bw::ui {
namespace {

constexpr int kKindRole = Qt::UserRole;

/// A tree whose leaves are dragged as block kinds.
class KindTree : public QTreeWidget {
public:
    using QTreeWidget::QTreeWidget;

protected:
    QStringList mimeTypes() const override { return {QLatin1String(kKindMimeType)}; }
    QMimeData* mimeData(const QList<QTreeWidgetItem*>& items) const override {
        if (items.isEmpty() || !items.front()->data(0, kKindRole).isValid()) return nullptr;
        auto* dragged = new QMimeData;
        dragged->setData(QLatin1String(kKindMimeType), items.front()->data(0, kKindRole).toString().toUtf8());
        return dragged;
    }
};

}  // namespace

PalettePanel::PalettePanel(QWidget* parent) : QWidget(parent), filter_(new QLineEdit(this)), tree_(new KindTree(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* head = new QVBoxLayout;
    head->setContentsMargins(8, 6, 8, 6);
    filter_->setPlaceholderText(tr("Filter kinds"));
    filter_->setAccessibleName(tr("Filter block kinds"));
    filter_->setClearButtonEnabled(true);
    head->addWidget(filter_);
    layout->addLayout(head);
    layout->addWidget(tree_);
    tree_->setAccessibleName(tr("Block kinds"));
    tree_->setHeaderHidden(true);
    tree_->setDragEnabled(true);
    tree_->setDragDropMode(QAbstractItemView::DragOnly);
    tree_->setUniformRowHeights(true);
    tree_->setIndentation(14);
    fill();
    connect(filter_, &QLineEdit::textChanged, this, &PalettePanel::filter);
    connect(tree_, &QTreeWidget::itemActivated, this, [this](QTreeWidgetItem* item) {
        const QVariant kind = item->data(0, kKindRole);
        if (kind.isValid()) Q_EMIT insertRequested(kind.toString());
    });
}

void PalettePanel::fill() {
    QHash<int, QTreeWidgetItem*> groups;
    for (const BlockKind& kind : blockKinds()) {
        if (!kind.creatable || kind.group == KindGroup::Input) continue;
        QTreeWidgetItem*& group = groups[static_cast<int>(kind.group)];
        if (group == nullptr) {
            group = new QTreeWidgetItem(tree_, {toQt(kindGroupLabel(kind.group))});
            group->setFlags(Qt::ItemIsEnabled);
            group->setExpanded(true);
        }
        auto* item = new QTreeWidgetItem(group, {toQt(kind.label)});
        item->setIcon(0, kindIcon(kind));
        item->setToolTip(0, toQt(kind.doc));
        item->setData(0, kKindRole, toQt(kind.id));
    }
}

void PalettePanel::filter(const QString& text) {
    for (int i = 0; i < tree_->topLevelItemCount(); ++i) {
        QTreeWidgetItem* group = tree_->topLevelItem(i);
        bool any = false;
        for (int child = 0; child < group->childCount(); ++child) {
            QTreeWidgetItem* item = group->child(child);
            const bool hit = item->text(0).contains(text, Qt::CaseInsensitive) ||
                             item->toolTip(0).contains(text, Qt::CaseInsensitive);
            item->setHidden(!hit);
            any = any || hit;
        }
        group->setHidden(!any);
    }
}

}  // namespace bw::ui
