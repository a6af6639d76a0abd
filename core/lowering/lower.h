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
    std::vector<BlockSpan> blocks;  ///< By position of the block in the network.

    const Shape& outputShape(size_t position) const { return graph.shape(blocks[position].outputs.front()); }
};

/// Lowers every block in execution order, inferring shapes and counting on the way. Deterministic. The error's place
/// is the name of the first block that cannot be, its message says why.
Result<LoweredNetwork> lower(const Network& network);

}  // namespace bw
