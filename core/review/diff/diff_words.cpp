// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/diff/diff_words.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "base/text.h"
#include "rewrite/command_line.h"

namespace bw {
namespace {

constexpr size_t kMostNamed = 4;
constexpr size_t kMostClauses = 6;
constexpr size_t kNameBytes = 40;

std::string shown(const std::string& name) {
    return elide(name, kNameBytes);
}

/// "a", "a and b", "a, b and c"; "a, b, c, d and 3 more".
std::string joined(std::vector<std::string> parts) {
    if (parts.size() > kMostNamed + 1) {
        const size_t more = parts.size() - kMostNamed;
        parts.resize(kMostNamed);
        parts.push_back(std::to_string(more) + " more");
    }
    std::string text;
    for (size_t i = 0; i < parts.size(); ++i)
        text += (i == 0 ? "" : i + 1 == parts.size() ? " and " : ", ") + parts[i];
    return text;
}

std::string_view verbWords(std::string_view verb) {
    if (verb == "fuse") return "fused";
    if (verb == "unfuse") return "unfused";
    if (verb == "to_standard") return "made standard convolutions";
    if (verb == "to_depthwise") return "made depthwise separable";
    if (verb == "delete") return "taken out";
    if (verb == "freeze") return "frozen";
    if (verb == "thaw") return "thawed";
    return {};
}

/// Names of the blocks that differ by some sign, kept in execution order of `before`.
std::vector<std::string> differing(const Network& before, const Network& after,
                                   const std::function<bool(const Block&, const Block&)>& differs) {
    std::vector<std::string> names;
    for (const BlockPtr& block : before.blocks()) {
        const Block* now = after.find(block->id);
        if (now != nullptr && differs(*block, *now)) names.push_back(block->name);
    }
    return names;
}

std::vector<std::string> goneFrom(const Network& before, const Network& after) {
    std::vector<std::string> names;
    for (const BlockPtr& block : before.blocks()) {
        if (after.find(block->id) == nullptr) names.push_back(block->name);
    }
    return names;
}

/// "channels 32 → 24 in stem; expansion 6 → 4 in all of stage_3": what changed, equal changes told once. What a command
/// names comes first; where it names anything, what only follows is counted.
std::string parameterWords(const Network& before, const Network& after, const std::set<std::string>& named) {
    using Change = std::tuple<std::string, std::string, std::string>;
    std::map<Change, std::vector<std::string>> groups;
    size_t followers = 0;
    for (const BlockPtr& block : before.blocks()) {
        const Block* now = after.find(block->id);
        if (now == nullptr || now->kind != block->kind) continue;
        bool follows = false;
        for (const auto& [name, value] : block->attributes.entries()) {
            const Value* other = now->attributes.find(name);
            if (other == nullptr || *other == value) continue;
            if (!named.empty() && named.count(block->name + "." + name) == 0) {
                follows = true;
                continue;
            }
            groups[{name, valueText(value), valueText(*other)}].push_back(block->name);
        }
        followers += follows ? 1 : 0;
    }
    std::vector<std::string> clauses;
    for (const auto& [change, names] : groups) {
        const auto& [name, from, to] = change;
        clauses.push_back(name + " " + shown(from) + " → " + shown(to) + " in " + blocksText(before, names));
    }
    if (clauses.size() > kMostClauses) {
        const size_t more = clauses.size() - kMostClauses;
        clauses.resize(kMostClauses);
        clauses.push_back(std::to_string(more) + " more changes");
    }
    std::string text;
    for (const std::string& clause : clauses)
        text += (text.empty() ? "" : "; ") + clause;
    if (followers > 0)
        text += " (" + std::to_string(followers) + (followers == 1 ? " block follows)" : " blocks follow)");
    return text;
}

std::string sizeWords(const Network& before, const Network& after) {
    for (const BlockPtr& block : before.blocks()) {
        const Block* now = after.find(block->id);
        if (block->kind->id != "input" || now == nullptr || now->attributes == block->attributes) continue;
        const auto text = [](const Block& input) {
            const auto& shape = input.attributes.list("shape");
            return shape.size() == 4 ? std::to_string(shape[2]) + "×" + std::to_string(shape[3])
                                     : valueText(*input.attributes.find("shape"));
        };
        return "input " + text(*block) + " → " + text(*now);
    }
    return "another input size";
}

std::string additionWords(const Network& before, const Network& after, bool copied) {
    std::vector<std::string> parts;
    for (const BlockPtr& block : after.blocks()) {
        if (before.find(block->id) != nullptr) continue;
        std::string text = shown(block->name);
        if (!copied) text += " (" + block->kind->label + ")";
        if (!block->inputs.empty()) text += " behind " + shown(after.find(block->inputs.front().block)->name);
        parts.push_back(std::move(text));
    }
    return joined(parts) + (copied ? " added as a copy" : " added");
}

std::string scaleWords(const EditCommand& command) {
    const std::string* stage = command.arguments.option("stage");
    const std::string* blocks = command.arguments.option("blocks");
    std::string text = stage != nullptr    ? "channels of " + shown(*stage)
                       : blocks != nullptr ? "channels of " + shown(*blocks)
                                           : std::string("all channels");
    if (!command.arguments.words.empty()) text += " × " + command.arguments.words.front().text;
    const std::string* multiple = command.arguments.option("multiple");
    if (multiple != nullptr && *multiple != "1") text += ", in multiples of " + *multiple;
    return text;
}

std::string alignWords(const EditCommand& command) {
    const std::string* multiple = command.arguments.option("multiple");
    return "all channels aligned" + (multiple != nullptr ? " to multiples of " + *multiple : std::string());
}

std::string renameWords(const Network& before, const Network& after) {
    std::vector<std::string> parts;
    for (const BlockPtr& block : before.blocks()) {
        const Block* now = after.find(block->id);
        if (now != nullptr && now->name != block->name)
            parts.push_back(shown(block->name) + " now called " + shown(now->name));
    }
    if (parts.size() > kMostNamed) return std::to_string(parts.size()) + " blocks renamed";
    return joined(parts);
}

std::string settingWords(const Network& before, const Network& after, const EditCommand& command) {
    const bool staged = command.verb == "stage";
    const auto names = differing(before, after, [](const Block& x, const Block& y) {
        return x.stage != y.stage || !(x.precision == y.precision);
    });
    const std::string value = command.arguments.words.empty() ? std::string() : command.arguments.words.back().text;
    if (staged) return blocksText(before, names) + (value.empty() ? " in no stage" : " in stage " + shown(value));
    const std::string what = command.verb == "weights" ? "weights of " : "number format of ";
    return what + blocksText(before, names) + ": " + (value == "network" ? "as the network's" : shown(value));
}

std::string patchWords(const Network& before, const Network& after) {
    std::vector<std::string> clauses;
    const auto gone = goneFrom(before, after);
    if (!gone.empty()) clauses.push_back(blocksText(before, gone) + " taken out");
    const auto exchanged = differing(before, after, [](const Block& x, const Block& y) { return x.kind != y.kind; });
    if (!exchanged.empty()) clauses.push_back(blocksText(before, exchanged) + " of another kind");
    const auto rewired = differing(
        before, after, [](const Block& x, const Block& y) { return x.kind == y.kind && x.inputs != y.inputs; });
    const std::string changed = parameterWords(before, after, {});
    if (!changed.empty()) clauses.push_back(changed);
    if (!rewired.empty()) clauses.push_back(blocksText(before, rewired) + " joined otherwise");
    if (std::any_of(after.blocks().begin(), after.blocks().end(),
                    [&](const BlockPtr& block) { return before.find(block->id) == nullptr; }))
        clauses.push_back(additionWords(before, after, false));
    if (clauses.empty()) return "other outputs";
    std::string text;
    for (const std::string& clause : clauses)
        text += (text.empty() ? "" : "; ") + clause;
    return text;
}

/// "block.parameter" of every assignment of a command.
std::set<std::string> assigned(const EditCommand& command) {
    std::set<std::string> words;
    for (const EditWord& word : command.arguments.words) {
        if (const auto parts = parseParameterWord(word)) words.insert(parts->block + "." + parts->parameter);
    }
    return words;
}

}  // namespace

std::string blocksText(const Network& network, const std::vector<std::string>& names) {
    const std::set<std::string> wanted(names.begin(), names.end());
    std::map<std::string, std::pair<size_t, size_t>> stages;  // Wanted and all blocks of each.
    for (const BlockPtr& block : network.blocks()) {
        auto& [met, all] = stages[block->stage];
        met += wanted.count(block->name);
        ++all;
    }
    std::vector<std::string> parts;
    std::string first, last;
    size_t run = 0;
    const auto flush = [&] {
        if (run == 1) parts.push_back(shown(first));
        if (run == 2) parts.insert(parts.end(), {shown(first), shown(last)});
        if (run > 2) parts.push_back(shown(first) + "–" + shown(last));
        run = 0;
    };
    std::set<std::string> told;
    for (const BlockPtr& block : network.blocks()) {
        const auto& [met, all] = stages[block->stage];
        const bool whole = !block->stage.empty() && met == all && all > 1;
        if (wanted.count(block->name) == 0 || whole) flush();
        if (wanted.count(block->name) == 0) continue;
        if (whole) {
            if (told.insert(block->stage).second) parts.push_back("all of " + shown(block->stage));
            continue;
        }
        if (run++ == 0) first = block->name;
        last = block->name;
    }
    flush();
    return joined(parts);
}

std::string wordsOf(const Network& before, const Network& after, std::string_view text) {
    const auto command = parseEditCommand(text);
    if (!command) return elide(text, 200);
    const std::string& verb = command->verb;
    if (const std::string_view words = verbWords(verb); !words.empty()) {
        const auto names =
            verb == "delete" ? goneFrom(before, after) : differing(before, after, [&](const Block& x, const Block& y) {
                return verb == "freeze" || verb == "thaw" ? x.frozen != y.frozen : x.kind != y.kind;
            });
        return blocksText(before, names) + " " + std::string(words);
    }
    if (verb == "scale") return scaleWords(*command);
    if (verb == "align") return alignWords(*command);
    if (verb == "input_size") return sizeWords(before, after);
    if (verb == "insert" || verb == "duplicate") return additionWords(before, after, verb == "duplicate");
    if (verb == "rename") return renameWords(before, after);
    if (verb == "stage" || verb == "precision" || verb == "weights") return settingWords(before, after, *command);
    if (verb == "move" && command->arguments.words.size() == 3)
        return shown(command->arguments.words[0].text) + " moved behind " + shown(command->arguments.words[2].text);
    if (verb == "reorder") return "another execution order";
    if (verb == "patch") return patchWords(before, after);
    const std::string words = parameterWords(before, after, assigned(*command));
    return words.empty() ? elide(text, 200) : words;
}

}  // namespace bw
