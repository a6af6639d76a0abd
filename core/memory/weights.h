// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "graph/operator.h"
#include "graph/precision.h"

namespace bw {

/// Bytes that a network's parameters take in flash, without the file format around them and without the scales of
/// quantisation.
struct ParameterBytes {
    int64_t weights = 0;  ///< Kernels and constant operands.
    int64_t biases = 0;   ///< One per output channel where there is a bias or a folded batch normalisation.

    int64_t total() const { return weights + biases; }
    bool operator==(const ParameterBytes&) const = default;
};

/// Bytes of one operator in a network at `precision`, in the operator's own formats where it has some; two weights of
/// 4 bits share a byte. Fails with LimitExceeded where they leave 64 bits.
Result<ParameterBytes> parameterBytes(const Operator& op, Precision precision);

/// Bytes of all operators.
Result<ParameterBytes> parameterBytes(const OperatorGraph& graph, Precision precision);

}  // namespace bw
