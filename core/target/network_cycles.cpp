// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "target/network_cycles.h"

namespace bw {

NetworkCycles networkCycles(std::span<const KernelSlot> slots, const TargetProfile& target) {
    NetworkCycles result;
    result.kernels.resize(slots.size());
    double previous = 0;
    for (size_t i = 0; i < slots.size(); ++i) {
        if (slots[i].cost == SlotCost::Free) continue;
        KernelPlacement placement = placeKernel(slots[i].kernel, target, slots[i].format);
        placement.prefetch_cycles = previous;
        KernelCycles& cycles = result.kernels[i] = kernelCycles(slots[i].kernel, target.npu, placement);
        cycles.known = cycles.known && slots[i].cost != SlotCost::Unknown;
        if (!cycles.known) {
            ++result.unknown;
            previous = 0;
            continue;
        }
        result.total += cycles.total;
        previous = cycles.total;
    }
    return result;
}

}  // namespace bw
