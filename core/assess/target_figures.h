// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

#include "graph/network.h"
#include "graph/precision.h"
#include "target/target_profile.h"

namespace bw {

/// What one network costs on one accelerator, for architects who compare accelerators. Latency is of the parametric
/// model, so that two of them differ by their parameters and by nothing else.
struct TargetFigures {
    std::optional<double> latency_ms;  ///< Absent where the target cannot run the precision or nothing is known.
    double coverage = 0.0;             ///< Share of the operators that are known; below 1 latency is a lower bound.
    double utilisation = 0.0;          ///< MACs over latency x MACs a cycle of the array, 0 ... 1.
    double idle_lanes = 0.0;           ///< Share of the multipliers that compute on padding, weighted by latency.
    double peak_tops = 0.0;            ///< 2 x MACs a cycle x clock, in 10^12 a second.
    double crossover_channels = 0.0;   ///< C* of a 3 x 3 IBN: fusing pays up to so many input channels.
    int64_t peak_activation_bytes = 0;
};
Result<TargetFigures> figuresOn(const Network& network, const TargetProfile& target, Precision precision);

}  // namespace bw
