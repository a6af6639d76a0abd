// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "target/kernel_traffic.h"

#include "target/parametric_npu.h"

namespace bw {
namespace {

double real(int64_t value) {
    return static_cast<double>(value);
}

/// Each map once, through the caches or, where it does not fit there, from memory; weights once from memory.
KernelTraffic processorTraffic(const KernelSlot& slot, const TargetProfile& target) {
    const Kernel& kernel = slot.kernel;
    const double in_bytes = real(activationBytes(slot.format.activations));
    const double out_bytes = real(activationBytes(slot.format.output));
    const bool outside = target.npu.sram_bytes > 0 && slot.format.live_bytes > target.npu.sram_bytes;
    KernelTraffic traffic;
    (outside ? traffic.dram_bytes : traffic.sram_bytes) +=
        (real(kernel.in_h) * real(kernel.in_w) * real(kernel.in_c) + real(kernel.second_input_elements)) * in_bytes +
        real(kernel.out_h) * real(kernel.out_w) * real(kernel.out_c) * out_bytes;
    const double weights = real(kernel.weight_elements) * real(weightBits(slot.format.weights)) / 8 +
                           real(kernel.bias_elements * biasBytes(slot.format.activations));
    (target.weights_area == MemoryArea::Sram ? traffic.sram_bytes : traffic.dram_bytes) += weights;
    return traffic;
}

}  // namespace

KernelTraffic kernelTraffic(const KernelSlot& slot, const TargetProfile& target) {
    if (slot.cost == SlotCost::Free) {
        if (slot.reason != FreeReason::ChainedToProducer) return {};
        return {.sram_bytes = real(slot.kernel.second_input_elements * activationBytes(slot.format.activations))};
    }
    if (target.kind == "cpu") return processorTraffic(slot, target);
    const KernelCycles cycles = kernelCycles(slot.kernel, target.npu, placeKernel(slot.kernel, target, slot.format));
    return {cycles.sram_bytes, cycles.dram_bytes, cycles.flash_bytes};
}

}  // namespace bw
