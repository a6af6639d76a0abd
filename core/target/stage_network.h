// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

#include "graph/operator.h"
#include "target/kernel_decomposition.h"

namespace bw {

/// Of a tensor: whose bytes it shares.
struct MapOwner {
    TensorId owner = 0;       ///< The tensor itself where it has bytes of its own.
    int64_t bytes = 0;        ///< Of the owner.
    bool is_outside = false;  ///< An input or output of the network.
};

/// Fills in the staging of each slot that runs; see planStaging. `owners` by tensor.
void stageNetwork(const OperatorGraph& graph, std::span<const MapOwner> owners, int64_t sram_bytes, int64_t brick,
                  std::span<KernelSlot> slots);

}  // namespace bw
