// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "rewrite/command_line.h"

#include <algorithm>

#include "base/text.h"

namespace bw {
namespace {

constexpr size_t kMaxCommandBytes = size_t{4} << 20;

bool isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool isPlain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
           c == '/' || c == ':';
}

/// Reads a quoted part whose opening quote stands at `at`; leaves `at` behind the closing one.
Result<std::string> readQuoted(std::string_view text, size_t& at) {
    std::string part;
    for (++at; at < text.size(); ++at) {
        if (text[at] == '"') {
            ++at;
            return part;
        }
        if (text[at] == '\\' && at + 1 < text.size()) ++at;
        part += text[at];
    }
    return fail(ErrorCode::InvalidArgument, "a quote is not closed", {}, "end the name with \"");
}

Result<EditWord> readWord(std::string_view text, size_t& at) {
    EditWord word;
    const size_t start = at;
    while (at < text.size() && !isSpace(text[at])) {
        if (text[at] != '"') {
            word.text += text[at++];
            continue;
        }
        const bool leads = at == start;
        auto part = readQuoted(text, at);
        if (!part) return tl::unexpected(part.error());
        word.text += *part;
        if (leads) word.quoted = word.text.size();
    }
    return word;
}

}  // namespace

Result<EditCommand> parseEditCommand(std::string_view text) {
    if (text.size() > kMaxCommandBytes) return fail(ErrorCode::LimitExceeded, "the command is longer than 4 MiB");
    std::vector<EditWord> words;
    std::vector<bool> option;
    for (size_t at = 0; at < text.size();) {
        if (isSpace(text[at])) {
            ++at;
            continue;
        }
        const bool bare = text[at] != '"';
        auto word = readWord(text, at);
        if (!word) return tl::unexpected(word.error());
        option.push_back(bare && word->text.starts_with("--"));
        words.push_back(std::move(*word));
    }
    if (words.empty())
        return fail(ErrorCode::InvalidArgument, "the edit is empty", {}, "name one, such as 'fuse BLOCK'");
    EditCommand command;
    command.verb = std::move(words.front().text);
    for (size_t i = 1; i < words.size(); ++i) {
        if (!option[i]) {
            command.arguments.words.push_back(std::move(words[i]));
            continue;
        }
        const std::string name = words[i].text.substr(2);
        if (const size_t equals = name.find('='); equals != std::string::npos) {
            command.arguments.options.emplace_back(name.substr(0, equals), name.substr(equals + 1));
        } else if (i + 1 < words.size()) {
            command.arguments.options.emplace_back(name, std::move(words[++i].text));
        } else {
            return fail(ErrorCode::InvalidArgument, "--" + elide(name, 40) + " needs a value");
        }
    }
    return command;
}

Result<ParameterWord> parseParameterWord(const EditWord& word) {
    const std::string& text = word.text;
    const size_t equals = text.find('=', word.quoted);
    const size_t dot = equals == std::string::npos ? std::string::npos : text.rfind('.', equals);
    if (dot == std::string::npos || dot < word.quoted || dot == 0 || dot + 1 == equals) {
        return fail(ErrorCode::InvalidArgument, "'" + elide(text, 60) + "' is not BLOCK.PARAMETER=VALUE", {},
                    "write, for example, ibn_3.channels=32");
    }
    return ParameterWord{text.substr(0, dot), text.substr(dot + 1, equals - dot - 1), text.substr(equals + 1)};
}

std::string quoteName(std::string_view name) {
    if (!name.empty() && name.front() != '-' && std::all_of(name.begin(), name.end(), isPlain)) {
        return std::string(name);
    }
    std::string quoted = "\"";
    for (const char c : name) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return quoted + "\"";
}

std::string editCommand(std::string_view verb, const Network& network, std::span<const BlockId> blocks,
                        std::string_view rest) {
    std::string command(verb);
    for (const BlockId id : blocks) {
        if (const Block* block = network.find(id)) command += " " + quoteName(block->name);
    }
    if (!rest.empty()) command += " " + std::string(rest);
    return command;
}

std::string orderCommand(const Network& network) {
    std::vector<BlockId> blocks;
    for (const BlockPtr& block : network.blocks())
        blocks.push_back(block->id);
    return editCommand("reorder", network, blocks);
}

}  // namespace bw
