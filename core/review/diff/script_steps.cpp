// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/diff/script_steps.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <set>
#include <tuple>

#include "base/text.h"
#include "review/diff/network_distance.h"
#include "rewrite/rewrite.h"

namespace bw::steps {
namespace {

/// Fewer changed counts than this are told one by one.
constexpr size_t kFewestScaled = 2;
constexpr double kGreatestRatio = 4;

/// A name in quotes, whatever it is.
std::string quoted(const std::string& name) {
    std::string text = "\"";
    for (const char c : name) {
        if (c == '"' || c == '\\') text += '\\';
        text += c;
    }
    return text + "\"";
}

std::string listOf(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names)
        text += " " + quoteName(name);
    return text;
}

/// The verb that turns one kind into another; empty where there is none.
std::string verbFor(const BlockKind& from, const BlockKind& to) {
    if (from.id == "ibn" && to.id == "fused_ibn") return "fuse";
    if (from.id == "fused_ibn" && to.id == "ibn") return "unfuse";
    if (to.id == "conv") return "to_standard";
    if (from.id == "conv" && to.id == "depthwise_separable") return "to_depthwise";
    return {};
}

/// A count of channels that changes.
struct ChannelChange {
    int64_t from = 1;
    int64_t to = 1;
    std::string stage;
};

std::vector<ChannelChange> channelChanges(const Network& now, const Network& goal) {
    std::vector<ChannelChange> changes;
    for (const BlockPtr& block : goal.blocks()) {
        const Block* mine = now.findByName(block->name);
        if (mine == nullptr) continue;
        for (const char* name : {"channels", "mid_channels", "squeeze"}) {
            const Value* before = mine->attributes.find(name);
            const Value* after = block->attributes.find(name);
            if (before == nullptr || after == nullptr || *before == *after) continue;
            const auto* from = std::get_if<int64_t>(before);
            const auto* to = std::get_if<int64_t>(after);
            if (from != nullptr && to != nullptr && *from > 0 && *to > 0) changes.push_back({*from, *to, mine->stage});
        }
    }
    return changes;
}

/// The number with the fewest decimals in a range.
double simplestWithin(double low, double high) {
    for (double power = 10; power < 1e9; power *= 10) {
        const double middle = std::round((low + high) / 2 * power) / power;
        for (const double value : {middle, std::ceil(low * power) / power}) {
            if (value >= low && value <= high) return value;
        }
    }
    return (low + high) / 2;
}

/// The multiplier that leads to most of the counts when they are rounded to a multiple: each count allows a range, and
/// the densest overlap of the ranges is found by a sweep over their ends. Counts that only follow others allow ranges
/// of their own and are outvoted.
double likelyRatio(const std::vector<ChannelChange>& changes, int64_t multiple) {
    std::vector<std::pair<double, int>> ends;
    for (const ChannelChange& change : changes) {
        const auto from = static_cast<double>(change.from), to = static_cast<double>(change.to);
        const double reach = static_cast<double>(multiple) / 2;
        ends.emplace_back((to - (change.to > multiple ? reach : to)) / from, -1);
        ends.emplace_back((to + reach) / from, 1);
    }
    std::sort(ends.begin(), ends.end());
    int inside = 0, most = 0;
    double low = 1, high = 1;
    for (size_t i = 0; i < ends.size(); ++i) {
        inside -= ends[i].second;
        if (inside <= most) continue;
        most = inside;
        low = ends[i].first;
        high = i + 1 < ends.size() ? ends[i + 1].first : low;
    }
    return simplestWithin(low, high);
}

void addScales(const std::vector<ChannelChange>& changes, const std::string& rest, std::vector<std::string>& commands) {
    if (changes.size() < kFewestScaled) return;
    for (const int64_t multiple : {64, 32, 16, 8, 4, 2, 1}) {
        const double ratio = likelyRatio(changes, multiple);
        if (ratio <= 0 || ratio > kGreatestRatio) continue;
        commands.push_back("scale " + formatNumber(ratio) + " --multiple " + std::to_string(multiple) + rest);
    }
}

/// A parameter that differs, as 'set' takes it.
struct Assignment {
    std::string parameter;
    std::string from;
    std::string to;
    std::string word;  ///< " block.parameter=value".
};

std::vector<Assignment> assignments(const Network& now, const Network& goal) {
    std::vector<Assignment> found;
    for (const BlockPtr& block : now.blocks()) {
        const Block* other = goal.findByName(block->name);
        if (other == nullptr || other->kind != block->kind) continue;
        for (const auto& [name, value] : other->attributes.entries()) {
            const Value* mine = block->attributes.find(name);
            if (mine == nullptr || *mine == value) continue;
            const std::string text = valueText(value);
            found.push_back({name, valueText(*mine), text, " " + quoteName(block->name) + "." + name + "=" + text});
        }
    }
    return found;
}

/// All parameters: what 'insert' is not told it may choose by itself.
std::string everyParameter(const Block& block) {
    std::string text;
    for (const auto& [name, value] : block.attributes.entries())
        text += " " + name + "=" + valueText(value);
    return text;
}

/// Parameters that are not as the kind has them.
std::string ownParameters(const Block& block) {
    std::string text;
    for (const auto& [name, value] : block.attributes.entries()) {
        if (block.kind->param(name)->default_value != value) text += " " + name + "=" + valueText(value);
    }
    return text;
}

}  // namespace

std::vector<std::string> inputSizes(const Network& now, const Network& goal) {
    std::vector<std::string> commands;
    for (const BlockPtr& block : goal.blocks()) {
        const Block* mine = now.findByName(block->name);
        const auto& shape = block->attributes.list("shape");
        if (block->kind->id != "input" || mine == nullptr || shape.size() != 4) continue;
        if (mine->attributes.list("shape") == shape) continue;
        commands.push_back("input_size " + std::to_string(shape[2]) + "x" + std::to_string(shape[3]));
    }
    return commands;
}

int countChanges(const Network& now, const Network& goal) {
    return static_cast<int>(channelChanges(now, goal).size());
}

std::vector<std::string> scales(const Network& now, const Network& goal) {
    std::vector<std::string> commands;
    const std::vector<ChannelChange> changes = channelChanges(now, goal);
    if (changes.size() < kFewestScaled) return commands;
    addScales(changes, {}, commands);
    for (const int multiple : {64, 48, 32, 24, 16, 12, 8, 6, 4, 3, 2})
        commands.push_back("align --multiple " + std::to_string(multiple));
    return commands;
}

std::vector<std::string> stageScales(const Network& now, const Network& goal) {
    std::map<std::string, std::vector<ChannelChange>> by_stage;
    for (const ChannelChange& change : channelChanges(now, goal))
        by_stage[change.stage].push_back(change);
    std::vector<std::string> commands;
    for (const auto& [stage, changes] : by_stage) {
        if (!stage.empty()) addScales(changes, " --stage " + quoteName(stage), commands);
    }
    return commands;
}

std::vector<std::string> conversions(const Network& now, const Network& goal) {
    std::map<std::string, std::vector<std::string>> by_verb;
    for (const BlockPtr& block : now.blocks()) {
        const Block* other = goal.findByName(block->name);
        if (other == nullptr || other->kind == block->kind) continue;
        const std::string verb = verbFor(*block->kind, *other->kind);
        if (!verb.empty()) by_verb[verb].push_back(block->name);
    }
    std::vector<std::string> commands;
    for (const auto& [verb, names] : by_verb)
        commands.push_back(verb + listOf(names));
    return commands;
}

std::vector<std::string> allParameters(const Network& now, const Network& goal) {
    std::string words;
    for (const Assignment& each : assignments(now, goal))
        words += each.word;
    return words.empty() ? std::vector<std::string>() : std::vector<std::string>{"set" + words};
}

std::vector<std::string> parameters(const Network& now, const Network& goal) {
    using Named = std::pair<bool, std::string>;
    std::map<Named, std::string> by_name;
    std::map<std::tuple<Named, std::string, std::string>, std::string> by_values;
    for (const Assignment& each : assignments(now, goal)) {
        const Named named = {each.parameter != "channels", each.parameter};
        by_name[named] += each.word;
        by_values[{named, each.from, each.to}] += each.word;
    }
    std::vector<std::string> commands;
    for (const auto& [named, words] : by_name)
        commands.push_back("set" + words);
    for (std::string& all : allParameters(now, goal))
        commands.push_back(std::move(all));
    // Where not all can be, a part may.
    for (const auto& [values, words] : by_values)
        commands.push_back("set" + words);
    return commands;
}

std::vector<std::string> additions(const Network& now, const Network& goal) {
    std::vector<std::string> commands;
    for (const BlockPtr& block : goal.blocks()) {
        if (now.findByName(block->name) != nullptr || block->inputs.empty()) continue;
        const Block& anchor = *goal.find(block->inputs.front().block);
        if (now.findByName(anchor.name) == nullptr) continue;
        if (block->inputs.size() == 1 && block->kind == anchor.kind && block->name == anchor.name + "_copy")
            commands.push_back("duplicate " + quoteName(anchor.name));
        std::string command = "insert " + block->kind->id + " after " + quoteName(anchor.name);
        for (size_t i = 1; i < block->inputs.size(); ++i)
            command += (i == 1 ? " with " : " ") + quoteName(goal.find(block->inputs[i].block)->name);
        commands.push_back(command + everyParameter(*block) + " --name " + quoteName(block->name));
        break;  // What comes behind may rest on it.
    }
    return commands;
}

std::vector<std::string> moves(const Network& now, const Network& goal) {
    std::vector<std::string> commands;
    for (const BlockPtr& block : goal.blocks()) {
        const Block* mine = now.findByName(block->name);
        if (mine == nullptr || block->inputs.size() != 1 || mine->inputs.size() != 1) continue;
        if (readsOf(now, mine->inputs) == readsOf(goal, block->inputs)) continue;
        commands.push_back("move " + quoteName(block->name) + " after " +
                           quoteName(goal.find(block->inputs.front().block)->name));
    }
    return commands;
}

std::string renames(const Network& now, const Network& goal, const BlockMatch& match) {
    std::set<std::string> leaving, arriving;
    std::string words;
    for (size_t i = 0; i < match.of_a.size(); ++i) {
        if (match.of_a[i] < 0) continue;
        const std::string& wanted = goal.at(static_cast<size_t>(match.of_a[i])).name;
        if (now.at(i).name == wanted) continue;
        leaving.insert(now.at(i).name);
        arriving.insert(wanted);
        words += " " + quoted(now.at(i).name) + " " + quoted(wanted);
    }
    for (const std::string& name : arriving) {
        if (leaving.count(name) != 0 || now.findByName(name) == nullptr) continue;
        std::string other = name + "_was";
        while (now.findByName(other) != nullptr || goal.findByName(other) != nullptr)
            other += "_";
        words += " " + quoted(name) + " " + quoted(other);
    }
    return words.empty() ? words : "rename" + words;
}

std::string thaws(const Network& now, const Network& goal, const BlockMatch& match, Thawing thawing) {
    std::vector<std::string> names;
    for (size_t i = 0; i < now.size(); ++i) {
        const Block& block = now.at(i);
        if (!block.frozen) continue;
        const Block* other = match.of_a[i] < 0 ? nullptr : &goal.at(static_cast<size_t>(match.of_a[i]));
        const bool stays = other != nullptr && other->frozen && other->name == block.name &&
                           other->kind == block.kind && other->attributes == block.attributes &&
                           other->stage == block.stage && other->precision == block.precision &&
                           readsOf(now, block.inputs) == readsOf(goal, other->inputs);
        const bool must = other == nullptr || !other->frozen;
        if (must || thawing == Thawing::All || (thawing == Thawing::Changing && !stays)) names.push_back(block.name);
    }
    return names.empty() ? std::string() : "thaw" + listOf(names);
}

std::string freezes(const Network& now, const Network& goal) {
    std::vector<std::string> names;
    for (const BlockPtr& block : now.blocks()) {
        const Block* other = goal.findByName(block->name);
        if (other != nullptr && other->frozen && !block->frozen) names.push_back(block->name);
    }
    return names.empty() ? std::string() : "freeze" + listOf(names);
}

std::string order(const Network& now, const Network& goal) {
    std::vector<std::string> names;
    if (now.size() != goal.size()) return {};
    for (size_t i = 0; i < now.size(); ++i) {
        if (now.at(i).name != goal.at(i).name) names.push_back(goal.at(i).name);
    }
    return names.empty() ? std::string() : "reorder" + listOf(names);
}

std::vector<std::string> settings(const Network& now, const Network& goal) {
    std::map<std::string, std::vector<std::string>> stages, formats, weights;
    for (const BlockPtr& block : now.blocks()) {
        const Block* other = goal.findByName(block->name);
        if (other == nullptr) continue;
        if (block->stage != other->stage) stages[other->stage].push_back(block->name);
        const auto& wanted = other->precision;
        if (block->precision.activations != wanted.activations)
            formats[wanted.activations ? std::string(precisionId(*wanted.activations)) : "network"].push_back(
                block->name);
        if (block->precision.weights != wanted.weights)
            weights[wanted.weights ? std::string(weightFormatId(*wanted.weights)) : "network"].push_back(block->name);
    }
    std::vector<std::string> commands;
    for (const auto& [stage, names] : stages)
        commands.push_back("stage" + listOf(names) + " " + quoted(stage));
    for (const auto& [format, names] : formats)
        commands.push_back("precision" + listOf(names) + " " + format);
    for (const auto& [format, names] : weights)
        commands.push_back("weights" + listOf(names) + " " + format);
    return commands;
}

std::vector<std::string> removals(const Network& now, const Network& goal) {
    std::vector<std::string> gone;
    for (const BlockPtr& block : now.blocks()) {
        if (goal.findByName(block->name) == nullptr) gone.push_back(block->name);
    }
    std::vector<std::string> commands;
    if (gone.empty()) return commands;
    commands.push_back("delete" + listOf(gone));
    if (gone.size() > 1) {
        for (const std::string& name : gone)
            commands.push_back("delete " + quoteName(name));
    }
    return commands;
}

std::string patch(const Network& now, const Network& goal) {
    std::string drop, put;
    const auto ports = [](const Network& network, std::span<const Port> list) {
        std::string text;
        for (const Port& port : list) {
            text += " " + quoted(network.find(port.block)->name);
            if (port.output != 0) text += ":" + std::to_string(port.output);
        }
        return text;
    };
    for (const BlockPtr& block : now.blocks()) {
        if (goal.findByName(block->name) == nullptr) drop += " " + quoted(block->name);
    }
    for (const BlockPtr& block : goal.blocks()) {
        const Block* mine = now.findByName(block->name);
        const bool same = mine != nullptr && mine->kind == block->kind && mine->attributes == block->attributes &&
                          readsOf(now, mine->inputs) == readsOf(goal, block->inputs);
        if (same) continue;
        put += " put " + quoted(block->name) + " " + block->kind->id;
        if (mine == nullptr && !block->stage.empty()) put += " in " + quoted(block->stage);
        if (!block->inputs.empty()) put += " from" + ports(goal, block->inputs);
        put += ownParameters(*block);
    }
    std::string command;
    if (!drop.empty()) command += " drop" + drop;
    command += put;
    const bool outputs = readsOf(now, now.outputs()) != readsOf(goal, goal.outputs());
    if (command.empty() && !outputs) return {};
    if (!command.empty()) {
        command += " order";
        for (const BlockPtr& block : goal.blocks())
            command += " " + quoted(block->name);
    }
    if (outputs || !drop.empty()) command += " outputs" + ports(goal, goal.outputs());
    return "patch" + command;
}

}  // namespace bw::steps
