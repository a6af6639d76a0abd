// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/why_output.h"

#include <cstdio>

#include "base/text.h"

namespace bw::cli {
namespace {

using nlohmann::json;

const Operator& operatorAt(const Assessment& assessment, int32_t op) {
    return assessment.lowered.graph.operators[static_cast<size_t>(op)];
}

std::string operatorName(const Assessment& assessment, int32_t op) {
    const Operator& the_operator = operatorAt(assessment, op);
    std::string name(opTypeId(the_operator.type));
    if (the_operator.type == OpType::Activation) {
        name = activationId(the_operator.activation);
    } else if (the_operator.activation != Activation::None) {
        name += " + " + std::string(activationId(the_operator.activation));
    }
    if (the_operator.type == OpType::Opaque) name += " " + cleanName(the_operator.detail, 40);
    return name;
}

std::string percent(double share) {
    char text[32];
    std::snprintf(text, sizeof text, "%.0f %%", share * 100);
    return text;
}

void line(std::string& text, const std::string& words) {
    text += "    " + words + "\n";
}

}  // namespace

json whyJson(const Assessment& assessment, size_t position, const AssessmentContext& context) {
    const BlockFigures& figures = assessment.blocks[position];
    const BlockExplanation why = explainBlock(assessment, position, context.target);
    json fused = json::array(), places = json::array(), unknown = json::array(), outside = json::array();
    for (const FusedOperator& op : why.fused) {
        fused.push_back(
            {{"op", operatorName(assessment, op.op)}, {"into", operatorName(assessment, op.host)}, {"how", op.reason}});
    }
    for (const KernelPlaces& place : why.places) {
        places.push_back({{"op", operatorName(assessment, place.op)},
                          {"input", place.input_in_dram ? "dram" : "sram"},
                          {"output", place.output_in_dram ? "dram" : "sram"},
                          {"weights", place.has_weights ? json(memoryAreaId(place.weights)) : json(nullptr)}});
    }
    for (const int32_t op : why.unknown)
        unknown.push_back(operatorName(assessment, op));
    for (const int32_t op : why.out_of_range)
        outside.push_back(operatorName(assessment, op));
    json parts = json::object();
    for (const PartTime& part : partsOf(why.parts))
        parts[std::string(part.name)] = part.milliseconds;
    const bool known = figures.latency_ms.has_value();
    return {{"bound", known ? json(boundName(figures.bound)) : json(nullptr)},
            {"parts_ms", std::move(parts)},
            {"model_ms", why.model_ms},
            {"fused", std::move(fused)},
            {"placement", std::move(places)},
            {"unknown", std::move(unknown)},
            {"out_of_range", std::move(outside)}};
}

std::string whyText(const Assessment& assessment, const AssessmentContext& context) {
    std::string text = "\nWhy\n";
    for (size_t i = 0; i < assessment.network.size(); ++i) {
        const BlockFigures& figures = assessment.blocks[i];
        const BlockExplanation why = explainBlock(assessment, i, context.target);
        if (why.places.empty() && why.unknown.empty() && why.fused.empty()) continue;
        text += "  " + elide(assessment.network.at(i).name, 40) + ": " +
                (figures.latency_ms
                     ? formatMilliseconds(*figures.latency_ms) + ", limited by " + std::string(boundName(figures.bound))
                     : std::string("unknown")) +
                "\n";
        if (figures.latency_ms && !why.places.empty()) {
            line(text, std::string(boundAdvice(figures.bound)) + ".");
            line(text, "utilisation " + percent(figures.utilisation) + ", idle lanes " + percent(figures.idle_lanes));
        }
        if (figures.fusion_margin) {
            line(text, "fusion margin " + formatNumber(static_cast<double>(static_cast<int>(*figures.fusion_margin))) +
                           " channels" + (*figures.fusion_margin > 0 ? " (fusing pays)" : " (fusing costs)"));
        }
        std::string parts;
        for (const PartTime& part : partsOf(why.parts)) {
            if (part.milliseconds <= 0) continue;
            parts += (parts.empty() ? "" : ", ") + std::string(part.name) + " " + formatMilliseconds(part.milliseconds);
        }
        if (!parts.empty()) line(text, "parts alone, by the parametric model: " + parts);
        for (const KernelPlaces& place : why.places)
            line(text, operatorName(assessment, place.op) + ": " + placesText(place));
        for (const FusedOperator& op : why.fused)
            line(text, operatorName(assessment, op.op) + ": free. " + std::string(op.reason));
        for (const int32_t op : why.unknown)
            line(text, operatorName(assessment, op) + ": its cost is unknown and in no total");
        for (const int32_t op : why.out_of_range)
            line(text, operatorName(assessment, op) + ": unlike anything the estimator was trained on");
    }
    return text;
}

}  // namespace bw::cli
