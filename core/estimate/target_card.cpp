// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/target_card.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "base/text.h"

namespace bw {
namespace {

constexpr size_t kShownWorstCases = 5;
constexpr size_t kLabelWidth = 30;

std::string fixed(double value, int digits) {
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", digits, value);
    return text;
}

std::string rateText(double bytes_per_cycle, double clock_hz) {
    return fixed(bytes_per_cycle * clock_hz / 1e9, 2) + " GB/s";
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) {
        text += (text.empty() ? "" : ", ") + word;
    }
    return text;
}

CardSection hardwareSection(const TargetProfile& target) {
    const NpuParameters& npu = target.npu;
    CardSection section{"Hardware", {}, {}};
    const auto row = [&](const char* label, std::string value) { section.rows.push_back({label, std::move(value)}); };
    std::vector<std::string> precisions;
    for (const Precision precision : npu.precisions) {
        precisions.emplace_back(precisionId(precision));
    }
    const int64_t pixels = npu.pixel_columns * npu.pixel_rows;
    row("Multipliers", std::to_string(npu.input_lanes) + " input lanes x " + std::to_string(npu.output_lanes) +
                           " output lanes x " + std::to_string(pixels) + (pixels == 1 ? " pixel = " : " pixels = ") +
                           groupDigits(npu.macsPerCycle()) + " MACs a cycle");
    row("Clock", fixed(npu.clock_hz / 1e6, 0) + " MHz: " +
                     fixed(static_cast<double>(npu.macsPerCycle()) * npu.clock_hz / 1e12, 3) + " TMAC/s at best");
    row("SRAM", formatBytes(npu.sram_bytes) + ", " + rateText(npu.sram_bytes_per_cycle, npu.clock_hz));
    row("DRAM", rateText(npu.dram_bytes_per_cycle, npu.clock_hz));
    row("Weights lie in", target.weights_area == MemoryArea::Flash
                              ? "flash, " + rateText(npu.flash_bytes_per_cycle, npu.clock_hz)
                          : target.weights_area == MemoryArea::Sram ? "SRAM"
                                                                    : "DRAM");
    row("Feature maps lie in",
        target.feature_maps == FeatureMapPlacement::AllSram ? "SRAM" : "SRAM as far as they fit, DRAM beyond");
    row("Channels stored in multiples of", std::to_string(npu.memory_brick));
    row("Precisions", joined(precisions));
    return section;
}

CardSection runtimeSection(const RuntimeRules& runtime) {
    CardSection section{"What its runtime fuses", {}, {}};
    std::vector<std::string> activations;
    for (const Activation activation : runtime.fused_activations) {
        activations.emplace_back(activationId(activation));
    }
    if (!activations.empty()) {
        section.notes.push_back("Inside the operator before them, at no cost of their own: " + joined(activations));
    }
    if (runtime.chains_add) section.notes.emplace_back("Additions run on the fly behind the convolution before them");
    if (runtime.folds_pad) section.notes.emplace_back("A padding becomes part of the convolution behind it");
    if (runtime.free_quantize)
        section.notes.emplace_back("A requantisation is part of the scaling of what is before it");
    if (runtime.free_concat) section.notes.emplace_back("What is concatenated is written straight into the result");
    if (section.notes.empty()) section.notes.emplace_back("Nothing: every operator costs time of its own");
    return section;
}

CardSection trainingSection(const CardEstimator& estimator) {
    const RegressorCard& card = *estimator.card;
    CardSection section{"What the latency is estimated from", {}, {}};
    section.rows.push_back({"Source", card.source});
    section.rows.push_back({"Data", card.measurements});
    if (!estimator.parametric) {
        section.rows.push_back({"Trained on", groupDigits(card.train_networks) + " networks, " +
                                                  groupDigits(card.train_kernels) + " kernels, " +
                                                  std::to_string(card.epochs) + " passes, seed " +
                                                  std::to_string(card.seed)});
        section.rows.push_back({"Interval set on", groupDigits(card.validation_networks) + " other networks"});
    }
    section.rows.push_back({"Identity (SHA-256)", estimator.id.substr(0, 16)});
    return section;
}

CardSection errorSection(const CardEstimator& estimator) {
    const RegressorCard& card = *estimator.card;
    CardSection section{"Error on " + groupDigits(card.test_networks) + " held-out networks", {}, {}};
    section.rows.push_back({"Mean error", percentText(card.network_mape)});
    if (estimator.parametric) return section;
    section.rows.push_back({"Within 5 %", percentText(card.within_5) + " of them"});
    section.rows.push_back({"Within 10 %", percentText(card.within_10) + " of them"});
    section.rows.push_back({"Rank correlation (Spearman)", fixed(card.spearman, 4)});
    section.rows.push_back({"Worst", percentText(card.worst_network)});
    return section;
}

CardSection intervalSection(const RegressorCard& card) {
    CardSection section{"The 90 % interval", {}, {}};
    if (!card.band.empty()) section.rows.push_back({"What is shown", card.band});
    section.rows.push_back(
        {"Against the measurements", percentText(card.interval_coverage) + " of the held-out networks inside"});
    section.rows.push_back({"Mean width", percentText(card.interval_width) + " of the estimate"});
    section.notes.emplace_back(
        "It is the error against the source named above; how far that source is from silicon is "
        "not in it unless the source says so");
    return section;
}

CardSection typeSection(const RegressorCard& card) {
    CardSection section{"Mean error of single kernels, by operator", {}, {}};
    std::vector<TypeError> types = card.by_type;
    std::stable_sort(types.begin(), types.end(),
                     [](const TypeError& a, const TypeError& b) { return a.kernels > b.kernels; });
    for (const TypeError& type : types) {
        section.rows.push_back(
            {type.type, percentText(type.mape) + " over " + groupDigits(type.kernels) + " held-out kernels"});
    }
    return section;
}

CardSection curveSection(const RegressorCard& card) {
    CardSection section{"Learning curve", {}, {}};
    for (const LearningPoint& point : card.learning_curve) {
        section.rows.push_back({groupDigits(point.networks) + " networks", percentText(point.mape) + " mean error"});
    }
    section.notes.emplace_back(card.epochs > 0 ? "One member of the ensemble each, tested on the same held-out networks"
                                               : "Each tested on the same held-out networks");
    return section;
}

CardSection worstSection(const RegressorCard& card) {
    CardSection section{"Worst held-out networks", {}, {}};
    for (size_t i = 0; i < std::min(kShownWorstCases, card.held_out.size()); ++i) {
        const NetworkOutcome& outcome = card.held_out[i];
        section.rows.push_back({elide(outcome.network, kLabelWidth - 2),
                                formatMilliseconds(outcome.predicted_ms) + " estimated, " +
                                    formatMilliseconds(outcome.measured_ms) + " measured (" +
                                    (outcome.error() >= 0 ? "+" : "-") + percentText(std::abs(outcome.error())) + ")"});
    }
    return section;
}

}  // namespace

std::string percentText(double fraction) {
    const double percent = fraction * 100.0;
    return fixed(percent, std::abs(percent) < 0.995 ? 2 : std::abs(percent) < 99.95 ? 1 : 0) + " %";
}

std::vector<CardSection> targetCard(const TargetProfile& target, const CardEstimator& estimator) {
    std::vector<CardSection> sections;
    CardSection head{target.name, {{"Target", target.id}, {"Kind", target.kind}}, {}};
    if (!target.description.empty()) head.notes.push_back(target.description);
    sections.push_back(std::move(head));
    if (estimator.card != nullptr) {
        sections.push_back(trainingSection(estimator));
        if (!estimator.problem.empty()) sections.back().notes.push_back(estimator.problem);
        sections.push_back(errorSection(estimator));
        sections.push_back(intervalSection(*estimator.card));
        if (!estimator.card->by_type.empty()) sections.push_back(typeSection(*estimator.card));
        if (!estimator.card->learning_curve.empty()) sections.push_back(curveSection(*estimator.card));
        if (!estimator.card->held_out.empty()) sections.push_back(worstSection(*estimator.card));
    } else {
        sections.push_back(
            {"No estimator", {}, {estimator.problem.empty() ? "Latency is unknown" : estimator.problem}});
    }
    sections.push_back(hardwareSection(target));
    sections.push_back(runtimeSection(target.runtime));
    return sections;
}

std::string cardText(const std::vector<CardSection>& sections) {
    std::string text;
    for (const CardSection& section : sections) {
        text += (text.empty() ? "" : "\n") + section.title + "\n";
        for (const CardRow& row : section.rows) {
            text += "  " + row.label +
                    std::string(std::max(kLabelWidth, row.label.size() + 1) - row.label.size(), ' ') + row.value + "\n";
        }
        for (const std::string& note : section.notes) {
            text += "  " + note + (note.ends_with('.') ? "\n" : ".\n");
        }
    }
    return text;
}

}  // namespace bw
