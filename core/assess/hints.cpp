// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assess/hints.h"

#include <algorithm>
#include <cmath>

#include "assess/problems.h"
#include "base/text.h"
#include "rewrite/rewrite.h"

namespace bw {
namespace {

struct Idea {
    std::string title;
    std::vector<std::string> commands;
    std::string why;
    std::vector<BlockId> blocks;
};

double change(double before, double after) {
    return before > 0 ? after / before - 1 : 0;
}

/// Applies the idea; nothing where an edit is refused.
std::optional<Hint> tryIdea(const Idea& idea, const Assessment& current, const AssessmentContext& context) {
    Network network = current.network;
    LoweredNetwork lowered = current.lowered;
    for (const std::string& command : idea.commands) {
        auto outcome = applyEdit(network, command, {channelMultiple(context.target), &lowered, context.precision});
        if (!outcome) return std::nullopt;
        network = std::move(outcome->network);
        lowered = std::move(outcome->lowered);
    }
    const auto after = assess(network, std::move(lowered), context);
    if (!after) return std::nullopt;
    Hint hint;
    hint.title = idea.title;
    hint.commands = idea.commands;
    hint.why = idea.why;
    hint.blocks = idea.blocks;
    hint.after = after->totals;
    const Totals& before = current.totals;
    if (before.latency_ms && after->totals.latency_ms) {
        hint.latency_change = change(*before.latency_ms, *after->totals.latency_ms);
    }
    hint.parameter_change =
        change(static_cast<double>(before.parameter_bytes), static_cast<double>(after->totals.parameter_bytes));
    hint.peak_change = change(static_cast<double>(before.peak_activation_bytes),
                              static_cast<double>(after->totals.peak_activation_bytes));
    return hint;
}

std::string listNames(const Network& network, const std::vector<BlockId>& blocks) {
    if (blocks.size() > 3) {
        return network.find(blocks.front())->name + " and " + std::to_string(blocks.size() - 1) + " more";
    }
    std::string text;
    for (size_t i = 0; i < blocks.size(); ++i) {
        if (i > 0) text += i + 1 == blocks.size() ? " and " : ", ";
        text += network.find(blocks[i])->name;
    }
    return text;
}

std::string marginText(double margin) {
    const auto channels = std::to_string(std::llround(std::fabs(margin)));
    return margin >= 0 ? "input channels are " + channels + " below the crossover at which fusion stops paying"
                       : "input channels are " + channels + " above the crossover at which fusion stops paying";
}

/// Trying a block costs an assessment of the network: in very long networks only the slowest blocks are tried.
constexpr size_t kMaxTriedBlocks = 200;

/// Positions of the blocks of a kind that fusion could change, in order.
std::vector<size_t> fusionCandidates(const Assessment& current, const std::string& kind) {
    std::vector<size_t> positions;
    for (size_t i = 0; i < current.network.size(); ++i) {
        const Block& block = current.network.at(i);
        if (block.kind->id == kind && !block.frozen && current.blocks[i].fusion_margin) positions.push_back(i);
    }
    if (positions.size() <= kMaxTriedBlocks) return positions;
    std::stable_sort(positions.begin(), positions.end(), [&](size_t a, size_t b) {
        return current.blocks[a].latency_ms.value_or(0) > current.blocks[b].latency_ms.value_or(0);
    });
    positions.resize(kMaxTriedBlocks);
    std::sort(positions.begin(), positions.end());
    return positions;
}

/// True where an edit breaks a memory budget that the network kept before.
bool breaksMemoryBudget(const Totals& before, const Totals& after, const Budgets& budgets) {
    const auto breaks = [](const std::optional<int64_t>& limit, int64_t from, int64_t to) {
        return limit && from <= *limit && to > *limit;
    };
    return breaks(budgets.parameter_bytes, before.parameter_bytes, after.parameter_bytes) ||
           breaks(budgets.peak_activation_bytes, before.peak_activation_bytes, after.peak_activation_bytes);
}

/// A block that pays alone, with its change of latency.
struct PayingBlock {
    BlockId id = kNoBlock;
    double latency_change = 0;
};

/// As many of the paying blocks as the memory budgets leave room for, greatest gain first; nothing where that is fewer
/// than two.
std::optional<Hint> affordableFusion(const Assessment& current, const AssessmentContext& context,
                                     const std::string& verb, std::vector<PayingBlock> paying, std::stop_token stop) {
    constexpr size_t kMaxTries = 40;
    std::stable_sort(paying.begin(), paying.end(),
                     [](const PayingBlock& a, const PayingBlock& b) { return a.latency_change < b.latency_change; });
    paying.resize(std::min(paying.size(), kMaxTries));
    std::vector<BlockId> chosen;
    std::optional<Hint> best;
    for (const PayingBlock& block : paying) {
        if (stop.stop_requested()) return std::nullopt;
        std::vector<BlockId> with = chosen;
        with.push_back(block.id);
        std::sort(with.begin(), with.end(),
                  [&](BlockId a, BlockId b) { return current.network.positionOf(a) < current.network.positionOf(b); });
        auto hint = tryIdea({(verb == "fuse" ? "Fuse " : "Unfuse ") + listNames(current.network, with),
                             {editCommand(verb, current.network, with)},
                             "the most that the memory budgets leave room for",
                             with},
                            current, context);
        if (!hint || breaksMemoryBudget(current.totals, hint->after, context.budgets)) continue;
        chosen = std::move(with);
        best = std::move(hint);
    }
    if (chosen.size() < 2) return std::nullopt;
    return best;
}

/// Fuses (or unfuses) what pays one by one, all of it together, and what of it the memory budgets allow.
void addFusionHints(const Assessment& current, const AssessmentContext& context, bool fuse, std::stop_token stop,
                    std::vector<Hint>& hints) {
    const std::string from = fuse ? "ibn" : "fused_ibn";
    const std::string verb = fuse ? "fuse" : "unfuse";
    std::vector<BlockId> paying;
    std::vector<PayingBlock> gains;
    for (const size_t i : fusionCandidates(current, from)) {
        if (stop.stop_requested()) break;
        const Block& block = current.network.at(i);
        const std::optional<double> margin = current.blocks[i].fusion_margin;
        const std::vector<BlockId> alone = {block.id};
        auto hint = tryIdea({(fuse ? "Fuse " : "Unfuse ") + block.name,
                             {editCommand(verb, current.network, alone)},
                             marginText(*margin),
                             alone},
                            current, context);
        // Where latency is known it decides; the margin is the rule for everything else.
        const bool pays = hint && hint->latency_change ? *hint->latency_change < -1e-4 : (fuse == (*margin >= 0));
        if (!hint || !pays) continue;
        paying.push_back(block.id);
        gains.push_back({block.id, hint->latency_change.value_or(0)});
        hints.push_back(std::move(*hint));
    }
    if (paying.size() < 2 || stop.stop_requested()) return;
    auto together = tryIdea({(fuse ? "Fuse " : "Unfuse ") + listNames(current.network, paying),
                             {editCommand(verb, current.network, paying)},
                             current.totals.latency_ms ? "each of these blocks alone gets faster"
                                                       : "the fusion margin says that each of these blocks gets faster",
                             paying},
                            current, context);
    if (!together) return;
    const bool too_much = breaksMemoryBudget(current.totals, together->after, context.budgets);
    hints.push_back(std::move(*together));
    if (!too_much) return;
    if (auto affordable = affordableFusion(current, context, verb, std::move(gains), stop)) {
        hints.push_back(std::move(*affordable));
    }
}

void addAlignmentIdea(const Assessment& current, const AssessmentContext& context, std::vector<Idea>& ideas) {
    std::vector<BlockId> blocks;
    for (const Problem& problem : current.problems) {
        if (problem.code == "BW-ALIGN-001" && !problem.fix.empty() &&
            (blocks.empty() || blocks.back() != problem.block)) {
            blocks.push_back(problem.block);
        }
    }
    if (blocks.empty()) return;
    const std::string multiple = std::to_string(channelMultiple(context.target));
    ideas.push_back({"Align channels to multiples of " + multiple,
                     {"align --multiple " + multiple},
                     blocks.size() == 1 ? "one block leaves lanes idle in its last pass"
                                        : std::to_string(blocks.size()) + " blocks leave lanes idle in their last pass",
                     blocks});
}

void addMultiplierIdeas(const Assessment& current, const AssessmentContext& context, std::vector<Idea>& ideas) {
    const std::string multiple = std::to_string(channelMultiple(context.target));
    for (const char* ratio : {"0.9", "0.75", "0.5"}) {
        ideas.push_back({"Scale all channels by " + std::string(ratio),
                         {"scale " + std::string(ratio) + " --multiple " + multiple},
                         keepsBudgets(current.totals, context.budgets)
                             ? "a depth multiplier trades accuracy for latency and memory"
                             : "a budget is exceeded",
                         {}});
    }
}

}  // namespace

std::vector<Hint> ruleHints(const Assessment& current, const AssessmentContext& context, std::stop_token stop) {
    std::vector<Hint> hints;
    addFusionHints(current, context, true, stop, hints);
    addFusionHints(current, context, false, stop, hints);
    std::vector<Idea> ideas;
    addAlignmentIdea(current, context, ideas);
    addMultiplierIdeas(current, context, ideas);
    for (const Idea& idea : ideas) {
        if (stop.stop_requested()) break;
        if (auto hint = tryIdea(idea, current, context)) hints.push_back(std::move(*hint));
    }
    std::erase_if(hints, [](const Hint& hint) {
        const bool helps = (hint.latency_change && *hint.latency_change < -1e-4) || hint.parameter_change < -1e-4 ||
                           hint.peak_change < -1e-4;
        return !helps;
    });
    std::stable_sort(hints.begin(), hints.end(), [](const Hint& a, const Hint& b) {
        return a.latency_change.value_or(0) < b.latency_change.value_or(0);
    });
    return hints;
}

}  // namespace bw
