// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "graph/network.h"
#include "lowering/lower.h"
#include "memory/memory_rules.h"

namespace bw {

/// What an edit needs to know of its surroundings.
struct EditContext {
    /// The target's parallelism factor: channel counts that an edit chooses are multiples of it.
    int64_t channel_multiple = 1;
    /// The lowered form of the very network that is edited, where the caller has it; spares lowering it again.
    const LoweredNetwork* lowered = nullptr;
    /// The network's number format, into which the result is lowered.
    Precision precision = Precision::Int8;
    /// How the runtime keeps activations, for edits that weigh memory.
    MemoryRules memory = {};
};

/// One word of a command. The first `quoted` bytes stood in quotes: a dot or '=' among them belongs to a name.
struct EditWord {
    std::string text;
    size_t quoted = 0;
};

/// A command line behind its verb, split.
struct EditArguments {
    std::vector<EditWord> words;
    std::vector<std::pair<std::string, std::string>> options;  ///< "multiple", "16" for --multiple 16.

    /// Null where the option was not given.
    const std::string* option(std::string_view name) const;
};

/// What a rewrite proposes, before it is checked.
struct EditPlan {
    NetworkDraft draft;
    std::string title;
    std::vector<std::string> changes;
};

/// A made edit.
struct EditOutcome {
    Network network;
    LoweredNetwork lowered;            ///< Of the new network.
    std::string title;                 ///< "Fuse ibn_3", for the history.
    std::vector<std::string> changes;  ///< "ibn_4.channels 24 -> 32 (follows ibn_3)": everything, propagation included.
};

/// A kind of edit. A new one is one file in rewrite/rules and one line in builtin_rewrites.cpp.
struct Rewrite {
    enum class Scope : uint8_t { Blocks, Network };

    std::string id;      ///< The verb: "fuse".
    std::string label;   ///< As menus show it: "Fuse IBN".
    std::string syntax;  ///< "fuse BLOCK...".
    std::string doc;
    Scope scope = Scope::Blocks;
    std::vector<std::string> options;  ///< Names of the options it takes, without dashes.
    /// Looks and proposes; the caller commits, lowers and compares (applyEdit).
    std::function<Result<EditPlan>(const Network&, const EditArguments&, const EditContext&)> plan;
    /// Cheap precondition for menus on a selection: the error says why the action is disabled. Success does not promise
    /// that applyEdit succeeds, which also lowers the result.
    std::function<Result<void>(const Network&, std::span<const BlockId>)> check;
};

/// All rewrites in menu order.
std::span<const Rewrite> rewrites();
/// Null where there is no such rewrite.
const Rewrite* findRewrite(std::string_view id);

/// Parses and makes one edit, such as "fuse ibn_3 ibn_4", "set ibn_3.channels=32" or "scale 0.75 --multiple 16 --stage
/// stage2". The text form is the form of an edit: the window, the command line, suggestions and the crash journal all
/// use it. The result is committed and lowered; an edit that cannot be, that touches a frozen block or that changes
/// nothing is refused with the block and the reason. `network` is never changed.
Result<EditOutcome> applyEdit(const Network& network, std::string_view command, const EditContext& context = {});

/// A block's name as a command takes it: as it is, or in quotes with backslash escapes.
std::string quoteName(std::string_view block_name);
/// "fuse ibn_3 \"my block\"": the verb with the names of blocks, and `rest` behind them.
std::string editCommand(std::string_view verb, const Network& network, std::span<const BlockId> blocks,
                        std::string_view rest = {});

}  // namespace bw
