// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "graph/precision.h"

namespace bw {

/// How a runtime lays out and reuses activation memory. The defaults are TFLite-Micro's with int8 activations; a target
/// profile fills in its own.
struct MemoryRules {
    /// Activations are counted in this format, whatever a file used, unless their block has one of its own.
    Precision precision = Precision::Int8;
    int64_t brick = 1;              ///< Channels of intermediates are stored in multiples of this (16 on Ethos-U).
    bool round_network_io = false;  ///< Network inputs and outputs are rounded to the brick as well.
    int64_t alignment = 16;         ///< Buffer sizes and offsets in the arena are multiples of this many bytes.
    bool reshape_is_free = true;    ///< Reshape gives its input's bytes a new shape instead of copying them.
    /// Quantize disappears, as where the application already feeds the right format; not between formats of blocks.
    bool quantize_is_free = false;
    bool fold_pads = false;  ///< Zero padding of height and width moves into the convolutions that alone read it.
    /// A depthwise convolution overwrites its dying input channel by channel, with one padded channel of scratch.
    bool in_place_depthwise = false;
    bool in_place_elementwise = false;  ///< Add, Mul, activations and the like overwrite a dying input of equal size.

    bool operator==(const MemoryRules&) const = default;
};

}  // namespace bw
