// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace bw {

/// Few values that stand for many.
struct WeightPalette {
    std::vector<float> colours;    ///< Rising.
    std::vector<int32_t> indices;  ///< By weight: its colour.
    double squared_error = 0;      ///< Sum over the weights.

    /// Bits of one index if all are as long: log2 of the colours, rounded up.
    int indexBits() const;
    /// Mean bits of an index if frequent ones are shorter: the entropy, which arithmetic coding comes near to.
    double entropy() const;
};

/// At most `count` colours for weights, by k-means on the line from two beginnings, colours evenly over the range and
/// evenly over the weights, of which the nearer result is taken. Weights of fewer values keep them all.
WeightPalette paletteOf(std::span<const float> weights, int count);

}  // namespace bw
