// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "target/npu_parameters.h"

namespace bw {

/// Channels of the deepest tile, where the array itself is not deeper.
inline constexpr int64_t kMaxTileDepth = 128;

/// The part of an output map that the array computes at once.
struct Tile {
    int64_t height = 1, width = 1, depth = 1;
    bool operator==(const Tile&) const = default;
};

/// What the tile search needs to know of an operator.
struct TileProblem {
    int64_t out_h = 1, out_w = 1, out_c = 1;
    int64_t in_c = 1;
    int64_t kernel_h = 1, kernel_w = 1;  ///< Dilation included.
    int64_t stride_h = 1, stride_w = 1;
    bool per_channel = false;  ///< Depthwise and pooling: an output channel reads one input channel.
    int64_t element_bytes = 1;
    int64_t weights = 0;  ///< Weight elements of the whole operator.
    bool operator==(const TileProblem&) const = default;
};

/// Bytes of the smallest tile that keeps the array busy, double buffered: an int8 1 x 1 convolution over one granule.
struct TileBytes {
    int64_t input = 0;
    int64_t accumulators = 0;
};
TileBytes leastTileBytes(const NpuParameters& npu);

/// The tile with the least traffic (input fetched with halo for every tile + weights fetched for every place) whose
/// double-buffered input and accumulators fit the chip's buffers; the smallest legal tile if none fits. Heights and
/// widths are multiples of the chip's pixels up to 32 x 64, depths multiples of max(16, Pk) up to 128. Results are
/// remembered per thread.
Tile findTile(const TileProblem& problem, const NpuParameters& npu);

}  // namespace bw
