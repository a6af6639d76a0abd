// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "target/npu_parameters.h"

#include <algorithm>

namespace bw {
double NpuParameters::effectiveDramBytesPerCycle() const {
    if (dram_latency_cycles <= 0) return dram_bytes_per_cycle;
    return std::min(dram_bytes_per_cycle, 0.64 * dram_burst_bytes * dram_outstanding / dram_latency_cycles);
}

bool NpuParameters::supports(Precision precision) const {
    return std::find(precisions.begin(), precisions.end(), precision) != precisions.end();
}

}  // namespace bw
