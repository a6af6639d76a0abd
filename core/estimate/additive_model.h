// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "estimate/kernel_terms.h"
#include "graph/precision.h"

namespace bw {

/// An estimator learnt from the latency of whole networks: each kernel's latency is a sum of weighted terms, linear in
/// its quantities, with a deviation of its own for each kernel shape and for the kernels around it. The weights are
/// the mean of a Gaussian posterior over such sums, beside which lie draws from it that say how sure it is.
struct AdditiveModel {
    Precision precision = Precision::Int8;  ///< That the networks were measured at.
    std::vector<Kernel> kernels;            ///< Shapes seen in training, without context; TermKey counts them.
    std::vector<TermKey> terms;
    int32_t draws = 0;
    std::vector<float> weights;  ///< (1 + draws) x terms, milliseconds: first the mean, then the draws.
    KernelMeans means;
    double unseen_kernel_ms = 0.0;  ///< Prior spread of a kernel's own deviation where its relative size is 1.
    double noise = 0.0;             ///< Spread of one measurement in proportion to it.
    double network_scale = 1.645;   ///< 90 % half-width of a network in its sigmas, found by cross-validation.
    bool operator==(const AdditiveModel&) const = default;
};

}  // namespace bw
