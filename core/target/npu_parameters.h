// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "graph/precision.h"

namespace bw {

/// What the parametric accelerator model knows of a chip. One multiply-accumulate array works on
/// input_lanes x output_lanes x pixel_columns x pixel_rows products a cycle. Rates are per cycle of `clock_hz`.
struct NpuParameters {
    int64_t input_lanes = 8;       ///< Pi: input channels multiplied in parallel.
    int64_t output_lanes = 8;      ///< Pk: output channels computed in parallel, the parallelism factor of users.
    int64_t pixel_columns = 1;     ///< Px.
    int64_t pixel_rows = 1;        ///< Py.
    int64_t input_granule = 8;     ///< Gi: input channels are processed in whole granules.
    bool part_kernel = false;      ///< Packs 4 taps x 8 channels where that takes fewer steps.
    int64_t depthwise_taps = 1;    ///< Td taps ...
    int64_t depthwise_cycles = 1;  ///< ... take Cd cycles in a depthwise convolution.
    double clock_hz = 1e9;

    int64_t sram_bytes = 0;        ///< For activations.
    int64_t ifm_buffer_bytes = 0;  ///< Tile input, double buffered.
    int64_t acc_buffer_bytes = 0;  ///< Tile accumulators, double buffered.
    bool split_buffers = false;    ///< Each buffer has its own limit; else only their sum counts.
    double sram_bytes_per_cycle = 8;
    double dram_bytes_per_cycle = 1;   ///< The memory outside the chip that feature maps spill to.
    double flash_bytes_per_cycle = 1;  ///< The memory that weights come from where that is not DRAM.
    double sram_latency_cycles = 32;
    double dram_latency_cycles = 500;
    double flash_latency_cycles = 64;
    double dram_burst_bytes = 128;
    double dram_outstanding = 16;  ///< Reads under way at once; limits the effective bandwidth.
    double input_burst_bytes =
        128;  ///< Longest read of a network input in DRAM, which lies in the application's order.

    double output_elements_per_cycle = 1;         ///< Requantisation and plain clips.
    double elementwise_elements_per_cycle = 1;    ///< Add, Sub.
    double multiply_elements_per_cycle = 1;       ///< Mul.
    double pool_elements_per_cycle = 1;           ///< Output path of pooling.
    double lut_elements_per_cycle = 1;            ///< Activations from a table.
    double weight_decoder_weights_per_cycle = 0;  ///< 0: weights are not compressed, no limit.
    double codec_ratio = 1.0;                     ///< Stored / original weight bytes.
    int64_t weight_buffer_bytes =
        16 << 10;                     ///< Weights up to it load before a kernel starts; more stream in while it runs.
    int64_t bias_bytes = 4;           ///< Bias and scale of one output channel.
    bool refetches_bias = false;      ///< Biases are read again for every place of a tile, each by itself.
    int64_t command_queue_depth = 4;  ///< Tiles issued ahead; divides the issue limit.
    int64_t memory_brick = 1;         ///< Channels of intermediate tensors are stored in multiples of it.
    double overhead_cycles = 0;       ///< Driver and start-up cost of every kernel.
    std::vector<Precision> precisions = {Precision::Int8};
    std::vector<WeightFormat> weight_formats;  ///< Beyond those that go with its precisions.

    /// Products a cycle at int8.
    int64_t macsPerCycle() const { return input_lanes * output_lanes * pixel_columns * pixel_rows; }
    /// DRAM bytes a cycle that `dram_outstanding` reads of `burst_bytes` sustain:
    /// min(B * burst_bytes / burst, 0.64 * burst_bytes * outstanding / latency).
    double effectiveDramBytesPerCycle(double burst_bytes) const;
    double effectiveDramBytesPerCycle() const { return effectiveDramBytesPerCycle(dram_burst_bytes); }
    bool supports(Precision precision) const;
    /// True where weights of `format` can meet activations of `precision`.
    bool supportsWeights(Precision precision, WeightFormat format) const;
    /// The precision that measurements and regressors hold: int8 where there is one, else the first.
    Precision measuredPrecision() const;

    bool operator==(const NpuParameters&) const = default;
};

}  // namespace bw
