// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QTableWidget;

namespace bw::ui {

/// Puts the first column's heading on the left as its names are, the others' on the right as their figures are.
void alignHeadings(QTableWidget& table);

/// Makes a table of names and figures one that is read, not edited: rows close together, no grid,
/// headings aligned.
void styleFigureTable(QTableWidget& table);

}  // namespace bw::ui
