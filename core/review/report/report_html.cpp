// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/markup.h"
#include "review/report/report.h"

namespace bw {
namespace {

/// Screens in light and dark; paper is always light. A page may come from anywhere, so nothing may be fetched or run.
constexpr std::string_view kHead = R"(<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<style>
:root { color-scheme: light dark; --ground: #ffffff; --ink: #1b1f24; --soft: #5a6470; --line: #d5dbe2; --band: #f4f6f9; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #16191d; --ink: #e8ebef; --soft: #a5afba; --line: #3a424b; --band: #1f242a; }
}
@media print {
  :root { --ground: #ffffff; --ink: #000000; --soft: #444444; --line: #bbbbbb; --band: #f4f4f4; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 2rem 1.25rem 4rem; background: var(--ground); color: var(--ink);
  font: 15px/1.5 system-ui, "DejaVu Sans", sans-serif; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 2.2rem 0 .6rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line); }
p { margin: .5rem 0; max-width: 48rem; overflow-wrap: anywhere; white-space: pre-line; }
table { border-collapse: collapse; width: 100%; margin: .6rem 0; font-size: 13px; }
th, td { text-align: left; vertical-align: top; padding: .28rem .6rem; border-bottom: 1px solid var(--line);
  overflow-wrap: break-word; max-width: 26rem; }
th { white-space: nowrap; }
th { color: var(--soft); font-weight: 600; background: var(--band); }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
figure { margin: .8rem 0; }
figure svg { display: block; max-width: 100%; height: auto; }
figcaption { color: var(--soft); font-size: 13px; margin-top: .3rem; }
.scroll { overflow-x: auto; }
.ink { fill: var(--ink); } .soft { fill: var(--soft); } .grid { stroke: var(--line); }
.axis, .whisker { stroke: var(--ink); }
@page { margin: 15mm; }
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; } table { font-size: 8.5pt; }
  h2 { break-after: avoid; } tr, figure { break-inside: avoid; } thead { display: table-header-group; }
  figure svg { max-height: 235mm; } .scroll { overflow: visible; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
</style>
)";

std::string tableHtml(const ReportTable& table) {
    std::string html = "<div class=\"scroll\"><table>\n<thead><tr>";
    for (const ReportTable::Column& column : table.columns)
        html += std::string("<th") + (column.numeric ? " class=\"n\"" : "") + ">" + markupText(column.title) + "</th>";
    html += "</tr></thead>\n<tbody>\n";
    for (const auto& row : table.rows) {
        html += "<tr>";
        for (size_t i = 0; i < row.size(); ++i) {
            const bool numeric = i < table.columns.size() && table.columns[i].numeric;
            html +=
                std::string("<td") + (numeric ? " class=\"n\"" : "") + "><bdi>" + markupText(row[i]) + "</bdi></td>";
        }
        html += "</tr>\n";
    }
    return html + "</tbody></table></div>\n";
}

struct PartHtml {
    std::string operator()(const ReportText& text) const { return "<p>" + markupText(text.text) + "</p>\n"; }
    std::string operator()(const ReportTable& table) const { return tableHtml(table); }
    std::string operator()(const ReportPicture& picture) const {
        return "<figure><div class=\"scroll\">" + picture.svg + "</div><figcaption>" + markupText(picture.caption) +
               "</figcaption></figure>\n";
    }
};

}  // namespace

std::string reportHtml(const Report& report) {
    std::string html = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<title>" + markupText(report.title) + "</title>\n";
    html += kHead;
    html += "</head>\n<body>\n<h1><bdi>" + markupText(report.title) + "</bdi></h1>\n";
    for (const ReportSection& section : report.sections) {
        html += "<section>\n";
        if (!section.title.empty()) html += "<h2>" + markupText(section.title) + "</h2>\n";
        for (const auto& part : section.parts)
            html += std::visit(PartHtml{}, part);
        html += "</section>\n";
    }
    return html + "</body>\n</html>\n";
}

}  // namespace bw
