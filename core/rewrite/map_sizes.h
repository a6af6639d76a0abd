// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <utility>
#include <vector>

#include "rewrite/edit_support.h"

namespace bw {

/// Height and width of a map.
using PlaneSize = std::pair<int64_t, int64_t>;

/// What the edit does to the network's input.
struct SizeChange {
    PlaneSize before;
    PlaneSize after;
};

/// For edits that leave the input alone: sizes that the network has nowhere else stay.
inline constexpr SizeChange kSameInput = {{1, 1}, {1, 1}};

/// Lets the blocks that hold the size of a map follow an edit of sizes: a resize to a fixed size, a resize by a factor
/// that would no longer match the map it matched, a pooling that covers its map. Only blocks in `scope` (by position)
/// follow. The draft of `plan` holds the edit; `lowered` is the network before it.
Result<void> followSizes(EditPlan& plan, const Network& network, const LoweredNetwork& lowered, SizeChange input,
                         const std::vector<bool>& scope);

/// The plan as it is where its network lowers, and else, where that mends it, with those blocks following.
EditPlan mendSizes(EditPlan plan, const Network& network, const EditContext& context);

}  // namespace bw
