// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

#include "base/random.h"
#include "graph/operator.h"

namespace bw {

/// The numbers an operator holds, float32; undefined where it has none.
struct OperatorWeights {
    at::Tensor weight;  ///< Convolutions: O x I/groups x H x W (transposed ones I x O/groups x H x W); Dense: O x I;
                        ///< a constant operand in the shape that broadcasts; gains of a normalisation; slopes of PReLU.
    at::Tensor bias;    ///< By output channel, folded batch normalisation included; offsets of a normalisation.
};

/// Draws the weights of every operator: uniform with He's variance (that of LeCun where no clip follows), biases small.
/// Constant operands whose shape cannot be told from their number of elements stay undefined.
std::vector<OperatorWeights> drawWeights(const OperatorGraph& graph, Random& random);

/// A tensor of uniform numbers between -bound and bound.
at::Tensor drawUniform(at::IntArrayRef sizes, double bound, Random& random);

/// The sizes of a tensor of `graph`.
std::vector<int64_t> sizesOf(const OperatorGraph& graph, TensorId tensor);

}  // namespace bw
