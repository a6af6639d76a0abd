// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assess/count_network.h"
#include "base/number_text.h"
#include "base/text.h"
#include "review/candidates/accuracy_text.h"
#include "review/report/pareto_picture.h"
#include "review/report/report_sections.h"

namespace bw::report {
namespace {

std::string joined(const std::vector<std::string>& parts) {
    std::string text;
    for (const std::string& part : parts)
        text += (text.empty() ? "" : ", ") + part;
    return text;
}

std::vector<std::string> row(const std::string& name, const Totals& totals, const Candidate* candidate) {
    const std::string none;
    return {name,
            totals.latency_ms ? fixedText(*totals.latency_ms, 4) : "unknown",
            groupDigits(totals.parameters),
            groupDigits(totals.peak_activation_bytes),
            candidate != nullptr && candidate->score ? formatNumber(*candidate->score) : none,
            candidate != nullptr && candidate->accuracy ? accuracyText(*candidate->accuracy) : none,
            candidate != nullptr ? candidate->origin : none,
            candidate != nullptr ? joined(candidate->tags) : none,
            candidate != nullptr ? candidate->notes : none};
}

}  // namespace

Result<ReportSection> candidates(const Material& material) {
    ReportSection section{"Candidates", {}};
    const auto& list = material.subject.document.review.candidates;
    if (list.empty()) return section;
    ReportTable table{"candidates",
                      {{"Network", false},
                       {"ms", true},
                       {"Parameters", true},
                       {"Peak, B", true},
                       {"Score", true},
                       {"Accuracy", false},
                       {"Origin", false},
                       {"Tags", false},
                       {"Notes", false}},
                      {}};
    std::vector<WeighedNetwork> weighed = {{"this design", material.design.totals, true}};
    table.rows.push_back(row("this design", material.design.totals, nullptr));
    if (material.baseline != nullptr) {
        table.rows.push_back(row("baseline", material.baseline->totals, nullptr));
        weighed.push_back({"baseline", material.baseline->totals, true});
    }
    for (const Candidate& candidate : list) {
        const auto totals = countNetwork(candidate.network, material.subject.context);
        if (!totals) {
            Error error = totals.error();
            error.place = "candidate '" + elide(candidate.name, 60) + "'";
            return tl::unexpected(std::move(error));
        }
        table.rows.push_back(row((candidate.pinned ? "★ " : "") + candidate.name, *totals, &candidate));
        weighed.push_back({candidate.name, *totals, false});
    }
    if (auto picture = paretoPicture(weighed)) section.parts.emplace_back(*std::move(picture));
    section.parts.emplace_back(std::move(table));
    return section;
}

ReportSection walkthrough(const Material& material) {
    ReportSection section{"Walk-through and decisions", {}};
    const auto& stops = material.subject.document.review.stops;
    if (stops.empty()) return section;
    ReportTable table{
        "decisions",
        {{"Stop", false}, {"Blocks", false}, {"Note", false}, {"Decision", false}, {"Owner", false}, {"Date", false}},
        {}};
    int number = 0;
    for (const Stop& stop : stops) {
        std::vector<std::string> names;
        for (const BlockId id : stop.selection) {
            if (const Block* block = material.design.network.find(id)) names.push_back(block->name);
        }
        table.rows.push_back({std::to_string(++number) + ". " + stop.title, joined(names), stop.note,
                              std::string(verdictId(stop.decision)), stop.owner, stop.date});
    }
    section.parts.emplace_back(std::move(table));
    return section;
}

}  // namespace bw::report
