// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "compare/difference_table.h"

#include <QHeaderView>
#include <QSignalBlocker>
#include <array>
#include <cmath>
#include <cstdlib>

#include "panels/figure_table.h"
#include "text/wording.h"

namespace bw::ui {
namespace {

enum Column : int { EditColumn, LatencyColumn, ParametersColumn, PeakColumn, ColumnCount };

QString signedText(const QString& text, int64_t change) {
    return change == 0 ? QStringLiteral("±0") : (change < 0 ? QStringLiteral("−") : QStringLiteral("+")) + text;
}

QString latencyText(const CostChange& change) {
    if (!change.latency_ms) return DifferenceTable::tr("unknown");
    const double ms = *change.latency_ms;
    if (std::abs(ms) < 5e-7) return QStringLiteral("±0");
    return signedMillisecondsText(ms);
}

QTableWidgetItem* cell(const QString& text, bool figure) {
    auto* item = new QTableWidgetItem(text);
    item->setTextAlignment(Qt::AlignVCenter | (figure ? Qt::AlignRight : Qt::AlignLeft));
    return item;
}

}  // namespace

DifferenceTable::DifferenceTable(QWidget* parent) : QTableWidget(0, ColumnCount, parent) {
    setHorizontalHeaderLabels({tr("Edit"), tr("Latency"), tr("Parameters"), tr("Peak")});
    styleFigureTable(*this);
    horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    horizontalHeader()->setSectionResizeMode(EditColumn, QHeaderView::Stretch);
    horizontalHeader()->setHighlightSections(false);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setAccessibleName(tr("Edits that make B of A"));
}

void DifferenceTable::showDifferences(const NetworkDiff& diff) {
    const QSignalBlocker quiet(this);
    setRowCount(0);
    lines_ = diff.lines.size();
    for (const DiffLine& line : diff.lines)
        addRow(toQt(line.words), line.change, toQt(line.command), false);
    if (lines_ > 0) addRow(tr("In all"), changeOf(diff.a, diff.b), {}, true);
}

std::vector<size_t> DifferenceTable::selectedLines() const {
    std::vector<size_t> lines;
    for (const QModelIndex& index : selectionModel()->selectedRows()) {
        if (static_cast<size_t>(index.row()) < lines_) lines.push_back(static_cast<size_t>(index.row()));
    }
    return lines;
}

void DifferenceTable::addRow(const QString& words, const CostChange& change, const QString& hint, bool is_sum) {
    const int row = rowCount();
    insertRow(row);
    const std::array<QString, ColumnCount> texts = {
        words, latencyText(change), signedText(exactCountText(std::abs(change.parameters)), change.parameters),
        signedText(exactBytesText(std::abs(change.peak_activation_bytes)), change.peak_activation_bytes)};
    for (int column = 0; column < ColumnCount; ++column) {
        QTableWidgetItem* item = cell(texts[static_cast<size_t>(column)], column != EditColumn);
        // Escaped: tool tips take what looks like markup for markup.
        if (column == EditColumn) item->setToolTip(hint.left(600).toHtmlEscaped());
        QFont font = item->font();
        font.setBold(is_sum);
        item->setFont(font);
        setItem(row, column, item);
    }
}

}  // namespace bw::ui
