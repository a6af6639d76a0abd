// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/target_card.h"
#include "estimate/target_fingerprint.h"
#include "review/report/report_sections.h"

namespace bw::report {

ReportSection provenance(const Material& material) {
    const ReportSubject& subject = material.subject;
    const TargetProfile& target = subject.context.target;
    ReportTable table{"provenance", {{"What", false}, {"Value", false}}, {}};
    const auto row = [&](const char* what, std::string value) {
        if (!value.empty()) table.rows.push_back({what, std::move(value)});
    };
    row("Document", subject.file_name);
    row("Program", "Blockwright " + subject.program_version);
    row("Target", target.name + " (" + target.id + ")");
    row("Hardware parameters, SHA-256", targetFingerprint(target));
    row("Number format", std::string(precisionId(subject.context.precision)));
    if (subject.context.estimator != nullptr) {
        const Estimator& estimator = *subject.context.estimator;
        const RegressorCard& card = estimator.card();
        row("Estimator", estimator.isParametric() ? "the parametric model itself" : "regressor");
        row("Estimator, SHA-256", estimator.id());
        row("Trained on", card.source);
        row("Error on networks it never saw",
            percentText(card.network_mape) + " on average, " + percentText(card.within_10) + " of " +
                std::to_string(card.test_networks) + " networks within ±10 %, rank correlation " +
                percentText(card.spearman));
        if (!estimator.isParametric()) row("Seed of its training", std::to_string(card.seed));
        row("Band", card.band);
    } else {
        row("Estimator", "none: " + subject.estimator_problem);
    }
    if (material.design.memory.profile != nullptr)
        row("Activation memory counted as", std::string(material.design.memory.profile->name));
    return {"Where the figures come from", {std::move(table)}};
}

}  // namespace bw::report
