// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "graph/network.h"
#include "graph/operator.h"

namespace bw {

/// Turns the operators of an imported file into blocks. A block is recognised only where lowering it gives back the
/// very same operators; what no pattern explains becomes a block of one operator, so that nothing is lost. Stages are
/// named after the stride at which blocks work.
Result<Network> raise(const OperatorGraph& graph, const std::string& name);

/// A network and where its blocks came from.
struct RaisedNetwork {
    Network network;
    /// By position of the block, which is its id too: the operators of the imported graph that it stands for, in the
    /// order in which it lowers. Empty for inputs.
    std::vector<std::vector<int32_t>> operators_of_block;
};
Result<RaisedNetwork> raiseWithOrigin(const OperatorGraph& graph, const std::string& name);

}  // namespace bw
