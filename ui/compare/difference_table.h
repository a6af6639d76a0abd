// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableWidget>
#include <vector>

#include "review/diff/network_diff.h"

namespace bw::ui {

/// Differences of two networks: a row for each edit with what it changes, and their sum.
class DifferenceTable : public QTableWidget {
    Q_OBJECT

public:
    explicit DifferenceTable(QWidget* parent = nullptr);

    void showDifferences(const NetworkDiff& diff);
    /// Indices of NetworkDiff::lines.
    std::vector<size_t> selectedLines() const;

private:
    void addRow(const QString& words, const CostChange& change, const QString& hint, bool is_sum);

    size_t lines_ = 0;
};

}  // namespace bw::ui
