// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "assess/assessment.h"
#include "review/report/report.h"

/// The sections of a report, one function each; composeReport() puts them in order. A section without parts is left
/// out.
namespace bw::report {

/// What all sections are told of.
struct Material {
    const ReportSubject& subject;
    const Assessment& design;
    const Assessment* baseline = nullptr;  ///< Null where the document pins none.
};

/// Figures beside those of the baseline and the budgets.
ReportSection summary(const Material& material);
Result<ReportSection> graph(const Material& material);
ReportSection costs(const Material& material);
ReportSection memory(const Material& material);
/// How the design differs from the baseline, as edits whose costs add up.
Result<ReportSection> differences(const Material& material);
/// The document's candidates with their costs, beside the design and the baseline.
Result<ReportSection> candidates(const Material& material);
/// The stops of the walk-through and what was decided.
ReportSection walkthrough(const Material& material);
ReportSection problems(const Material& material);
/// Target, estimator, memory rules, versions: what the figures rest on.
ReportSection provenance(const Material& material);

}  // namespace bw::report
