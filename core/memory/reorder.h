// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>

#include "memory/liveness.h"

namespace bw {

/// What stays together and how long to look.
struct ReorderOptions {
    /// As analyzeLiveness takes it: operators of one kernel share a step. Empty: one step each.
    std::span<const int32_t> step_of_operator;
    /// Operators that run as one piece, such as those of a block: equal numbers, in the given order of steps. Empty:
    /// each step is a piece.
    std::span<const int32_t> piece_of_operator;
    int64_t state_limit = 150'000;  ///< Sets of finished pieces looked at, per part of the network.
    int beam_width = 48;            ///< States kept per depth where the limit is not enough.
    std::stop_token stop;
};

/// An execution order with its peak.
struct ReorderPlan {
    std::vector<int32_t>
        step_of_operator;          ///< For analyzeLiveness and planMemory; the given steps where none is better.
    std::vector<int32_t> pieces;   ///< The numbers of the pieces in their new order.
    int64_t peak_bytes = 0;        ///< By analyzeLiveness: never more than given_peak_bytes.
    int64_t given_peak_bytes = 0;  ///< Of the order given.
    /// No order of the pieces has a lower peak. Where operators work in place, proven only up to what sharing an order
    /// fixes: an operator that overwrites a tensor with several readers.
    bool optimal = false;
    int64_t states = 0;  ///< Looked at.
    bool improved = false;
};

/// Looks for an order of execution with the least peak. The network is cut where every path passes through one piece;
/// between cuts, best-first search over sets of finished pieces finds the order whose largest live sum is least (as
/// dynamic programming does, Ahn et al., MLSys 2020), running at once whatever frees memory; beyond the limit of
/// states a beam search takes over. Equal inputs give equal answers. Fails as analyzeLiveness does, with
/// InvalidArgument where a piece cannot run as one, and with Cancelled.
Result<ReorderPlan> reorderForMemory(const OperatorGraph& graph, const MemoryRules& rules,
                                     const ReorderOptions& options = {});

}  // namespace bw
