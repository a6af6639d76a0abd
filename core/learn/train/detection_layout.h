// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "graph/network.h"
#include "learn/train/anchors.h"
#include "lowering/lower.h"

namespace bw {

/// Where a detector made of detection heads says what.
struct DetectionLayout {
    std::vector<BlockId> box_heads, score_heads;      ///< In pairs that look at the same map.
    std::vector<int32_t> box_outputs, score_outputs;  ///< Outputs of the network in the order of the anchors.
    std::vector<AnchorMap> maps;
};

/// Finds pairs of heads for boxes (4 values) and for scores behind the outputs of a network. Unsupported, with the
/// block, where there are none or they do not belong together.
Result<DetectionLayout> detectionLayout(const Network& network, const LoweredNetwork& lowered);

}  // namespace bw
