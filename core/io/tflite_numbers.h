// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "lowering/lower.h"

namespace bw::tflite {

/// Real numbers of one operand in the graph's order of axes, row by row.
struct Numbers {
    std::vector<int64_t> sizes;
    std::shared_ptr<const std::vector<float>> values;

    int64_t elements() const { return values ? static_cast<int64_t>(values->size()) : 0; }
    bool empty() const { return elements() == 0; }
    /// Gives the numbers when called.
    std::function<std::vector<float>()> inOrder() const;
    /// Gives the numbers with axis `order[i]` as axis i when called.
    std::function<std::vector<float>()> permuted(std::vector<int> order) const;
};

/// `sizes` as the file holds them.
std::vector<int32_t> narrowed(const std::vector<int64_t>& sizes);

/// The numbers of each operator of a lowered network.
class OperatorNumbers {
public:
    OperatorNumbers(const LoweredNetwork& lowered, uint64_t seed) : lowered_(lowered), seed_(seed) {}

    /// Of a convolution: out x in per group x height x width; transposed: in x out per group x height x width; of a
    /// dense layer: out x in. Normalisation that deployment folds is folded in.
    Result<Numbers> kernel(size_t op) const;
    /// One for each output channel; empty where the operator adds none.
    Result<Numbers> bias(size_t op) const;
    /// The constant operand of arithmetic, the slopes of a PReLU.
    Result<Numbers> constant(size_t op) const;
    /// Factor and offset of a normalisation that stands alone.
    Result<Numbers> scale(size_t op) const;
    Result<Numbers> shift(size_t op) const;

private:
    const LoweredNetwork& lowered_;
    uint64_t seed_;
};

}  // namespace bw::tflite
