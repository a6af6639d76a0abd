// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "graph/operator.h"
#include "graph/precision.h"

namespace bw {

/// A network of which only the whole was measured.
struct NetworkTotal {
    std::string id;
    OperatorGraph graph;
    double total_ms = 0.0;
};

/// Measured networks and where they come from.
struct NetworkTotals {
    std::string source;                     ///< One sentence for the regressor's card.
    std::string file;                       ///< Table they were read from.
    Precision precision = Precision::Int8;  ///< That they ran at.
    std::vector<NetworkTotal> networks;
};

}  // namespace bw
