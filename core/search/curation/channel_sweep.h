// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <vector>

#include "assess/assessment.h"
#include "rewrite/channel_classes.h"

namespace bw {

/// Channels that a sweep varies alone: those of a channel class, the counts inside blocks staying, or those inside one
/// block.
struct SweptChannels {
    BlockId block = kNoBlock;
    bool inside = false;
    int64_t channels = 0;  ///< As they are.
    int64_t divisor = 1;   ///< The count must be a multiple of it.
};

/// The latency at every count, in context: the whole network, and the operators in which the count is the number of
/// outputs, of inputs, or of both in a depthwise convolution. Milliseconds.
struct ChannelSweep {
    SweptChannels axis;
    int64_t first = 1;
    std::vector<double> total;
    std::vector<double> output;
    std::vector<double> input;
    std::vector<double> depthwise;
};

/// What can be swept, in execution order: each channel class that may change, each block with an expansion.
std::vector<SweptChannels> sweptChannels(const Network& network, const LoweredNetwork& lowered,
                                         const ChannelClasses& classes);

/// Every count from `first` on to `last`; counts that make no network end the stretch before them, and the longest
/// stretch is given. Empty where none works. Fails where the target's estimator refuses the network.
Result<ChannelSweep> sweepChannels(const Network& network, const ChannelClasses& classes,
                                   const AssessmentContext& context, const SweptChannels& axis, int64_t first,
                                   int64_t last, std::stop_token stop = {});

}  // namespace bw
