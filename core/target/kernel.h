// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "graph/operator.h"

namespace bw {

/// Where the feature maps of a kernel are expected to lie on a target with dedicated SRAM; see map_staging.h.
struct KernelStaging {
    bool planned = false;  ///< False on other targets and for kernels without a network around them.
    bool input_in_dram = false, second_input_in_dram = false, output_in_dram = false;
    bool input_rolls = false, output_rolls = false;  ///< Passes through a rolling buffer of a cascade.
    int64_t stripe_rows = 0;                         ///< Output rows at a time in a cascade; 0: the whole map.
    int32_t cascade_length = 0;                      ///< Kernels of the cascade; 0 outside.
    int64_t demand_bytes = 0;  ///< SRAM that maps, buffers and weights would take if nothing spilled.
    bool operator==(const KernelStaging&) const = default;
};

/// One kernel as a runtime executes it: an operator with what is fused into it, and everything that is known of it
/// before compiling. The unit of measurement, estimation and caching. Spatial sizes of tokens (N x T x D) are
/// height 1, width T, channels D; batch and further axes multiply into height.
struct Kernel {
    OpType type = OpType::Opaque;
    Activation activation = Activation::None;  ///< Fused behind the operator, or the operator itself.
    int64_t in_h = 1, in_w = 1, in_c = 1;
    int64_t out_h = 1, out_w = 1, out_c = 1;
    int64_t second_input_elements = 0;  ///< Add, Mul, MatMul: the other activation; 0 where there is none.
    int32_t kernel_h = 1, kernel_w = 1;
    int32_t stride_h = 1, stride_w = 1;
    int32_t dilation_h = 1, dilation_w = 1;
    bool uneven_padding =
        false;  ///< A convolution pads the two ends of an axis differently, which some runtimes copy for.
    int64_t groups = 1;
    int64_t macs = 0;
    int64_t weight_elements = 0;
    int64_t bias_elements = 0;

    // Context in the network, known before compiling.
    bool reads_network_input = false;
    bool writes_network_output = false;
    bool chains_into_producer = false;      ///< The target runs it on the fly behind its producer (Add on Ethos-U85).
    OpType previous_type = OpType::Opaque;  ///< Kernel before in execution order; Opaque for the first.
    int64_t live_bytes = 0;  ///< Activation bytes live while it runs, int8, brick-rounded as the target does.
    int64_t peak_bytes = 0;  ///< The network's peak of the same.
    KernelStaging staging;

    bool operator==(const Kernel&) const = default;
};

/// The number formats in which a kernel runs.
struct KernelFormat {
    Precision activations = Precision::Int8;  ///< Of what it reads and computes.
    Precision output = Precision::Int8;       ///< Of what it writes: another where a change of format runs inside it.
    WeightFormat weights = WeightFormat::Int8;
    int64_t live_bytes = 0;  ///< As Kernel::live_bytes, but each tensor in its own format.

    /// One precision all over.
    static KernelFormat uniform(const Kernel& kernel, Precision precision) {
        return {precision, precision, defaultWeightFormat(precision), kernel.live_bytes * activationBytes(precision)};
    }
    bool operator==(const KernelFormat&) const = default;
};

}  // namespace bw
