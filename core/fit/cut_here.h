// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "assess/assessment.h"

namespace bw {

/// One edit that saves memory, with what it does, each figure computed by making it.
struct Cut {
    enum class Reach : uint8_t {
        Block,    ///< Some blocks and what follows them.
        Network,  ///< All channels, or the input's size.
        Runtime   ///< No edit: another way to plan the same network's memory.
    };
    Reach reach = Reach::Block;
    std::string title = {};                  ///< "separable_12: 192 instead of 256 channels".
    std::vector<std::string> commands = {};  ///< Applied in order; empty for Runtime.
    std::string memory_profile = {};         ///< For Runtime: the profile to plan with; empty: none has it, only told.
    std::vector<BlockId> blocks = {};        ///< What it is about, for showing it on the canvas.
    Totals after = {};
    int64_t parameter_bytes_saved = 0;          ///< Negative where it adds.
    int64_t peak_bytes_saved = 0;               ///< Negative where it adds.
    int64_t useful_bytes_saved = 0;             ///< Of the budgets exceeded, no more than the excess of each.
    std::optional<double> latency_change = {};  ///< after / before - 1; absent where latency is unknown.
    double harm = 0;                            ///< See HarmScale.
};

/// "Cut here": single edits that save bytes of the budgets exceeded (of both memories where none is): fewer channels in
/// multiples of the parallelism factor, all channels evenly, a depthwise convolution made standard with fewer
/// channels, smaller expansions and kernels, a stride earlier, a smaller input, fusion, branches in another order,
/// other ways to plan the memory, and a first stage in patches. What brings the budgets closest
/// comes first, nothing counted beyond what is needed; then least harm. One cut a decision. Frozen blocks
/// stay. Equal inputs give equal cuts.
std::vector<Cut> cutsHere(const Assessment& current, const AssessmentContext& context, std::stop_token stop = {});

}  // namespace bw
