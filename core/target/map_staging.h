// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "target/kernel.h"

namespace bw {

/// A feature map of a network and the kernels that need it, by their place in execution order.
struct StagedMap {
    int64_t bytes = 0;     ///< As it lies in memory.
    int32_t first = 0;     ///< Kernel that writes it.
    int32_t last = 0;      ///< Kernel that reads it last.
    int32_t readers = 0;   ///< Kernels that read it.
    bool outside = false;  ///< The network's own input or output, which the application keeps in DRAM.
};

/// A kernel and the maps it touches; -1 where it has none.
struct StagedKernel {
    const Kernel* kernel = nullptr;
    int32_t input = -1, second_input = -1, output = -1;
    int32_t chained_input = -1;  ///< Second operand of an Add that runs on the fly behind it.
};

/// Predicts what a compiler for an accelerator with `sram_bytes` of dedicated SRAM and the rest in DRAM does with the
/// feature maps of a network, from shapes alone (hardware.md, section 3.5):
///   1. Where input and output of a kernel together exceed the SRAM, it runs in a cascade with the kernel before:
///      stripe by stripe, the map between them a rolling buffer of round_up(p + c, c) rows, p written and c read at a
///      time. A cascade grows while each further kernel would exceed the SRAM by itself and the buffers for one row
///      and all weights fit. Its first input and its last output lie in DRAM. Branches, additions and dense layers end
///      it. The stripe is the highest for which buffers and weights fit, at most half of the last map.
///   2. Of the other maps, the largest leaves the SRAM wherever what is live, with the weights of this kernel and the
///      next, does not fit.
/// Element i of the result belongs to kernels[i].
std::vector<KernelStaging> planStaging(std::span<const StagedKernel> kernels, std::span<const StagedMap> maps,
                                       int64_t sram_bytes, int64_t brick);

}  // namespace bw
