// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "assess/assessment.h"

namespace bw {

/// What the parts of an accelerator would need for a block if each worked alone, milliseconds by the parametric model,
/// summed over its kernels. The greatest of a kernel sets its pace.
struct PartTimes {
    double multipliers = 0.0;
    double output = 0.0;   ///< Requantisation and element by element work.
    double issue = 0.0;    ///< Commands.
    double sram = 0.0;     ///< Traffic of feature maps in SRAM.
    double dram = 0.0;     ///< Traffic with DRAM, weights included that stream in.
    double weights = 0.0;  ///< Loading weights that the kernel before does not hide.
};

/// One part of PartTimes: its name for people and its time.
struct PartTime {
    std::string_view name;
    double milliseconds = 0.0;
};
std::array<PartTime, 6> partsOf(const PartTimes& times);

/// An operator that costs nothing of its own, and why.
struct FusedOperator {
    int32_t op = 0;    ///< In the lowered graph.
    int32_t host = 0;  ///< The operator whose kernel does its work; `op` where none does.
    std::string_view reason;
};

/// Where one kernel's data are expected to lie.
struct KernelPlaces {
    int32_t op = 0;
    bool input_in_dram = false;
    bool output_in_dram = false;
    MemoryArea weights = MemoryArea::Dram;
    bool has_weights = false;
};

/// Why a block costs what it costs.
struct BlockExplanation {
    PartTimes parts;
    double model_ms = 0.0;  ///< The parametric model's time for the block; the estimate may differ.
    std::vector<FusedOperator> fused;
    std::vector<KernelPlaces> places;  ///< Of the kernels that run, in execution order.
    std::vector<int32_t> unknown;      ///< Operators whose cost nobody can know.
    std::vector<int32_t> out_of_range;
};

/// Explains the block at `position` of an assessment made for `target`. Pure; linear in the network's operators.
BlockExplanation explainBlock(const Assessment& assessment, size_t position, const TargetProfile& target);

/// What a bound means and what helps, one sentence: "Moving feature maps to and from DRAM takes longest; ...".
std::string_view boundAdvice(Bound bound);

/// "input and output in SRAM, weights in flash".
std::string placesText(const KernelPlaces& places);

}  // namespace bw
