// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "graph/network.h"

namespace bw {

/// True where both have the same blocks under the same names in the same order, joined alike: what a script has to
/// reach. Ids, names of networks and what files call blocks do not count.
bool isSameDesign(const Network& a, const Network& b);

/// How much of `a` is not yet as in `b`, blocks taken for the same by name: a count of places, blocks weighing more.
/// 0 where all but the order of blocks is the same.
int distanceTo(const Network& a, const Network& b);

/// The network's inputs of a block by the names of what it reads: "stem:0".
std::vector<std::string> readsOf(const Network& network, std::span<const Port> ports);

}  // namespace bw
