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

}  // namespace bw
