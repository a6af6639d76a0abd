// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "memory/liveness.h"

namespace bw {

/// Operators in successive steps that run together in stripes of rows, joined by rolling buffers.
struct Cascade {
    int32_t step = 0;         ///< The one step they share, in the steps of the cascaded plan.
    int64_t stripe_rows = 1;  ///< Rows of the last result that one round gives.
    std::vector<int32_t> operators;
    bool operator==(const Cascade&) const = default;
};

/// A network with some of its steps joined into cascades.
struct CascadePlan {
    LiveMemory live;  ///< Rolling buffers are lives of their own.
    std::vector<int32_t> step_of_operator;
    std::vector<Cascade> cascades;
};

/// Chooses cascades that bring the peak of `whole` (the same network with whole tensors, step_of_operator as given to
/// analyzeLiveness) down as far as cascades can, or to `limit_bytes` where that is more, with as few operators in
/// cascades as that allows; then makes stripes as high as still fits. A rolling buffer holds round_up(p + c, c) rows:
/// the producer adds p rows a round, the consumer reads c. Convolutions, poolings and element by element operators of
/// one input can be in a cascade; branches, dense layers, reductions and sums of two tensors cannot.
/// Cascades are at most 64 steps long. Fails as analyzeLiveness does.
Result<CascadePlan> planCascades(const OperatorGraph& graph, const MemoryRules& rules,
                                 std::span<const int32_t> step_of_operator, const LiveMemory& whole,
                                 int64_t limit_bytes);

}  // namespace bw
