// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "graph/operator.h"

namespace bw {

/// value * slope + offset.
struct Line {
    double slope = 1;
    double offset = 0;
};

/// The line nearest to a non-linearity, in least squares, for values that are normally distributed (Stein's lemma; by
/// numeric integration). The identity for those that have no formula here.
Line nearestLine(Activation activation, double mean, double deviation);

/// The numbers of one kernel over dense channels, outputs x inputs x window, and what it adds to each output.
struct ComposedKernel {
    std::vector<float> values;
    std::vector<float> added;
};

/// A 1 x 1 convolution (outputs x inputs) and a depthwise one (outputs x window) behind it as one convolution:
/// W[o,i] = depthwise[o] * middle[o].slope * pointwise[o,i]. `middle` is what stands between them, by its channels.
/// Exact inside the map where that is a line; at the rim the depthwise convolution's padding is taken for zeros of the
/// input.
ComposedKernel composeExpansion(std::span<const float> pointwise, std::span<const float> depthwise,
                                std::span<const Line> middle, int64_t inputs, int64_t window);

/// A depthwise convolution (inputs x window) and a 1 x 1 one (outputs x inputs) behind it as one convolution.
ComposedKernel composeSeparable(std::span<const float> depthwise, std::span<const float> pointwise,
                                std::span<const Line> middle, int64_t outputs, int64_t window);

/// A product of a 1 x 1 and a depthwise convolution.
struct SplitKernel {
    std::vector<float> pointwise;  ///< Outputs x inputs.
    std::vector<float> depthwise;  ///< Channels between them x window.
};

/// The nearest such product to a convolution (outputs x inputs x window), by power iteration: the depthwise part behind
/// (one window for each output) or before (one for each input).
SplitKernel splitKernel(std::span<const float> values, int64_t outputs, int64_t inputs, int64_t window,
                        bool depthwise_behind);

}  // namespace bw
