// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "target/npu_parameters.h"

#include <algorithm>

namespace bw {
double NpuParameters::effectiveDramBytesPerCycle(double burst_bytes) const {
    const double used = std::min(burst_bytes, dram_burst_bytes);
    const double rate = dram_bytes_per_cycle * used / dram_burst_bytes;
    if (dram_latency_cycles <= 0) return rate;
    return std::min(rate, 0.64 * used * dram_outstanding / dram_latency_cycles);
}

bool NpuParameters::supportsWeights(Precision precision, WeightFormat format) const {
    return format == defaultWeightFormat(precision) ||
           std::find(weight_formats.begin(), weight_formats.end(), format) != weight_formats.end();
}

bool NpuParameters::supports(Precision precision) const {
    return std::find(precisions.begin(), precisions.end(), precision) != precisions.end();
}

Precision NpuParameters::measuredPrecision() const {
    return supports(Precision::Int8) || precisions.empty() ? Precision::Int8 : precisions.front();
}

}  // namespace bw
