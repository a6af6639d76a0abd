// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "base/text.h"
#include "search/advice/shared_changes.h"

namespace bw {
namespace {

/// "a", "a and b", "a, b and c", "a ... h (8 blocks)".
std::string listed(const std::vector<std::string>& names) {
    if (names.size() > 3) {
        return names.front() + " … " + names.back() + " (" + std::to_string(names.size()) + " blocks)";
    }
    std::string text;
    for (size_t i = 0; i < names.size(); ++i) {
        if (i > 0) text += i + 1 == names.size() ? " and " : ", ";
        text += names[i];
    }
    return text;
}

std::string kindTitle(const std::string& option, const std::string& names) {
    if (option == "fused_ibn") return "Fuse " + names;
    if (option == "ibn") return "Unfuse " + names;
    if (option == "conv") return "Standard convolution in " + names;
    if (option == "depthwise_separable" || option == "depthwise_conv") return "Depthwise convolution in " + names;
    return "Make " + names + " " + option;
}

std::string sizeTitle(const SpaceDecision& decision, const SharedChoice& choice, bool alone, const std::string& names) {
    const bool less = choice.to < choice.from;
    const std::string change = " from " + formatNumber(choice.from) + " to " + formatNumber(choice.to);
    switch (decision.kind) {
        case DecisionKind::Width:
            return (less ? "Narrow " : "Widen ") + names + (alone ? change + " channels" : "");
        case DecisionKind::Expansion:
            if (alone) return "Expansion of " + names + change;
            return (less ? "Lower expansions of " : "Higher expansions of ") + names;
        case DecisionKind::Kernel:
            if (alone) return "Kernel of " + names + change;
            return (less ? "Smaller kernels in " : "Larger kernels in ") + names;
        case DecisionKind::Depth:
            return (less ? "Leave out " : "Repeat ") + names;
        case DecisionKind::Scale:
            if (!decision.stage.empty()) {
                return "Scale channels of " + elide(decision.stage, 60) + " by " + formatNumber(choice.to);
            }
            return "Scale all channels by " + formatNumber(choice.to);
        case DecisionKind::Input:
            return "Input of " + formatNumber(choice.to) + " rows instead of " + formatNumber(choice.from);
        default:
            return "Output stride " + formatNumber(choice.to) + " instead of " + formatNumber(choice.from);
    }
}

}  // namespace

std::string titleOf(const SearchSpace& space, const Network& current, std::span<const SharedChoice> choices) {
    const SpaceDecision& first = space.decisions()[choices.front().decision];
    std::vector<std::string> names;
    for (const SharedChoice& choice : choices) {
        const SpaceDecision& decision = space.decisions()[choice.decision];
        const Block* block = counterpart(space.network(), current, decision.block);
        if (decision.kind == DecisionKind::Scale) {
            names.push_back(decision.stage.empty() ? "the model" : elide(decision.stage, 40));
        } else if (block != nullptr) {
            names.push_back(elide(block->name, 60));
        }
    }
    const bool alone = choices.size() == 1;
    if (first.kind == DecisionKind::Squeeze) {
        return std::string("Squeeze-excite ") + (choices.front().to > 0 ? "on" : "off") + " in " + listed(names);
    }
    if (!first.ordered) {
        const int32_t option = first.indexOf(choices.front().to);
        return kindTitle(option < 0 ? "" : first.options[static_cast<size_t>(option)], listed(names));
    }
    if (first.kind == DecisionKind::Scale && !alone) {
        return (choices.front().to < 1 ? "Scale down " : "Scale up ") + listed(names);
    }
    return sizeTitle(first, choices.front(), alone, listed(names));
}

}  // namespace bw
