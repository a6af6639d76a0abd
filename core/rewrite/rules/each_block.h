// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rewrite/edit_support.h"

namespace bw::rules {

/// What a rewrite does to each of the blocks it names.
struct EachBlock {
    std::string id;
    std::string label;
    std::string doc;
    std::string past;           ///< For the title: "Fuse" in "Fuse ibn_3".
    bool needs_shapes = false;  ///< `change` reads context.lowered.
    /// Why a block cannot be changed, from its kind and attributes alone.
    std::function<Result<void>(const Block&)> precondition;
    std::function<Result<void>(EditPlan&, const Network&, const Block&, const EditContext&)> change;
};

/// A rewrite "id BLOCK...".
Rewrite makeEachBlock(EachBlock each);

/// Makes blocks of kind `from` blocks of kind `to`, which has the same parameters.
Rewrite makeKindExchange(std::string id, std::string label, std::string doc, std::string from, std::string to);

/// Refuses a block of another kind than those listed.
Result<void> requireKind(const Block& block, std::initializer_list<const char*> kinds);

}  // namespace bw::rules
