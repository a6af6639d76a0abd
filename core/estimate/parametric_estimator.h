// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "target/target_profile.h"

namespace bw {

/// Error of the parametric model against the vendor's estimates in the bundled measurement table: the half-widths that
/// hold 90 % of the networks and of the kernels, as |log(model / measured)|. It says how far such a model is from a
/// compiler's estimate of a chip whose parameters are public; a chip that is only described may lie further away.
struct ParametricError {
    double network_half_width = 0.0;
    double kernel_half_width = 0.0;
    double network_mape = 0.0;
    int64_t networks = 0;
};
/// With all maps in SRAM: Ethos-U55-256. With dedicated SRAM, where the compiler decides what leaves it and stripes
/// what does not fit: Ethos-U65-512, U85-256, U85-512 and U85-1024 together.
ParametricError parametricError(FeatureMapPlacement placement);

}  // namespace bw
