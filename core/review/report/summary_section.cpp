// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <optional>

#include "base/number_text.h"
#include "base/text.h"
#include "review/report/report_sections.h"

namespace bw::report {
namespace {

std::string percentOf(double before, double after) {
    if (before <= 0) return {};
    if (before == after) return "±0 %";
    return signedText((after / before - 1) * 100, 1) + " %";
}

/// One row: the figure here and in the baseline, and the budget it has to keep.
class SummaryRows {
public:
    SummaryRows(const Totals& design, const Totals* baseline) : design_(design), baseline_(baseline) {
        table_.name = "summary";
        table_.columns = {{"Figure", false}, {"This design", true}};
        if (baseline != nullptr) {
            table_.columns.push_back({"Baseline", true});
            table_.columns.push_back({"Change", true});
        }
        table_.columns.push_back({"Budget", true});
        table_.columns.push_back({"Kept", false});
    }

    void latency(const std::optional<double>& budget) {
        std::vector<std::string> row = {"Latency", latencyText(design_)};
        if (baseline_ != nullptr) {
            row.push_back(latencyText(*baseline_));
            const bool known = design_.latency_ms && baseline_->latency_ms;
            row.push_back(known ? percentOf(*baseline_->latency_ms, *design_.latency_ms) : "unknown");
        }
        row.push_back(budget ? formatMilliseconds(*budget) : "");
        row.push_back(!budget ? "" : !design_.latency_ms ? "unknown" : *design_.latency_ms <= *budget ? "yes" : "no");
        table_.rows.push_back(std::move(row));
        if (!design_.latency_low_ms || !design_.latency_high_ms) return;
        row = {"90 % band",
               formatMilliseconds(*design_.latency_low_ms) + " to " + formatMilliseconds(*design_.latency_high_ms)};
        row.resize(table_.columns.size());
        table_.rows.push_back(std::move(row));
    }

    void count(const char* name, int64_t Totals::*figure, const char* unit, const std::optional<int64_t>& budget = {}) {
        const auto text = [&](int64_t value) { return groupDigits(value) + unit; };
        std::vector<std::string> row = {name, text(design_.*figure)};
        if (baseline_ != nullptr) {
            row.push_back(text(baseline_->*figure));
            row.push_back(percentOf(static_cast<double>(baseline_->*figure), static_cast<double>(design_.*figure)));
        }
        row.push_back(budget ? text(*budget) : "");
        row.push_back(!budget ? "" : design_.*figure <= *budget ? "yes" : "no, by " + text(design_.*figure - *budget));
        table_.rows.push_back(std::move(row));
    }

    ReportTable done() && { return std::move(table_); }

private:
    static std::string latencyText(const Totals& totals) {
        if (!totals.latency_ms) return "unknown";
        return (totals.coverage < 1 ? "at least " : "") + formatMilliseconds(*totals.latency_ms);
    }

    const Totals& design_;
    const Totals* baseline_;
    ReportTable table_;
};

}  // namespace

ReportSection summary(const Material& material) {
    const ReportSubject& subject = material.subject;
    const Totals& totals = material.design.totals;
    const Budgets& budgets = subject.document.budgets;
    SummaryRows rows(totals, material.baseline != nullptr ? &material.baseline->totals : nullptr);
    rows.latency(budgets.latency_ms);
    rows.count("MACs", &Totals::macs, "");
    rows.count("Parameters", &Totals::parameters, "");
    rows.count("Parameter memory", &Totals::parameter_bytes, " B", budgets.parameter_bytes);
    rows.count("Peak activation memory", &Totals::peak_activation_bytes, " B", budgets.peak_activation_bytes);
    rows.count("Activation arena (greedy)", &Totals::arena_bytes, " B");
    ReportSection section{"In short", {}};
    section.parts.emplace_back(ReportText{subject.document.network.name() + " on " + subject.context.target.name +
                                          ", " + std::string(precisionId(subject.context.precision)) + ", " +
                                          std::to_string(subject.document.network.size()) + " blocks."});
    if (!subject.document.notes.empty()) section.parts.emplace_back(ReportText{subject.document.notes});
    section.parts.emplace_back(std::move(rows).done());
    if (totals.latency_ms && totals.coverage < 1) {
        section.parts.emplace_back(
            ReportText{"The latency leaves out operators that the target's estimator does not know: coverage " +
                       formatNumber(static_cast<double>(static_cast<int>(totals.coverage * 1000)) / 10) + " %."});
    }
    return section;
}

}  // namespace bw::report
