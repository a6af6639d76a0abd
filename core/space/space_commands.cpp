// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <optional>

#include "base/text.h"
#include "rewrite/rewrite.h"
#include "space/search_space.h"

namespace bw {
namespace {

/// One "set" for everything in which the networks, alike in blocks and kinds, differ; empty where they are equal.
std::string settings(const Network& start, const Network& goal) {
    std::string words;
    for (const BlockPtr& block : goal.blocks()) {
        const Block* before = start.find(block->id);
        if (before == nullptr) continue;
        for (const char* parameter : {"channels", "expansion", "kernel", "mid_channels", "squeeze", "residual"}) {
            const Value* now = block->attributes.find(parameter);
            const Value* then = before->attributes.find(parameter);
            if (now == nullptr || (then != nullptr && *then == *now)) continue;
            words += " " + quoteName(block->name) + "." + parameter + "=" + valueText(*now);
        }
    }
    return words.empty() ? words : "set" + words;
}

/// Where commands lead; absent where one is refused.
std::optional<Network> followed(Network network, const std::vector<std::string>& commands, int64_t multiple) {
    for (const std::string& command : commands) {
        auto outcome = applyEdit(network, command, {.channel_multiple = multiple});
        if (!outcome) return std::nullopt;
        network = std::move(outcome->network);
    }
    return network;
}

}  // namespace

std::vector<std::string> SearchSpace::commands(const Genome& genome) const {
    std::vector<std::string> commands = baseOf(genome).commands;
    const auto goal = build(genome);
    if (!goal) return commands;
    const auto say = [&](const char* verb, const std::vector<BlockId>& blocks, const Network& named) {
        if (!blocks.empty()) commands.push_back(editCommand(verb, named, blocks));
    };
    std::vector<BlockId> skipped;
    std::vector<BlockId> repeated;
    for (const Inside& inside : insides_) {
        const int64_t copies = copiesOf(genome, inside);
        if (copies == 0) skipped.push_back(inside.block);
        if (copies > 1) repeated.push_back(inside.block);
    }
    say("delete", skipped, network());
    say("duplicate", repeated, network());
    for (const char* verb : {"fuse", "unfuse", "to_standard", "to_depthwise"}) {
        std::vector<BlockId> blocks;
        for (const Inside& inside : insides_) {
            if (inside.verb != verb || !changes(genome, inside.conversion)) continue;
            const int64_t copies = copiesOf(genome, inside);
            if (copies > 0) blocks.push_back(inside.block);
            if (copies < 2) continue;
            // The copy stands directly behind.
            const auto position = static_cast<size_t>(goal->positionOf(inside.block));
            blocks.push_back(goal->at(position + 1).id);
        }
        say(verb, blocks, *goal);
    }
    const std::vector<std::string> before_sizes = commands;
    // A depth multiplier says in few words what else takes many.
    for (size_t d = 0; d < decisions_.size(); ++d) {
        if (decisions_[d].kind != DecisionKind::Scale || !changes(genome, static_cast<int>(d))) continue;
        std::string command =
            "scale " + formatNumber(value(genome, static_cast<int>(d))) + " --multiple " + std::to_string(multiple_);
        if (!decisions_[d].stage.empty()) command += " --stage " + quoteName(decisions_[d].stage);
        commands.push_back(command);
    }
    const bool scales = commands.size() > before_sizes.size();
    for (const auto& start_commands : {commands, before_sizes}) {
        const auto start = followed(network(), start_commands, multiple_);
        if (!start) continue;
        std::vector<std::string> all = start_commands;
        if (const std::string rest = settings(*start, *goal); !rest.empty()) all.push_back(rest);
        if (!scales || followed(network(), all, multiple_) == *goal) return all;
    }
    return before_sizes;
}

}  // namespace bw
