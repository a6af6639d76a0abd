// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/number_text.h"
#include "base/text.h"
#include "review/diff/network_diff.h"
#include "review/report/report_sections.h"

namespace bw::report {
namespace {

std::vector<std::string> row(const std::string& words, const CostChange& change, const std::string& command) {
    return {words, change.latency_ms ? signedText(*change.latency_ms, 4) : "unknown", signedCount(change.parameters),
            signedCount(change.peak_activation_bytes), command};
}

}  // namespace

Result<ReportSection> differences(const Material& material) {
    ReportSection section{"Differences from the baseline", {}};
    if (material.baseline == nullptr) return section;
    const auto diff = diffNetworks(*material.baseline, material.design, material.subject.context);
    if (!diff) return tl::unexpected(diff.error());
    if (diff->lines.empty()) {
        section.parts.emplace_back(ReportText{"None: the design is the baseline."});
        return section;
    }
    section.parts.emplace_back(
        ReportText{"The edits that lead from the baseline to this design, each with what it costs or saves after those "
                   "above it."});
    ReportTable table{"differences",
                      {{"Edit", false}, {"ms", true}, {"Parameters", true}, {"Peak, B", true}, {"Command", false}},
                      {}};
    for (const DiffLine& line : diff->lines)
        table.rows.push_back(row(line.words, line.change, elide(line.command, 160)));
    table.rows.push_back(row("in all", changeOf(diff->a, diff->b), ""));
    section.parts.emplace_back(std::move(table));
    return section;
}

}  // namespace bw::report
