// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/advice/change_commands.h"

#include "base/text.h"
#include "rewrite/command_line.h"

namespace bw {
namespace {

/// Says commands of the space's network in the words of the current one.
class Translator {
public:
    Translator(const SearchSpace& space, const Network& current, std::span<const SharedChoice> choices)
        : space_(space), current_(current), choices_(choices) {}

    /// Empty where nothing of it remains.
    std::string translate(const std::string& command) const {
        const auto parsed = parseEditCommand(command);
        if (!parsed || parsed->verb == "scale" || parsed->verb == "output_stride") return command;
        const std::vector<EditWord>& words = parsed->arguments.words;
        std::string text;
        for (size_t i = 0; i < words.size(); ++i) {
            const bool setting = parsed->verb == "set";
            const bool size = parsed->verb == "input_size" && i == 0;
            text += size ? " " + words[i].text : setting ? this->setting(words[i]) : name(words[i].text);
        }
        return text.empty() ? text : parsed->verb + text;
    }

private:
    std::string name(const std::string& before) const {
        const Block* original = space_.network().findByName(before);
        // A copy that an earlier command makes.
        if (original == nullptr) return " " + quoteName(before);
        const Block* block = counterpart(space_.network(), current_, original->id);
        return block == nullptr ? "" : " " + quoteName(block->name);
    }

    std::string setting(const EditWord& word) const {
        const auto parts = parseParameterWord(word);
        if (!parts) return "";
        const std::string block = name(parts->block);
        if (block.empty() || !wanted(*parts)) return "";
        return block + "." + parts->parameter + "=" + parts->value;
    }

    /// Chosen, or something that follows and that the current network has not changed itself.
    bool wanted(const ParameterWord& word) const {
        const Block* original = space_.network().findByName(word.block);
        if (original == nullptr) return true;
        for (const SharedChoice& choice : choices_) {
            const SpaceDecision& decision = space_.decisions()[choice.decision];
            if (decision.block == original->id && decision.name.ends_with("." + word.parameter)) return true;
        }
        const Block* now = counterpart(space_.network(), current_, original->id);
        const Value* before = original->attributes.find(word.parameter);
        const Value* after = now->attributes.find(word.parameter);
        return (before == nullptr) == (after == nullptr) && (before == nullptr || *before == *after);
    }

    const SearchSpace& space_;
    const Network& current_;
    std::span<const SharedChoice> choices_;
};

/// The verb that makes a block one of this kind.
std::string verbFor(const std::string& kind) {
    if (kind == "fused_ibn") return "fuse";
    if (kind == "ibn") return "unfuse";
    return kind == "conv" ? "to_standard" : "to_depthwise";
}

/// Back to what the search began with: to that no command of the space leads.
std::string commandBack(const SpaceDecision& decision, const Block& block, double value) {
    const std::string name = quoteName(block.name);
    switch (decision.kind) {
        case DecisionKind::Fusion:
        case DecisionKind::Conversion:
            return verbFor(decision.options[static_cast<size_t>(decision.indexOf(value))]) + " " + name;
        case DecisionKind::Squeeze:
            return "squeeze " + name + (value > 0 ? " on" : " off");
        case DecisionKind::Width:
            return "set " + name + ".channels=" + formatNumber(value);
        case DecisionKind::Expansion:
            return "set " + name + ".expansion=" + formatNumber(value);
        case DecisionKind::Kernel:
            return "set " + name + ".kernel=" + formatNumber(value);
        default:
            return {};
    }
}

}  // namespace

std::vector<std::string> changeCommands(const SearchSpace& space, const Network& current,
                                        std::span<const SharedChoice> choices) {
    std::vector<std::string> commands;
    Genome genome = space.origin();
    for (const SharedChoice& choice : choices) {
        const int32_t option = space.decisions()[choice.decision].indexOf(choice.to);
        if (option < 0) return {};
        const SpaceDecision& decision = space.decisions()[choice.decision];
        const Block* block = counterpart(space.network(), current, decision.block);
        if (choice.to == decision.now && block != nullptr) {
            if (std::string back = commandBack(decision, *block, choice.to); !back.empty()) commands.push_back(back);
        }
        genome[choice.decision] = option;
    }
    const Translator translator(space, current, choices);
    for (const std::string& command : space.commands(genome)) {
        if (std::string text = translator.translate(command); !text.empty()) commands.push_back(std::move(text));
    }
    return commands;
}

}  // namespace bw
