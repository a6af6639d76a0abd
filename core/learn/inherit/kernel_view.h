// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "graph/operator.h"

namespace bw {

/// Where the windows of a convolution's or Dense's kernel lie among its numbers, whatever its groups and order.
struct KernelView {
    int64_t outputs = 0;
    int64_t inputs = 0;  ///< Channels that the operator reads.
    int64_t groups = 1;
    int64_t height = 1, width = 1;  ///< Of a window.
    bool transposed = false;        ///< Inputs come before outputs.

    /// Of an operator that holds a kernel.
    static KernelView of(const OperatorGraph& graph, const Operator& op);
    /// True for operators that hold a kernel.
    static bool exists(const Operator& op) { return op.isConvolution() || op.type == OpType::Dense; }

    int64_t window() const { return height * width; }
    int64_t inputsOfGroup() const { return inputs / groups; }
    /// The first input channel that an output channel reads; inputsOfGroup() follow from there.
    int64_t firstInput(int64_t output) const { return output / (outputs / groups) * inputsOfGroup(); }
    /// Where the window between two channels begins; -1 where their groups differ.
    int64_t offset(int64_t output, int64_t input) const;
    /// As safetensors have it: O x I / groups x H x W, transposed ones I x O / groups x H x W, Dense O x I.
    std::vector<int64_t> shape(OpType type) const;
};

}  // namespace bw
