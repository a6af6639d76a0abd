// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "graph/network.h"
#include "graph/operator.h"

namespace bw {

/// Where a block went in the lowered network.
struct BlockSpan {
    int32_t first_operator = 0;
    int32_t operator_count = 0;
    std::vector<TensorId> outputs;  ///< One tensor per output port.
};

/// A network as operators, with the way back to its blocks.
struct LoweredNetwork {
    OperatorGraph graph;
    std::vector<BlockSpan> blocks;          ///< By position of the block in the network.
    Precision precision = Precision::Int8;  ///< The network's, between which and the blocks' own it converts.
    bool mixed = false;                     ///< A block asks for a format of its own, so that `precision` matters.

    const Shape& outputShape(size_t position) const { return graph.shape(blocks[position].outputs.front()); }
};

/// Lowers every block in execution order, inferring shapes and counting on the way. Deterministic. The error's place
/// is the name of the first block that cannot be, its message says why.
///
/// Where a block reads another number format than it works in, a Quantize operator stands between them, at the end of
/// the block before where all its readers want one and the same other format (which runtimes do at the output scaling
/// of that block), else at the beginning of the first block that reads it in that format. Network outputs have the
/// format of the block that gives them.
Result<LoweredNetwork> lower(const Network& network, Precision precision = Precision::Int8);

}  // namespace bw
