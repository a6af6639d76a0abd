// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include <span>
#include <stdexcept>

#include "estimate/torch/operator_weights.h"
#include "graph/operator.h"

namespace bw {

/// Thrown for an operator that LibTorch has no equal of, with the reason.
class NotExecutable : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// One operator with what it works on.
struct Execution {
    const Operator& op;
    const Shape& output;  ///< As shape inference gives it.
    const OperatorWeights& weights;
    std::span<const at::Tensor> inputs;
};

/// Computes an operator in float32 as a LibTorch program would, its own clip included, and gives its first output.
/// "Same" padding of a transposed convolution takes the alignment that LibTorch offers. Differentiable.
at::Tensor execute(const Execution& execution);

// Parts of execute() by the kind of work; each throws NotExecutable for other types.
at::Tensor executeConvolution(const Execution& execution);
at::Tensor executePool(const Execution& execution);
at::Tensor executeMath(const Execution& execution);
at::Tensor executeElementwise(const Execution& execution);
at::Tensor executeData(const Execution& execution);

/// The activation as an operator of its own; `slopes` are those of PReLU.
at::Tensor activate(const at::Tensor& x, Activation activation, const at::Tensor& slopes);

}  // namespace bw
