// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/csv.h"
#include "review/report/report.h"

namespace bw {
namespace {

/// A leading apostrophe keeps spreadsheets from taking a name for a formula.
std::string cell(const std::string& text) {
    const bool formula = !text.empty() && (text[0] == '=' || text[0] == '@' || text[0] == '\t' || text[0] == '\r');
    return csvCell(formula ? "'" + text : text);
}

}  // namespace

std::string tableCsv(const ReportTable& table) {
    std::string csv;
    for (size_t i = 0; i < table.columns.size(); ++i)
        csv += (i == 0 ? "" : ",") + cell(table.columns[i].title);
    csv += "\r\n";
    for (const auto& row : table.rows) {
        for (size_t i = 0; i < row.size(); ++i)
            csv += (i == 0 ? "" : ",") + cell(row[i]);
        csv += "\r\n";
    }
    return csv;
}

}  // namespace bw
