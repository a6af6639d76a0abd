// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "target/kernel.h"
#include "target/target_profile.h"
#include "target/tile_search.h"

namespace bw {

/// The part of a convolution's output that an Ethos-U compiler has the array compute at once, and what follows from it.
/// All from shapes.
struct ConvolutionBlock {
    Tile block;
    bool part_kernel = false;  ///< Taps are packed instead of input channels.
    double npu_cycles = 0;     ///< Array and output path, with a fractional number of blocks.
    double places = 0;         ///< Blocks over the map, stripes included; biases are read once for each.
    double input_bytes = 0;    ///< Input read, halos and repeats for each depth of blocks included.
};

/// True where convolutionBlock knows how the compiler chooses: measured Ethos-U targets.
bool choosesConvolutionBlocks(const TargetProfile& target);

/// Least input and weight traffic for one output element, with fractional numbers of blocks over the map, halved where
/// two blocks hold the whole input; ties to the block found first in order of depth, height and width; the array's
/// pixels arranged to waste least (hardware.md, sections 3.2 and 3.4). A kernel in a cascade is cut into its stripes.
/// For Conv2d. Results are remembered per thread.
ConvolutionBlock convolutionBlock(const Kernel& kernel, const TargetProfile& target);

}  // namespace bw
