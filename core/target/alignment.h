// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "target/kernel.h"
#include "target/target_profile.h"

namespace bw {

/// A channel count beside the multiples of a step.
struct ChannelAlignment {
    int64_t channels = 0;
    int64_t step = 1;
    int64_t previous = 0;      ///< The largest multiple below or equal; `step` where there is none.
    int64_t next = 0;          ///< The least multiple above or equal.
    double idle_fraction = 0;  ///< Share of the lanes that compute on padding: 1 - channels / next.
    bool aligned() const { return channels == next; }
};

/// For channels >= 1 and step >= 1.
ChannelAlignment alignChannels(int64_t channels, int64_t step);

/// How a kernel's channels sit on the target's lanes.
struct KernelAlignment {
    bool applies = false;     ///< True for convolutions and Dense; nothing else of it holds otherwise.
    ChannelAlignment output;  ///< Depthwise: the channels.
    ChannelAlignment input;   ///< Depthwise: as output.
    double idle_lanes = 0;    ///< Share of the multipliers without useful work while the array runs, 0 ... 1.
};
KernelAlignment alignmentOf(const Kernel& kernel, const TargetProfile& target);

/// C* = k^2 / (k^2 - 1) * Pi * Cd / Td: fusing an inverted bottleneck with a square depthwise kernel of size
/// `kernel` >= 2 pays while its input channels are at most this. From the multipliers alone (hardware.md, 4.3);
/// blocks of stride 2 pay up to two to four times as far.
double fusionCrossoverChannels(int32_t kernel, const NpuParameters& npu);

/// C* less the block's input channels: positive where fusing pays.
double fusionMargin(int32_t kernel, int64_t input_channels, const NpuParameters& npu);

}  // namespace bw
