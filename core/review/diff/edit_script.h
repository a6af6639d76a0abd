// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "graph/network.h"
#include "rewrite/rewrite.h"

namespace bw {

/// One edit of a script and the network after it.
struct ScriptStep {
    std::string command;  ///< As applyEdit() takes it.
    Network network;
};

/// Edits that turn one network into another.
struct EditScript {
    std::vector<ScriptStep> steps;
    bool cut_short = false;  ///< The networks are so large that not every edit was tried; a patch says the rest.
};

/// Readable scripts tell each parameter by itself; the shortest may set many at once.
enum class ScriptStyle : uint8_t { Readable, Shortest };

/// Finds few edits that turn `a` into `b`: network-wide ones where they say all or much of it, else for each kind of
/// change one edit for all blocks that share it, and for what no other edit says a patch. Applied to `a`, the script
/// gives `b`: its blocks, names, order and wiring (isSameDesign). Fails only where `b` cannot be lowered.
Result<EditScript> findEditScript(const Network& a, const Network& b, const EditContext& context = {},
                                  ScriptStyle style = ScriptStyle::Readable);

}  // namespace bw
