// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "memory/order_search.h"

namespace bw {

/// A problem with fewer pieces that has the same least peak.
struct ContractedOrder {
    OrderProblem problem;
    std::vector<std::vector<int32_t>> members;  ///< By piece: those of the original, in their order.
};

/// Joins a piece to its only reader where running it directly before costs nothing in any order: it takes at least as
/// much memory as it can free, and what it can free is no more than the reader takes next. (Until the reader runs, the
/// piece then only adds to what is live, and its own step needs no more than the reader's.)
ContractedOrder contractOrder(const OrderProblem& problem);

}  // namespace bw
