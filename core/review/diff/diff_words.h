// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "graph/network.h"

namespace bw {

/// Names of blocks as people list them: "ibn_2–ibn_5" for neighbours in execution order, "all of stage_3" for a whole
/// stage, "a, b and 3 more".
std::string blocksText(const Network& network, const std::vector<std::string>& names);

/// One edit in words of architects: "ibn_2–ibn_5 fused", "channels 32 → 24 in stem", "expansion 6 → 4 in all of
/// stage_3". `after` is the network that the command made of `before`.
std::string wordsOf(const Network& before, const Network& after, std::string_view command);

}  // namespace bw
