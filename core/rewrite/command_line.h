// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rewrite/rewrite.h"

namespace bw {

/// A command split into its verb and arguments.
struct EditCommand {
    std::string verb;
    EditArguments arguments;
};

/// Splits at white space outside quotes; an unquoted word that begins with "--" is an option and takes the next word,
/// or what follows '=', as its value.
Result<EditCommand> parseEditCommand(std::string_view command);

/// "BLOCK.PARAM=VALUE" in its parts; dots and '=' of quoted names do not count.
struct ParameterWord {
    std::string block;
    std::string parameter;
    std::string value;
};
Result<ParameterWord> parseParameterWord(const EditWord& word);

/// "reorder a b c": the command that gives a network of the same blocks the order of this one.
std::string orderCommand(const Network& network);

}  // namespace bw
