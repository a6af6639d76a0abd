// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "graph/network.h"

namespace bw {

/// Which blocks of two networks are one and the same, by position.
struct BlockMatch {
    std::vector<int> of_a;  ///< By position in A: that in B, -1 for blocks that are gone.
    std::vector<int> of_b;  ///< By position in B: that in A, -1 for blocks that are new.
};

/// True where an edit turns one kind into the other: fused and unfused IBN, standard and depthwise convolutions.
bool isConvertible(const BlockKind& from, const BlockKind& to);

/// Matches blocks of equal or convertible kinds. Networks of a common origin are matched by the ids that edits leave
/// alone; others by equal names, then by the alignment of both sequences that has most in common (Needleman
/// and Wunsch, 1970, without a price for gaps).
BlockMatch matchBlocks(const Network& a, const Network& b);

}  // namespace bw
