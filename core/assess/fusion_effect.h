// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "assess/assessment.h"

namespace bw {

/// A block in one of its two forms, in its place in the network.
struct FusionForm {
    int64_t macs = 0;
    std::optional<double> latency_ms;          ///< Of the block; absent where it is not known.
    std::optional<double> network_latency_ms;  ///< Of the whole network.
    int64_t parameter_bytes = 0;
};

/// An inverted bottleneck unfused and fused: its multiply-accumulates rise, its latency need not.
struct FusionEffect {
    bool fused = false;  ///< The form that the network has now.
    FusionForm as_ibn;
    FusionForm as_fused;
};

/// Makes the exchange and estimates both networks; frozen blocks are looked at too. InvalidArgument for blocks of
/// another kind.
Result<FusionEffect> fusionEffect(const Network& network, BlockId block, const AssessmentContext& context);

}  // namespace bw
