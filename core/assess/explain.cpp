// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assess/explain.h"

#include "target/kernel_decomposition.h"
#include "target/network_cycles.h"

namespace bw {
namespace {

void addTimes(const KernelCycles& cycles, const TargetProfile& target, BlockExplanation& explanation) {
    PartTimes& parts = explanation.parts;
    parts.multipliers += target.milliseconds(cycles.mac);
    parts.output += target.milliseconds(cycles.output);
    parts.issue += target.milliseconds(cycles.issue);
    parts.sram += target.milliseconds(cycles.sram);
    parts.dram += target.milliseconds(cycles.dram);
    parts.weights += target.milliseconds(cycles.exposed_load);
    explanation.model_ms += target.milliseconds(cycles.total);
}

std::string_view areaText(MemoryArea area) {
    constexpr std::array<std::string_view, 3> kTexts = {"SRAM", "DRAM", "flash"};
    return kTexts[static_cast<size_t>(area)];
}

}  // namespace

std::array<PartTime, 6> partsOf(const PartTimes& times) {
    return {PartTime{boundName(Bound::Multipliers), times.multipliers},
            PartTime{boundName(Bound::Output), times.output},
            PartTime{boundName(Bound::Issue), times.issue},
            PartTime{boundName(Bound::Sram), times.sram},
            PartTime{boundName(Bound::Dram), times.dram},
            PartTime{boundName(Bound::Weights), times.weights}};
}

BlockExplanation explainBlock(const Assessment& assessment, size_t position, const TargetProfile& target) {
    BlockExplanation explanation;
    const BlockSpan& span = assessment.lowered.blocks[position];
    const NetworkCycles model = networkCycles(assessment.slots, target);
    for (int32_t op = span.first_operator; op < span.first_operator + span.operator_count; ++op) {
        const auto index = static_cast<size_t>(op);
        const KernelSlot& slot = assessment.slots[index];
        if (!assessment.operators.empty()) {
            const OperatorEstimate& estimate = assessment.operators[index];
            if (!estimate.known) explanation.unknown.push_back(op);
            if (estimate.out_of_range) explanation.out_of_range.push_back(op);
        } else if (slot.cost == SlotCost::Unknown) {
            explanation.unknown.push_back(op);
        }
        if (slot.cost == SlotCost::Free) {
            explanation.fused.push_back({op, slot.host, freeReasonText(slot.reason)});
        } else if (slot.cost == SlotCost::Runs && model.kernels[index].known) {
            addTimes(model.kernels[index], target, explanation);
            const KernelPlacement placement = placeKernel(slot.kernel, target, slot.format);
            explanation.places.push_back({op, placement.input_in_dram, placement.output_in_dram, placement.weights,
                                          slot.kernel.weight_elements > 0});
        }
    }
    return explanation;
}

std::string_view boundAdvice(Bound bound) {
    switch (bound) {
        case Bound::Multipliers:
            return "The multipliers set the pace: fewer multiply-accumulates, or channels that fill the lanes, help";
        case Bound::Output:
            return "Writing results out sets the pace, not the arithmetic: a smaller output helps, fewer "
                   "multiply-accumulates do not";
        case Bound::Issue:
            return "The pieces are so small that issuing commands sets the pace: larger maps or fewer operators help";
        case Bound::Sram:
            return "Moving feature maps in SRAM sets the pace: smaller maps help, or fusing operators that pass a "
                   "large "
                   "map on";
        case Bound::Dram:
            return "Traffic with DRAM sets the pace: maps that fit into SRAM, or fewer weights, help";
        case Bound::Weights:
            return "Loading weights sets the pace: fewer weights help, fewer pixels do not";
        case Bound::Nothing:
            return "It costs no time of its own";
        case Bound::Unknown:
            break;
    }
    return "What limits it is not known";
}

std::string placesText(const KernelPlaces& places) {
    std::string text = places.input_in_dram == places.output_in_dram
                           ? std::string("input and output in ") + (places.input_in_dram ? "DRAM" : "SRAM")
                           : std::string("input in ") + (places.input_in_dram ? "DRAM" : "SRAM") + ", output in " +
                                 (places.output_in_dram ? "DRAM" : "SRAM");
    if (places.has_weights) text += ", weights in " + std::string(areaText(places.weights));
    return text;
}

}  // namespace bw
