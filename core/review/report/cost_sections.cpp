// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "base/number_text.h"
#include "base/text.h"
#include "review/report/cost_pictures.h"
#include "review/report/graph_picture.h"
#include "review/report/report_sections.h"

namespace bw::report {
namespace {

ReportTable blockTable(const Assessment& a) {
    ReportTable table{"blocks",
                      {{"Block", false},
                       {"Kind", false},
                       {"Stage", false},
                       {"Output", false},
                       {"ms", true},
                       {"%", true},
                       {"MACs", true},
                       {"Parameters", true},
                       {"Live bytes", true}},
                      {}};
    for (size_t i = 0; i < a.blocks.size(); ++i) {
        const Block& block = a.network.at(i);
        const BlockFigures& figures = a.blocks[i];
        const bool known = figures.latency_ms && a.totals.latency_ms && *a.totals.latency_ms > 0;
        table.rows.push_back({block.name, block.kind->label, block.stage, figures.output_shape.text(),
                              figures.latency_ms ? fixedText(*figures.latency_ms, 4) : "unknown",
                              known ? fixedText(*figures.latency_ms / *a.totals.latency_ms * 100, 1) : "",
                              groupDigits(figures.macs), groupDigits(figures.parameters),
                              groupDigits(figures.live_bytes)});
    }
    return table;
}

/// Name of the block in which a buffer is written.
std::string writerOf(const Assessment& a, const TensorLife& life) {
    const Block* block = a.network.find(life.block);
    return block != nullptr ? block->name : "network input";
}

ReportTable peakTable(const Assessment& a) {
    ReportTable table{"peak_tensors",
                      {{"Buffer at the peak, written by", false}, {"Role", false}, {"Bytes", true}, {"Steps", true}},
                      {}};
    std::vector<const TensorLife*> live;
    for (const TensorLife& life : a.memory.live.lives) {
        if (life.liveAt(a.memory.live.peak_step) && life.role != LifeRole::WeightStaging) live.push_back(&life);
    }
    std::stable_sort(live.begin(), live.end(),
                     [](const TensorLife* x, const TensorLife* y) { return x->bytes > y->bytes; });
    for (const TensorLife* life : live) {
        table.rows.push_back({writerOf(a, *life), std::string(lifeRoleId(life->role)), groupDigits(life->bytes),
                              std::to_string(life->first_step + 1) + " to " + std::to_string(life->last_step + 1)});
    }
    return table;
}

const char* severityText(Severity severity) {
    return severity == Severity::Error ? "error" : severity == Severity::Warning ? "warning" : "hint";
}

}  // namespace

Result<ReportSection> graph(const Material& material) {
    auto picture = graphPicture(material.design);
    if (!picture) return tl::unexpected(picture.error());
    return ReportSection{"Graph", {*std::move(picture)}};
}

ReportSection costs(const Material& material) {
    return {"Cost by block", {costPicture(material.design), blockTable(material.design)}};
}

ReportSection memory(const Material& material) {
    const Assessment& a = material.design;
    ReportSection section{"Activation memory over time", {}};
    if (a.memory.profile != nullptr) {
        section.parts.emplace_back(ReportText{"Counted as " + std::string(a.memory.profile->name) + " has it. " +
                                              std::string(a.memory.profile->counts)});
    }
    section.parts.emplace_back(memoryPicture(a, material.subject.document.budgets));
    section.parts.emplace_back(peakTable(a));
    return section;
}

ReportSection problems(const Material& material) {
    const Assessment& a = material.design;
    ReportSection section{"Problems and hints", {}};
    if (a.problems.empty()) return section;
    ReportTable table{
        "problems", {{"Weight", false}, {"Code", false}, {"Block", false}, {"What", false}, {"Remedy", false}}, {}};
    for (const Problem& problem : a.problems) {
        const Block* block = a.network.find(problem.block);
        table.rows.push_back({severityText(problem.severity), problem.code, block != nullptr ? block->name : "",
                              problem.message, problem.remedy});
    }
    section.parts.emplace_back(std::move(table));
    return section;
}

}  // namespace bw::report
