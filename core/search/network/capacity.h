// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "graph/network.h"
#include "lowering/lower.h"

namespace bw {

/// What edits are expected to do to accuracy, both ways: HarmScale (fit/harm.h) continued to networks that grow and
/// that have more or fewer blocks.
///
///     x = 1/2 log2(multiply-accumulates before / after) of a block with its copies, in depthwise-separable form
///     capacity = - mean over the blocks of (2x + x^2) / 3 where x > 0, else of 2x / (3 - x)
///
/// 0: as before. Times 8 it is about points of ImageNet accuracy: MobileNetV2 1.4 against 1.0 gains 2.9 points
/// (here 2.2), EfficientNet-B7 against B0 7.2 (here 8.4). A block that is left out counts as one that keeps a quarter:
/// its shortcut keeps what was learnt before it.
class Capacity {
public:
    /// The network that others are compared with.
    Capacity(const Network& network, const LoweredNetwork& lowered);

    /// Of a network made from it by edits: blocks are matched by id, copies count for the block that they stand behind.
    double of(const Network& network, const LoweredNetwork& lowered) const;

private:
    std::vector<BlockId> blocks_;  ///< With weights.
    std::vector<double> before_;   ///< Multiply-accumulates.
    std::vector<int> index_of_id_;
};

}  // namespace bw
