// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "target/stage_network.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "target/map_staging.h"

namespace bw {

void stageNetwork(const OperatorGraph& graph, std::span<const MapOwner> owners, int64_t sram_bytes, int64_t brick,
                  std::span<KernelSlot> slots) {
    // Maps by the tensor that owns their bytes, kernels in execution order.
    std::vector<int32_t> map_of(owners.size(), -1);
    std::vector<StagedMap> maps;
    std::vector<StagedKernel> kernels;
    std::vector<int32_t> kernel_of(slots.size(), -1);
    const auto mapOf = [&](TensorId tensor) {
        const MapOwner& owner = owners[static_cast<size_t>(tensor)];
        int32_t& index = map_of[static_cast<size_t>(owner.owner)];
        if (index < 0) {
            index = static_cast<int32_t>(maps.size());
            const auto now = static_cast<int32_t>(kernels.size());
            maps.push_back({.bytes = owner.bytes, .first = now, .last = now});
        }
        StagedMap& its = maps[static_cast<size_t>(index)];
        its.outside = its.outside || owner.is_outside || owners[static_cast<size_t>(owner.owner)].is_outside;
        return index;
    };
    const auto read = [&](TensorId tensor, int32_t reader) {
        const int32_t index = mapOf(tensor);
        StagedMap& its = maps[static_cast<size_t>(index)];
        its.readers += its.last == reader && its.readers > 0 ? 0 : 1;
        its.last = std::max(its.last, reader);
        return index;
    };
    for (size_t i = 0; i < slots.size(); ++i) {
        const Operator& current = graph.operators[static_cast<size_t>(slots[i].op)];
        if (slots[i].cost == SlotCost::Free) {
            // A chained Add reads its second operand while its host runs; what else is free moves nothing.
            if (slots[i].reason == FreeReason::ChainedToProducer) {
                const int32_t host = kernel_of[static_cast<size_t>(slots[i].host)];
                StagedKernel& its = kernels[static_cast<size_t>(host)];
                for (const TensorId tensor : current.inputs) {
                    if (mapOf(tensor) != its.output) its.chained_input = read(tensor, host);
                }
            }
            for (const TensorId tensor : current.outputs)
                mapOf(tensor);
            continue;
        }
        const auto now = static_cast<int32_t>(kernels.size());
        kernels.push_back({.kernel = &slots[i].kernel});
        kernel_of[i] = now;
        for (const TensorId tensor : current.inputs) {
            const int32_t index = read(tensor, now);
            StagedKernel& its = kernels.back();
            // The larger operand counts as the input, as in kernelOf.
            if (its.input < 0) {
                its.input = index;
            } else if (index != its.input) {
                its.second_input = index;
                if (maps[static_cast<size_t>(index)].bytes > maps[static_cast<size_t>(its.input)].bytes)
                    std::swap(its.input, its.second_input);
            }
        }
        if (!current.outputs.empty()) kernels.back().output = mapOf(current.outputs[0]);
    }
    const std::vector<KernelStaging> plan = planStaging(kernels, maps, sram_bytes, brick);
    for (size_t i = 0; i < slots.size(); ++i) {
        if (kernel_of[i] != -1) slots[i].kernel.staging = plan[static_cast<size_t>(kernel_of[i])];
    }
}

}  // namespace bw
