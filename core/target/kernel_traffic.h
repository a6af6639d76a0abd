// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "target/kernel_decomposition.h"
#include "target/target_profile.h"

namespace bw {

/// Bytes that one kernel moves.
struct KernelTraffic {
    double sram_bytes = 0;  ///< On-chip memory; caches of a processor.
    double dram_bytes = 0;
    double flash_bytes = 0;
};

/// Traffic of a slot. On an accelerator that of the parametric model: input tiles with their halo as often as they are
/// fetched, results once, weights as they are stored. On a processor each map and each weight once, maps through the
/// caches as far as they fit. A free slot moves nothing but the second operand of an addition that runs on the fly.
KernelTraffic kernelTraffic(const KernelSlot& slot, const TargetProfile& target);

}  // namespace bw
