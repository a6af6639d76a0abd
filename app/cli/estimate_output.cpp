// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/estimate_output.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "base/text.h"

namespace bw::cli {
namespace {

using nlohmann::json;

json orNull(const std::optional<double>& value) {
    return value ? json(*value) : json(nullptr);
}

json shapeJson(const Shape& shape) {
    return std::vector<int64_t>(shape.sizes().begin(), shape.sizes().end());
}

const char* severityId(Severity severity) {
    switch (severity) {
        case Severity::Hint:
            return "hint";
        case Severity::Warning:
            return "warning";
        case Severity::Error:
            return "error";
    }
    return "warning";
}

json operatorJson(const Assessment& a, size_t index) {
    const Operator& op = a.lowered.graph.operators[index];
    json value = {{"op", opTypeId(op.type)},
                  {"macs", op.macs},
                  {"parameters", op.parameters()},
                  {"output_shape", shapeJson(a.lowered.graph.shape(op.outputs.front()))},
                  {"latency_ms", nullptr}};
    if (!op.detail.empty()) value["detail"] = elide(op.detail, 80);
    if (a.operators.empty()) return value;
    const OperatorEstimate& estimate = a.operators[index];
    if (estimate.known) value["latency_ms"] = estimate.latency_ms;
    if (estimate.free) value["free"] = true;
    if (estimate.out_of_range) value["out_of_range"] = true;
    if (!estimate.note.empty()) value["note"] = estimate.note;
    return value;
}

/// The id of a block's own format; null where it is as the network.
template <class T, class IdOf>
json formatJson(const std::optional<T>& format, IdOf idOf) {
    return format ? json(idOf(*format)) : json(nullptr);
}

json blockJson(const Assessment& a, size_t position) {
    const Block& block = a.network.at(position);
    const BlockFigures& figures = a.blocks[position];
    const BlockSpan& span = a.lowered.blocks[position];
    json operators = json::array();
    for (int32_t i = span.first_operator; i < span.first_operator + span.operator_count; ++i) {
        operators.push_back(operatorJson(a, static_cast<size_t>(i)));
    }
    json inputs = json::array();
    for (const Port& port : block.inputs)
        inputs.push_back(port.block);
    json attributes = json::object();
    for (const auto& [name, value] : block.attributes.entries()) {
        attributes[name] = std::visit([](const auto& v) { return json(v); }, value);
    }
    return {{"id", block.id},
            {"name", block.name},
            {"kind", block.kind->id},
            {"source", block.source},
            {"stage", block.stage},
            {"inputs", std::move(inputs)},
            {"attributes", std::move(attributes)},
            {"latency_ms", orNull(figures.latency_ms)},
            {"latency_low_ms", figures.latency_ms ? json(figures.latency_low_ms) : json(nullptr)},
            {"latency_high_ms", figures.latency_ms ? json(figures.latency_high_ms) : json(nullptr)},
            {"energy_uj", orNull(figures.energy_uj)},
            {"precision", formatJson(block.precision.activations, precisionId)},
            {"weights", formatJson(block.precision.weights, weightFormatId)},
            {"macs", figures.macs},
            {"parameters", figures.parameters},
            {"parameter_bytes", figures.parameter_bytes},
            {"live_activation_bytes", figures.live_bytes},
            {"output_shape", shapeJson(figures.output_shape)},
            {"utilisation", a.operators.empty() ? json(nullptr) : json(figures.utilisation)},
            {"idle_lanes", figures.idle_lanes},
            {"fusion_margin", orNull(figures.fusion_margin)},
            {"operators", std::move(operators)}};
}

json problemJson(const Assessment& a, const Problem& problem) {
    json value = {{"severity", severityId(problem.severity)},
                  {"code", problem.code},
                  {"message", problem.message},
                  {"block", nullptr}};
    if (const Block* block = a.network.find(problem.block)) value["block"] = block->name;
    if (!problem.remedy.empty()) value["remedy"] = problem.remedy;
    if (!problem.fix.empty()) value["fix"] = problem.fix;
    return value;
}

/// Pads by characters rather than bytes, so that names in any script line up.
std::string cell(std::string text, size_t width) {
    size_t characters = 0;
    for (const char c : text)
        characters += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1 : 0;
    if (characters < width) text.append(width - characters, ' ');
    return text;
}

std::string right(const std::string& text, size_t width) {
    return text.size() < width ? std::string(width - text.size(), ' ') + text : text;
}

/// "  int16, int4 weights" where a block has formats of its own.
std::string ownFormatText(const PrecisionChoice& choice) {
    std::string text;
    if (choice.activations) text += "  " + std::string(precisionId(*choice.activations));
    if (choice.weights)
        text += (text.empty() ? "  " : ", ") + std::string(weightFormatId(*choice.weights)) + " weights";
    return text;
}

/// What the band holds, and the error on networks that the estimator never saw.
std::string sourceText(const Estimator& estimator) {
    const RegressorCard& card = estimator.card();
    if (estimator.isParametric()) {
        return cell("estimated by", 18) + card.source + "\n" + cell("", 18) + "The band is " + card.measurements +
               " (" + formatNumber(std::round(card.network_mape * 1000) / 10) + " % on average, over " +
               std::to_string(card.test_networks) + " networks), not against silicon.\n";
    }
    const std::string band = card.band.empty() ? "the error against that source, not against silicon" : card.band;
    return cell("estimated from", 18) + card.source + "\n" + cell("", 18) + "The band: " + band + ".\n" + cell("", 18) +
           "Error against that source: " + formatNumber(std::round(card.network_mape * 1000) / 10) +
           " % on average, over " + std::to_string(card.test_networks) + " held-out networks.\n";
}

}  // namespace

json totalsJson(const Totals& totals) {
    return {{"latency_ms", orNull(totals.latency_ms)},
            {"latency_low_ms", orNull(totals.latency_low_ms)},
            {"latency_high_ms", orNull(totals.latency_high_ms)},
            {"macs", totals.macs},
            {"parameters", totals.parameters},
            {"parameter_bytes", totals.parameter_bytes},
            {"peak_activation_bytes", totals.peak_activation_bytes},
            {"arena_bytes", totals.arena_bytes},
            {"coverage", totals.coverage}};
}

json estimateJson(const OpenedForTarget& opened, const Assessment& assessment, const std::string& file) {
    json blocks = json::array();
    for (size_t i = 0; i < assessment.network.size(); ++i)
        blocks.push_back(blockJson(assessment, i));
    json problems = json::array();
    for (const Problem& problem : assessment.problems)
        problems.push_back(problemJson(assessment, problem));
    json estimator = nullptr;
    if (opened.context.estimator != nullptr) {
        const RegressorCard& card = opened.context.estimator->card();
        estimator = {{"id", opened.context.target.id},
                     {"sha256", opened.context.estimator->id()},
                     {"source", card.source},
                     {"parametric", opened.context.estimator->isParametric()},
                     {"band", card.band},
                     {"held_out_networks", card.test_networks},
                     {"held_out_error", card.network_mape}};
    }
    json value = {{"file", file},
                  {"format", opened.model.format},
                  {"target", opened.context.target.id},
                  {"precision", precisionId(opened.context.precision)},
                  {"estimator", std::move(estimator)},
                  {"totals", totalsJson(assessment.totals)},
                  {"energy", energyJson(assessment.energy)},
                  {"blocks", std::move(blocks)},
                  {"problems", std::move(problems)},
                  {"notes", opened.model.notes}};
    const std::string& unavailable =
        opened.estimator_problem.empty() ? assessment.latency_problem : opened.estimator_problem;
    if (!unavailable.empty()) value["latency_problem"] = unavailable;
    return value;
}

std::string changeText(const Totals& before, const Totals& after) {
    std::string text;
    const auto line = [&](const char* name, const std::string& from, const std::string& to, double ratio) {
        char change[32] = "";
        if (ratio > 0) std::snprintf(change, sizeof change, "%+.1f %%", (ratio - 1) * 100);
        text += name + std::string(18 - std::string(name).size(), ' ') + from + " -> " + to + "  " + change + "\n";
    };
    const auto latency = [](const Totals& totals) {
        if (!totals.latency_ms) return std::string("unknown");
        return (totals.coverage < 1 ? "at least " : "") + formatMilliseconds(*totals.latency_ms);
    };
    const bool known = before.latency_ms && after.latency_ms && *before.latency_ms > 0;
    line("latency", latency(before), latency(after), known ? *after.latency_ms / *before.latency_ms : 0);
    const auto count = [&](const char* name, int64_t from, int64_t to, bool bytes) {
        line(name, bytes ? formatBytes(from) : groupDigits(from), bytes ? formatBytes(to) : groupDigits(to),
             from > 0 ? static_cast<double>(to) / static_cast<double>(from) : 0);
    };
    count("MACs", before.macs, after.macs, false);
    count("parameters", before.parameters, after.parameters, false);
    count("parameter memory", before.parameter_bytes, after.parameter_bytes, true);
    count("peak activations", before.peak_activation_bytes, after.peak_activation_bytes, true);
    return text;
}

std::string totalsText(const Totals& totals, const std::string& latency_problem) {
    std::string text;
    const auto line = [&](const char* label, const std::string& value) { text += cell(label, 18) + value + "\n"; };
    if (totals.latency_ms) {
        const std::string at_least = totals.coverage < 1 ? "at least " : "";
        line("latency", at_least + formatMilliseconds(*totals.latency_ms) + "  (90 % band " +
                            formatMilliseconds(*totals.latency_low_ms) + " to " +
                            formatMilliseconds(*totals.latency_high_ms) + ", coverage " +
                            formatNumber(static_cast<double>(static_cast<int>(totals.coverage * 1000)) / 10) + " %)");
    } else {
        line("latency", "unknown" + (latency_problem.empty() ? std::string() : ": " + latency_problem));
    }
    line("MACs", groupDigits(totals.macs));
    line("parameters", groupDigits(totals.parameters) + "  (" + formatBytes(totals.parameter_bytes) + ")");
    line("peak activations",
         groupDigits(totals.peak_activation_bytes) + " B  (" + formatBytes(totals.peak_activation_bytes) + ")");
    line("arena", groupDigits(totals.arena_bytes) + " B");
    return text;
}

std::string estimateText(const OpenedForTarget& opened, const Assessment& assessment, bool with_energy) {
    std::string text = assessment.network.name() + " on " + opened.context.target.name + " (" +
                       std::string(precisionId(opened.context.precision)) + ")\n\n";
    text += totalsText(assessment.totals,
                       opened.estimator_problem.empty() ? assessment.latency_problem : opened.estimator_problem);
    if (opened.context.estimator != nullptr) text += sourceText(*opened.context.estimator);
    if (with_energy) text += "\n" + energyText(assessment.energy);
    text += "\n" + cell("block", 26) + cell("kind", 22) + cell("output", 18) + right("ms", 9) + right("MACs", 15) +
            right("parameters", 12) + (with_energy ? right("energy", 12) : "") + "\n";
    for (size_t i = 0; i < assessment.network.size(); ++i) {
        const Block& block = assessment.network.at(i);
        const BlockFigures& figures = assessment.blocks[i];
        char latency[32] = "?";
        if (figures.latency_ms) std::snprintf(latency, sizeof latency, "%.4f", *figures.latency_ms);
        text += cell(elide(block.name, 25), 26) + cell(block.kind->id, 22) + cell(figures.output_shape.text(), 18) +
                right(latency, 9) + right(groupDigits(figures.macs), 15) + right(groupDigits(figures.parameters), 12);
        if (with_energy) text += right(figures.energy_uj ? formatEnergy(*figures.energy_uj) : "?", 12);
        text += ownFormatText(block.precision) + "\n";
    }
    if (!assessment.problems.empty()) text += "\nProblems\n";
    for (const Problem& problem : assessment.problems) {
        const Block* block = assessment.network.find(problem.block);
        text += std::string("  ") + severityId(problem.severity) + "  " + problem.code + "  " +
                (block != nullptr ? elide(block->name, 30) + ": " : "") + problem.message + "\n";
    }
    for (const std::string& note : opened.model.notes)
        text += "note: " + elide(note, 200) + "\n";
    return text;
}

}  // namespace bw::cli
