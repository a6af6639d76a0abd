// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/row_problems.h"

namespace bw {

std::string RowProblem::text() const {
    return "line " + std::to_string(line) + (column.empty() ? "" : ", " + column) + ": " + reason;
}

void RowProblems::add(int64_t line, std::string column, std::string reason) {
    ++count;
    if (shown.size() < kMaxShownProblems) {
        shown.push_back({line, std::move(column), std::move(reason)});
    }
}

}  // namespace bw
