// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "target/kernel_decomposition.h"
#include "target/parametric_npu.h"
#include "target/target_profile.h"

namespace bw {

/// Cycles of a whole network on the parametric model; element i belongs to slot i (all zero for free ones).
struct NetworkCycles {
    std::vector<KernelCycles> kernels;
    double total = 0;     ///< Sum over the known kernels.
    int32_t unknown = 0;  ///< Kernels whose cost is unknown and not in `total`.
};

/// Runs the slots one after the other, each in its format; the weights of each load while the one before runs.
NetworkCycles networkCycles(std::span<const KernelSlot> slots, const TargetProfile& target);

}  // namespace bw
