// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/layers_panel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

namespace bw::ui {

LayersPanel::LayersPanel(DocumentSession& session, QWidget* parent)
    : Panel(session, parent),
      model_(new LayersModel(session, this)),
      proxy_(new QSortFilterProxyModel(this)),
      filter_(new QLineEdit(this)),
      count_(new QLabel(this)),
      table_(new QTableView(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* head = new QHBoxLayout;
    head->setSpacing(10);
    head->setContentsMargins(8, 4, 8, 4);
    filter_->setPlaceholderText(tr("Filter by name or kind"));
    filter_->setAccessibleName(tr("Filter layers by name or kind"));
    filter_->setClearButtonEnabled(true);
    filter_->setMaximumWidth(260);
    count_->setProperty("role", QStringLiteral("muted"));
    auto* copy = new QPushButton(tr("Copy as TSV"), this);
    copy->setFlat(true);
    copy->setToolTip(tr("Copy the chosen rows, or all, for a spreadsheet"));
    head->addWidget(filter_);
    head->addWidget(count_);
    head->addStretch();
    head->addWidget(copy);
    layout->addLayout(head);
    layout->addWidget(table_);
    setUpTable();
    connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(selectionAsTsv()); });
    connect(filter_, &QLineEdit::textChanged, this, [this](const QString& text) {
        proxy_->setFilterFixedString(text);
        count_->setText(tr("%1 of %2").arg(proxy_->rowCount()).arg(model_->rowCount()));
    });
    connect(&session, &DocumentSession::networkChanged, this, &LayersPanel::invalidate);
}

void LayersPanel::setUpTable() {
    proxy_->setSourceModel(model_);
    proxy_->setSortRole(Qt::UserRole);
    proxy_->setFilterKeyColumn(-1);
    proxy_->setFilterCaseSensitivity(Qt::CaseInsensitive);
    table_->setModel(proxy_);
    table_->setAccessibleName(tr("Layers"));
    table_->setSortingEnabled(true);
    table_->sortByColumn(LayersModel::Position, Qt::AscendingOrder);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    table_->setShowGrid(false);
    table_->setWordWrap(false);
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setDefaultSectionSize(table_->fontMetrics().height() + 8);
    table_->horizontalHeader()->setHighlightSections(false);
    table_->horizontalHeader()->setStretchLastSection(false);
    table_->setContextMenuPolicy(Qt::CustomContextMenu);
    table_->installEventFilter(this);
    const int digit = table_->fontMetrics().horizontalAdvance(QLatin1Char('0'));
    const int widths[LayersModel::ColumnCount] = {5, 24, 20, 17, 12, 9, 13, 14, 13, 12, 13, 13, 13, 12, 14};
    for (int column = 0; column < LayersModel::ColumnCount; ++column) {
        table_->setColumnWidth(column, widths[column] * digit);
    }
    connect(table_->selectionModel(), &QItemSelectionModel::selectionChanged, this, &LayersPanel::takeSelection);
    connect(table_, &QTableView::customContextMenuRequested, this,
            [this](const QPoint& position) { Q_EMIT contextMenuRequested(table_->viewport()->mapToGlobal(position)); });
}

void LayersPanel::refresh() {
    updating_ = true;
    model_->update();
    table_->setColumnHidden(LayersModel::Change, !session().document().baseline);
    count_->setText(tr("%1 of %2").arg(proxy_->rowCount()).arg(model_->rowCount()));
    updating_ = false;
}

void LayersPanel::refreshSelection() {
    updating_ = true;
    QItemSelection selection;
    QModelIndex last;
    for (const BlockId id : session().selection()) {
        const int row = model_->rowOf(id);
        if (row < 0) continue;
        const QModelIndex index = proxy_->mapFromSource(model_->index(row, 0));
        if (!index.isValid()) continue;
        selection.select(index, index);
        last = index;
    }
    table_->selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    if (last.isValid()) table_->scrollTo(last);
    updating_ = false;
}

void LayersPanel::takeSelection() {
    if (updating_) return;
    std::vector<BlockId> selection;
    const QModelIndexList rows = table_->selectionModel()->selectedRows();
    for (const QModelIndex& row : rows)
        selection.push_back(model_->blockAt(proxy_->mapToSource(row).row()));
    session().setSelection(std::move(selection));
}

QString LayersPanel::selectionAsTsv() const {
    QList<int> rows;
    const QModelIndexList chosen = table_->selectionModel()->selectedRows();
    for (const QModelIndex& index : chosen)
        rows << index.row();
    std::sort(rows.begin(), rows.end());
    if (rows.size() < 2) {
        rows.clear();
        for (int row = 0; row < proxy_->rowCount(); ++row)
            rows << row;
    }
    QStringList lines;
    QStringList cells;
    const auto line = [this, &cells, &lines](auto&& cell) {
        cells.clear();
        for (int column = 0; column < LayersModel::ColumnCount; ++column) {
            if (!table_->isColumnHidden(column)) cells << cell(column).toString();
        }
        lines << cells.join(QLatin1Char('\t'));
    };
    line([this](int column) { return proxy_->headerData(column, Qt::Horizontal, Qt::DisplayRole); });
    for (const int row : rows) {
        line([this, row](int column) { return proxy_->index(row, column).data(Qt::DisplayRole); });
    }
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

bool LayersPanel::eventFilter(QObject* watched, QEvent* event) {
    if (watched == table_ && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent*>(event)->matches(QKeySequence::Copy)) {
        QGuiApplication::clipboard()->setText(selectionAsTsv());
        return true;
    }
    return Panel::eventFilter(watched, event);
}

}  // namespace bw::ui
