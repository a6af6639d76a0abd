// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/report/report.h"

#include <utility>

#include "review/report/report_sections.h"

namespace bw {
namespace {

void addSection(Report& report, ReportSection section) {
    if (!section.parts.empty()) report.sections.push_back(std::move(section));
}

}  // namespace

Result<Report> composeReport(const ReportSubject& subject) {
    const auto design = assess(subject.document.network, subject.context);
    if (!design) return tl::unexpected(design.error());
    std::optional<Assessment> baseline;
    if (subject.document.baseline) {
        auto assessed = assess(*subject.document.baseline, subject.context);
        if (!assessed) return tl::unexpected(assessed.error());
        baseline = *std::move(assessed);
    }
    const report::Material material{subject, *design, baseline ? &*baseline : nullptr};
    auto graph = report::graph(material);
    if (!graph) return tl::unexpected(graph.error());
    auto differences = report::differences(material);
    if (!differences) return tl::unexpected(differences.error());
    auto candidates = report::candidates(material);
    if (!candidates) return tl::unexpected(candidates.error());
    const std::string& name = subject.document.network.name();
    Report report{name.empty() ? subject.file_name : name, {}};
    addSection(report, report::summary(material));
    addSection(report, *std::move(differences));
    addSection(report, *std::move(candidates));
    addSection(report, report::walkthrough(material));
    addSection(report, *std::move(graph));
    addSection(report, report::costs(material));
    addSection(report, report::memory(material));
    addSection(report, report::problems(material));
    addSection(report, report::provenance(material));
    return report;
}

}  // namespace bw
