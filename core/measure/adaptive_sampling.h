// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "base/random.h"
#include "graph/operator.h"
#include "target/kernel.h"

namespace bw {

/// A kernel that was measured, and how far an estimator is from the measurement: |estimate / measured - 1|.
struct KernelError {
    Kernel kernel;
    double error = 0.0;
};

struct AdaptiveSamplingOptions {
    double error_limit = 0.10;    ///< Kernels estimated worse than this are sampled around.
    int samples_of_kernel = 10;   ///< Variants of each.
    double least_channels = 0.5;  ///< Channels are drawn from so much of the kernel's own ...
    double most_channels = 1.2;   ///< ... to so much.
    size_t most_networks = 500;   ///< The worst kernels come first.
};

/// Networks to measure next: small ones around the kernels with the largest errors, each with one variant of such a
/// kernel (same map and window, input and output channels drawn anew) between two 1 x 1 convolutions, so that it is
/// measured in context. Convolutions, depthwise, transposed and dense layers; others are left to whole networks. Equal
/// kernels are sampled around once. The method is nn-Meter's (MobiSys 2021), with channels from 0.5 to 1.2 times C.
std::vector<OperatorGraph> networksAround(std::span<const KernelError> kernels, const AdaptiveSamplingOptions& options,
                                          Random& random);

}  // namespace bw
