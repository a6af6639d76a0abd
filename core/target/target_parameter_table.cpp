// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "target/target_parameters.h"

namespace bw {
namespace {

using N = NpuParameters;
using E = EnergyParameters;
using Group = ParameterGroup;

constexpr double kLanes = 1 << 14;
constexpr double kBytes = 1LL << 40;
constexpr double kRate = 1e6;
constexpr double kPicojoules = 1e6;
constexpr double kLeastRate = 1e-3;

const TargetParameter kParameters[] = {
    {"hardware", "input_lanes", Group::Array, "Input lanes", "channels", "Input channels multiplied in parallel (Pi)",
     &N::input_lanes, 1, kLanes, 0, true},
    {"hardware", "output_lanes", Group::Array, "Output lanes", "channels",
     "Output channels computed in parallel (Pk), the parallelism factor", &N::output_lanes, 1, kLanes, 0, true},
    {"hardware", "pixel_columns", Group::Array, "Pixel columns", "pixels",
     "Neighbouring pixels of a row computed in parallel (Px)", &N::pixel_columns, 1, 1024},
    {"hardware", "pixel_rows", Group::Array, "Pixel rows", "pixels", "Rows of pixels computed in parallel (Py)",
     &N::pixel_rows, 1, 1024},
    {"hardware", "input_granule", Group::Array, "Input granule", "channels",
     "Input channels are processed in whole granules (Gi); a multiple or a divisor of the input lanes",
     &N::input_granule, 1, kLanes, 0, false, "input_lanes", "input_lanes"},
    {"hardware", "part_kernel", Group::Array, "Part-kernel mode", "",
     "Packs 4 taps of 8 channels where that takes fewer steps, as for the first layer", &N::part_kernel},

    {"hardware", "depthwise_taps", Group::Depthwise, "Taps at once", "taps",
     "Taps of a depthwise kernel computed together (Td) ...", &N::depthwise_taps, 1, 1024, 0, true},
    {"hardware", "depthwise_cycles", Group::Depthwise, "Cycles for them", "cycles",
     "... and the cycles that they take (Cd)", &N::depthwise_cycles, 1, 1024, 1, true},

    {"hardware", "clock_hz", Group::Clock, "Clock", "Hz", "Cycles a second", &N::clock_hz, 1e6, 1e10, 5e7, true},

    {"hardware", "sram_bytes", Group::Memories, "SRAM", "B",
     "Memory on the chip for feature maps; 0 keeps all of them in DRAM", &N::sram_bytes, 0, kBytes, 0, true},
    {"", "feature_maps", Group::Memories, "Feature maps in", "",
     "All in SRAM, or (dedicated) in SRAM as far as they fit and in DRAM beyond", &TargetProfile::feature_maps, 0, 0, 0,
     true},
    {"", "weights", Group::Memories, "Weights in", "", "Memory that weights are read from",
     &TargetProfile::weights_area, 0, 0, 0, true},
    {"hardware", "sram_bytes_per_cycle", Group::Memories, "SRAM bandwidth", "B/cycle", "Bytes a cycle from and to SRAM",
     &N::sram_bytes_per_cycle, kLeastRate, kRate, 0, true},
    {"hardware", "dram_bytes_per_cycle", Group::Memories, "DRAM bandwidth", "B/cycle",
     "Bytes a cycle from and to the memory outside the chip, in full bursts", &N::dram_bytes_per_cycle, kLeastRate,
     kRate},
    {"hardware", "flash_bytes_per_cycle", Group::Memories, "Flash bandwidth", "B/cycle",
     "Bytes a cycle from flash, where weights lie there", &N::flash_bytes_per_cycle, kLeastRate, kRate},
    {"hardware", "sram_latency_cycles", Group::Memories, "SRAM latency", "cycles", "Cycles until SRAM answers",
     &N::sram_latency_cycles, 0, kRate},
    {"hardware", "dram_latency_cycles", Group::Memories, "DRAM latency", "cycles", "Cycles until DRAM answers",
     &N::dram_latency_cycles, 0, kRate},
    {"hardware", "flash_latency_cycles", Group::Memories, "Flash latency", "cycles", "Cycles until flash answers",
     &N::flash_latency_cycles, 0, kRate},
    {"hardware", "dram_burst_bytes", Group::Memories, "DRAM burst", "B", "Bytes of one full read of DRAM",
     &N::dram_burst_bytes, 1, kRate},
    {"hardware", "dram_outstanding", Group::Memories, "Reads under way", "reads",
     "Reads of DRAM under way at once; with the latency they limit its effective bandwidth", &N::dram_outstanding, 1,
     kRate},
    {"hardware", "input_burst_bytes", Group::Memories, "Input burst", "B",
     "Longest read of a network input in DRAM, which lies in the application's order", &N::input_burst_bytes, 1, kRate,
     0, false, "dram_burst_bytes"},
    {"hardware", "memory_brick", Group::Memories, "Channel brick", "channels",
     "Channels of intermediate feature maps are stored in multiples of it", &N::memory_brick, 1, 4096, 0, true},
    {"hardware", "ifm_buffer_bytes", Group::Memories, "Tile input buffer", "B",
     "Holds the input of a tile twice, so that one half fills while the other is read", &N::ifm_buffer_bytes, 1, kBytes,
     0, true},
    {"hardware", "acc_buffer_bytes", Group::Memories, "Accumulator buffer", "B",
     "Holds the accumulators of a tile twice", &N::acc_buffer_bytes, 0, kBytes, 0, true},
    {"hardware", "split_buffers", Group::Memories, "Separate buffers", "",
     "Each of the two buffers has its own limit; else only their sum counts", &N::split_buffers},

    {"hardware", "output_elements_per_cycle", Group::OutputPath, "Output path", "elements/cycle",
     "Elements requantised and written a cycle", &N::output_elements_per_cycle, kLeastRate, kRate, 0, true},
    {"hardware", "elementwise_elements_per_cycle", Group::OutputPath, "Add, Sub", "elements/cycle",
     "Elements a cycle of additions and subtractions", &N::elementwise_elements_per_cycle, kLeastRate, kRate, 0, false,
     "output_elements_per_cycle"},
    {"hardware", "multiply_elements_per_cycle", Group::OutputPath, "Mul", "elements/cycle",
     "Elements a cycle of products of two feature maps", &N::multiply_elements_per_cycle, kLeastRate, kRate, 0, false,
     "elementwise_elements_per_cycle"},
    {"hardware", "pool_elements_per_cycle", Group::OutputPath, "Pooling", "elements/cycle",
     "Elements that pooling writes a cycle", &N::pool_elements_per_cycle, kLeastRate, kRate, 0, false,
     "output_elements_per_cycle"},
    {"hardware", "lut_elements_per_cycle", Group::OutputPath, "Activation table", "elements/cycle",
     "Elements a cycle of activations from a table (sigmoid, tanh, swish)", &N::lut_elements_per_cycle, kLeastRate,
     kRate, 0, false, "output_elements_per_cycle"},

    {"hardware", "weight_decoder_weights_per_cycle", Group::Weights, "Weight decoder", "weights/cycle",
     "Weights decoded a cycle; 0 for weights that are not compressed", &N::weight_decoder_weights_per_cycle, 0, kRate},
    {"hardware", "codec_ratio", Group::Weights, "Compression", "", "Bytes of stored weights over those of the weights",
     &N::codec_ratio, 0.01, 4, 0.05},
    {"hardware", "weight_buffer_bytes", Group::Weights, "Weight buffer", "B",
     "Weights up to it load before a kernel starts; more stream in while it runs", &N::weight_buffer_bytes, 1, kBytes},
    {"hardware", "bias_bytes", Group::Weights, "Bias", "B", "Bias and scale of one output channel", &N::bias_bytes, 0,
     64, 1},
    {"hardware", "refetches_bias", Group::Weights, "Reads biases again", "",
     "Biases are read again for every place of a tile, each by itself", &N::refetches_bias},

    {"hardware", "command_queue_depth", Group::Runtime, "Command queue", "tiles",
     "Tiles issued ahead; divides the limit of issue", &N::command_queue_depth, 1, 1024, 1},
    {"hardware", "overhead_cycles", Group::Runtime, "Overhead", "cycles", "Driver and start-up cost of every kernel",
     &N::overhead_cycles, 0, 1e9},
    {"hardware", "precisions", Group::Runtime, "Precisions", "", "Number formats that the array runs", &N::precisions,
     0, 0, 0, true},
    {"hardware", "weight_formats", Group::Runtime, "Formats of weights", "",
     "Formats of weights that it takes beside those that go with its precisions", &N::weight_formats},
    {"runtime", "fused_activations", Group::Runtime, "Fused activations", "",
     "Activations computed inside the operator that produces their input", &RuntimeRules::fused_activations},
    {"runtime", "chains_add", Group::Runtime, "Chains additions", "",
     "An addition runs on the fly behind its producer, at no cost", &RuntimeRules::chains_add},
    {"runtime", "folds_pad", Group::Runtime, "Folds padding", "",
     "A pad before a convolution becomes the convolution's own padding", &RuntimeRules::folds_pad},
    {"runtime", "free_quantize", Group::Runtime, "Free requantisation", "",
     "A quantize behind a compute operator is part of its output scaling", &RuntimeRules::free_quantize},
    {"runtime", "free_concat", Group::Runtime, "Free concatenation", "",
     "Producers write straight into the concatenated feature map", &RuntimeRules::free_concat},
    {"runtime", "removes_dead", Group::Runtime, "Removes dead operators", "",
     "Operators that no output needs, or that compute constants, never run", &RuntimeRules::removes_dead},

    {"energy", "int8_mac_pj", Group::Energy, "Product, int8", "pJ", "One multiply-accumulate of int8; 0: not stated",
     &E::int8_mac_pj, 0, kPicojoules},
    {"energy", "int16_mac_pj", Group::Energy, "Product, int16", "pJ", "One multiply-accumulate of int16 activations",
     &E::int16_mac_pj, 0, kPicojoules},
    {"energy", "fp16_mac_pj", Group::Energy, "Product, fp16", "pJ", "One multiply-accumulate of fp16", &E::fp16_mac_pj,
     0, kPicojoules},
    {"energy", "fp32_mac_pj", Group::Energy, "Product, fp32", "pJ", "One multiply-accumulate of fp32", &E::fp32_mac_pj,
     0, kPicojoules},
    {"energy", "sram_pj_per_byte", Group::Energy, "SRAM", "pJ/B", "A byte read from or written to the SRAM",
     &E::sram_pj_per_byte, 0, kPicojoules},
    {"energy", "dram_pj_per_byte", Group::Energy, "DRAM", "pJ/B", "A byte read from or written to the DRAM",
     &E::dram_pj_per_byte, 0, kPicojoules},
    {"energy", "flash_pj_per_byte", Group::Energy, "Flash", "pJ/B", "A byte of weights read from flash",
     &E::flash_pj_per_byte, 0, kPicojoules},
    {"energy", "static_mw", Group::Energy, "Static power", "mW", "Drawn all the time while a network runs",
     &E::static_mw, 0, kPicojoules},

    {"channel_steps", "output", Group::Channels, "Output step", "channels",
     "Output channels of convolutions should be a multiple of it, so that no lane idles", &ChannelSteps::output, 1,
     kLanes, 0, true, "", "output_lanes"},
    {"channel_steps", "input", Group::Channels, "Input step", "channels",
     "Input channels of convolutions should be a multiple of it", &ChannelSteps::input, 1, kLanes, 0, true, "",
     "input_granule"},
    {"channel_steps", "depthwise", Group::Channels, "Depthwise step", "channels",
     "Channels of depthwise convolutions should be a multiple of it", &ChannelSteps::depthwise, 1, kLanes, 0, true, "",
     "output_lanes"},
};

}  // namespace

std::span<const TargetParameter> targetParameters() {
    return kParameters;
}

std::string_view parameterGroupLabel(ParameterGroup group) {
    constexpr std::array<std::string_view, 9> kLabels = {
        "Array", "Depthwise", "Clock", "Memories", "Output path", "Weights", "Runtime", "Energy", "Channel steps"};
    return kLabels[static_cast<size_t>(group)];
}

}  // namespace bw
