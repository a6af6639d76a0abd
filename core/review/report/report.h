// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "assess/assessment.h"
#include "io/document.h"

namespace bw {

/// A table of a report; cells are plain text.
struct ReportTable {
    struct Column {
        std::string title;
        bool numeric = false;  ///< Stands to the right.
    };
    std::string name;  ///< Of its CSV file: "blocks".
    std::vector<Column> columns;
    std::vector<std::vector<std::string>> rows;
};

/// A picture of a report: one stand-alone SVG document in pixels of 1/96 inch.
struct ReportPicture {
    std::string svg;
    std::string caption;  ///< What it shows, for those who cannot see it, too.
    double width = 0;
    double height = 0;
};

/// One paragraph of plain text.
struct ReportText {
    std::string text;
};

struct ReportSection {
    std::string title;
    std::vector<std::variant<ReportText, ReportTable, ReportPicture>> parts;
};

/// A report whatever it is written as: a page for browsers, a document to print, tables.
struct Report {
    std::string title;
    std::vector<ReportSection> sections;
};

/// Of what a report tells.
struct ReportSubject {
    const Document& document;
    const AssessmentContext& context;
    std::string file_name;          ///< Without folders, so that a report is the same wherever its document lies.
    std::string program_version;    ///< "0.1.0".
    std::string estimator_problem;  ///< Why there is no estimator; empty where there is one.
};

/// Composes a report: totals beside the baseline and the budgets, the graph coloured by latency, cost by block, the
/// memory timeline, differences from the baseline, problems, and where every figure comes from. Equal input gives equal
/// reports. Fails where the network or its baseline cannot be assessed.
Result<Report> composeReport(const ReportSubject& subject);

/// One page without any reference to another file, for screens in light and dark and for A4 and Letter.
std::string reportHtml(const Report& report);

/// A table as CSV (RFC 4180).
std::string tableCsv(const ReportTable& table);

}  // namespace bw
