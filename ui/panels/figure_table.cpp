// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/figure_table.h"

#include <QHeaderView>
#include <QTableWidget>

namespace bw::ui {
namespace {

constexpr int kRowPadding = 6;

}  // namespace

void alignHeadings(QTableWidget& table) {
    for (int column = 0; column < table.columnCount(); ++column) {
        const Qt::Alignment side = column == 0 ? Qt::AlignLeft : Qt::AlignRight;
        if (QTableWidgetItem* heading = table.horizontalHeaderItem(column))
            heading->setTextAlignment(side | Qt::AlignVCenter);
    }
}

void styleFigureTable(QTableWidget& table) {
    table.verticalHeader()->hide();
    table.verticalHeader()->setDefaultSectionSize(table.fontMetrics().height() + kRowPadding);
    table.setEditTriggers(QAbstractItemView::NoEditTriggers);
    table.setSelectionBehavior(QAbstractItemView::SelectRows);
    table.setFrameShape(QFrame::NoFrame);
    table.setShowGrid(false);
    alignHeadings(table);
}

}  // namespace bw::ui
