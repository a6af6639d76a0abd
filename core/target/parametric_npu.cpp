// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "target/parametric_npu.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "base/checked.h"
#include "target/map_passes.h"

namespace bw {
namespace {

double real(int64_t value) {
    return static_cast<double>(value);
}

bool isPooling(OpType type) {
    return type == OpType::MaxPool || type == OpType::AvgPool;
}

/// Elements of a map as it lies in memory, channels rounded up to the brick.
double storedElements(int64_t height, int64_t width, int64_t channels, int64_t brick) {
    return real(height) * real(width) * real(roundUp(channels, brick));
}

// The network's own inputs and outputs lie as the application wrote them, without rounding.
int64_t inputBrick(const Kernel& k, const NpuParameters& npu) {
    return k.reads_network_input ? 1 : npu.memory_brick;
}

double inputElements(const Kernel& k, const NpuParameters& npu) {
    return storedElements(k.in_h, k.in_w, k.in_c, inputBrick(k, npu));
}

double outputElements(const Kernel& k, const NpuParameters& npu) {
    return storedElements(k.out_h, k.out_w, k.out_c, k.writes_network_output ? 1 : npu.memory_brick);
}

double outputRate(const Kernel& k, const NpuParameters& npu) {
    const double rate = isPooling(k.type) ? npu.pool_elements_per_cycle : npu.output_elements_per_cycle;
    return needsTable(k.activation) ? std::min(rate, npu.lut_elements_per_cycle) : rate;
}

/// Array steps for one pixel and one set of output lanes.
double arraySteps(const Kernel& k, const NpuParameters& npu, int64_t group_inputs) {
    const int64_t taps = int64_t{k.kernel_h} * k.kernel_w;
    if (isPooling(k.type) || k.type == OpType::Resize) {
        const double cycles = real(npu.depthwise_cycles);
        return std::max(cycles, real(taps) * cycles / real(npu.depthwise_taps));
    }
    if (k.type == OpType::DepthwiseConv2d) return real(ceilDiv(taps, npu.depthwise_taps) * npu.depthwise_cycles);
    const double depth_first = real(taps * roundUp(group_inputs, npu.input_granule)) / real(npu.input_lanes);
    if (!npu.part_kernel) return depth_first;
    const double part_kernel =
        real(roundUp(taps, 4) * roundUp(group_inputs, 8)) / real(std::max<int64_t>(8, npu.input_lanes));
    return std::min(depth_first, part_kernel);
}

/// Slowdown of the multipliers by wider numbers.
double precisionFactor(Precision precision) {
    switch (precision) {
        case Precision::Int8:
            return 1;
        case Precision::Int16:
        case Precision::Fp16:
            return 2;
        case Precision::Fp32:
            return 4;
    }
    return 1;
}

/// Weights and biases as stored outside the chip.
double storedWeightBytes(const Kernel& k, const NpuParameters& npu, WeightFormat format) {
    return real(k.weight_elements) * real(weightBits(format)) / 8 * npu.codec_ratio +
           real(k.bias_elements * npu.bias_bytes);
}

/// The part of the weight transfer that neither the kernel before nor this one covers.
double exposedLoad(const Kernel& k, const NpuParameters& npu, const KernelPlacement& placement, double bytes,
                   double rate, double latency, const KernelCycles& cycles) {
    // Where each weight is used once, nothing is gained by loading it beforehand: it streams while the array runs.
    if (k.type == OpType::Dense && k.out_h * k.out_w == 1) return std::max(0.0, cycles.weight_load - cycles.npu);
    const double ahead = placement.prefetch_cycles;
    const double buffer = real(npu.weight_buffer_bytes);
    if (bytes <= buffer) return std::max(0.0, cycles.weight_load - ahead);
    // Two halves of the buffer take turns: the kernel starts once the first is full, and ends no sooner than the last.
    const double first_half = buffer / 2 / rate + latency;
    return std::max({0.0, first_half - ahead, cycles.weight_load - ahead - cycles.npu});
}

void chargeWeights(const Kernel& k, const NpuParameters& npu, const KernelPlacement& placement, double places,
                   KernelCycles& cycles) {
    if (k.weight_elements == 0) return;
    const double bytes = storedWeightBytes(k, npu, placement.format.weights);
    if (placement.weights == MemoryArea::Sram) {
        cycles.sram += bytes * places / npu.sram_bytes_per_cycle;
        cycles.sram_bytes += bytes * places;
        return;
    }
    const bool flash = placement.weights == MemoryArea::Flash;
    // Weights come in long transfers, so that the nominal rate is reached.
    const double rate = flash ? npu.flash_bytes_per_cycle : npu.dram_bytes_per_cycle;
    const double latency = flash ? npu.flash_latency_cycles : npu.dram_latency_cycles;
    cycles.weight_load = bytes / rate + latency;
    cycles.exposed_load = exposedLoad(k, npu, placement, bytes, rate, latency, cycles);
    (flash ? cycles.flash_bytes : cycles.dram_bytes) += bytes;
    if (flash) return;
    cycles.dram += bytes / rate;
    if (!npu.refetches_bias) return;
    const double refetched = places * real(k.bias_elements * npu.bias_bytes);
    cycles.dram += refetched / npu.effectiveDramBytesPerCycle(real(npu.bias_bytes));
    cycles.dram_bytes += refetched;
}

/// Charges feature-map traffic to the memory each tensor lies in. Figures in elements.
void chargeMaps(const Kernel& k, const NpuParameters& npu, const KernelPlacement& placement, double input,
                double second, double output, KernelCycles& cycles) {
    const double in_bytes = real(activationBytes(placement.format.activations));
    const double out_bytes = real(activationBytes(placement.format.output));
    const double input_rate =
        npu.effectiveDramBytesPerCycle(k.reads_network_input ? npu.input_burst_bytes : npu.dram_burst_bytes);
    const double dram_rate = npu.effectiveDramBytesPerCycle();
    const auto charge = [&](bool in_dram, double bytes, double rate) {
        if (in_dram && bytes > 0) cycles.dram += bytes / rate;
        if (!in_dram) cycles.sram += bytes / npu.sram_bytes_per_cycle;
        (in_dram ? cycles.dram_bytes : cycles.sram_bytes) += bytes;
    };
    charge(placement.input_in_dram, input * in_bytes, input_rate);
    charge(placement.second_input_in_dram, second * in_bytes, dram_rate);
    charge(placement.output_in_dram, output * out_bytes, dram_rate);
    if (cycles.dram > 0) cycles.dram += npu.dram_latency_cycles;
}

void finish(const Kernel& k, const NpuParameters& npu, KernelCycles& cycles) {
    const double busy = cycles.npu + cycles.exposed_load;
    cycles.total = std::max({busy, cycles.sram, cycles.dram}) + npu.overhead_cycles;
    if (cycles.total <= 0) return;
    cycles.utilisation = real(k.macs) / (cycles.total * real(npu.macsPerCycle()));
    if (cycles.dram >= busy && cycles.dram >= cycles.sram) {
        cycles.bound = Bound::Dram;
    } else if (cycles.sram >= busy) {
        cycles.bound = Bound::Sram;
    } else if (cycles.exposed_load > cycles.npu) {
        cycles.bound = Bound::Weights;
    } else if (cycles.mac >= cycles.output && cycles.mac >= cycles.issue) {
        cycles.bound = Bound::Multipliers;
    } else {
        cycles.bound = cycles.output >= cycles.issue ? Bound::Output : Bound::Issue;
    }
}

/// Convolutions, Dense, MatMul and pooling: tiles through the array. A matrix product streams its second operand as
/// weights from SRAM; a transposed convolution is one over the input spread by zeros.
KernelCycles arrayCycles(const Kernel& k, const NpuParameters& npu, const KernelPlacement& placement) {
    const bool per_channel = k.type == OpType::DepthwiseConv2d || isPooling(k.type) || k.type == OpType::Resize;
    const bool spreads = k.type == OpType::TransposedConv2d || k.type == OpType::Resize;
    const int64_t groups = per_channel ? 1 : std::max<int64_t>(1, k.groups);
    const int64_t group_inputs = per_channel ? k.in_c : ceilDiv(k.in_c, groups);
    const int64_t group_outputs = ceilDiv(k.out_c, groups);
    const int64_t streamed = k.type == OpType::MatMul ? k.second_input_elements : k.weight_elements;

    const int64_t rows =
        placement.stripe_rows > 0 ? std::min(placement.stripe_rows, k.out_h) : k.out_h;  // Computed in one go.
    TileProblem problem;
    problem.out_h = rows;
    problem.out_w = k.out_w;
    problem.out_c = group_outputs;
    problem.in_c = group_inputs;
    problem.kernel_h = int64_t{k.kernel_h - 1} * k.dilation_h + 1;
    problem.kernel_w = int64_t{k.kernel_w - 1} * k.dilation_w + 1;
    problem.stride_h = spreads ? 1 : k.stride_h;
    problem.stride_w = spreads ? 1 : k.stride_w;
    problem.per_channel = per_channel;
    problem.element_bytes = activationBytes(placement.format.activations);
    problem.weights = streamed / groups;

    KernelCycles cycles;
    cycles.tile = findTile(problem, npu);
    const Tile& tile = cycles.tile;
    const int64_t places =
        ceilDiv(rows, tile.height) * ceilDiv(k.out_w, tile.width) * ceilDiv(k.out_h, std::max<int64_t>(1, rows));
    const int64_t slices = ceilDiv(group_outputs, tile.depth);
    cycles.tiles = places * slices * groups;

    const double steps = arraySteps(k, npu, group_inputs) * precisionFactor(placement.format.activations);
    const double positions = real(ceilDiv(tile.height, npu.pixel_rows) * ceilDiv(tile.width, npu.pixel_columns));
    double mac = positions * real(ceilDiv(tile.depth, npu.output_lanes)) * steps;
    if (k.weight_elements > 0 && npu.weight_decoder_weights_per_cycle > 0) {
        const double slice_weights =
            real(k.weight_elements) / real(k.out_c) * real(std::min(tile.depth, group_outputs));
        mac = std::max(mac, slice_weights / npu.weight_decoder_weights_per_cycle);
    }
    const double tile_elements = real(tile.height * tile.width * std::min(tile.depth, group_outputs));
    const double out = tile_elements / outputRate(k, npu);
    const double ifm_pixels = real((tile.height - 1) * problem.stride_h + problem.kernel_h) *
                              real((tile.width - 1) * problem.stride_w + problem.kernel_w);
    const int64_t ifm_depth = per_channel ? tile.depth : std::min(npu.input_granule, roundUp(group_inputs, 8));
    const double bytes = ifm_pixels * real(ifm_depth) * real(problem.element_bytes) +
                         tile_elements * real(activationBytes(placement.format.output));
    const double issue =
        (2 * npu.sram_latency_cycles + bytes / npu.sram_bytes_per_cycle + mac + out) / real(npu.command_queue_depth);

    const double tiles = real(cycles.tiles);
    cycles.mac = mac * tiles;
    cycles.output = out * tiles;
    cycles.issue = issue * tiles;
    // The array of a tile overlaps the output of the one before; the shorter of the two shows once, at the end.
    cycles.npu = std::max({mac, out, issue}) * tiles + std::min(std::max(mac, issue), std::max(out, issue));

    const double in_channels = real(roundUp(k.in_c, inputBrick(k, npu)));
    const double input =
        spreads ? inputElements(k, npu) : ifm_pixels * in_channels * real(places) * (per_channel ? 1.0 : real(slices));
    const double second = k.type == OpType::MatMul ? real(k.second_input_elements) : 0.0;
    chargeMaps(k, npu, placement, input, second, outputElements(k, npu), cycles);
    chargeWeights(k, npu, placement, real(places), cycles);

    const double taps = real(int64_t{k.kernel_h} * k.kernel_w);
    const double useful = per_channel ? taps : taps * real(group_inputs);
    cycles.idle_input_lanes =
        std::clamp(1.0 - useful / (arraySteps(k, npu, group_inputs) * real(npu.input_lanes)), 0.0, 1.0);
    cycles.idle_output_lanes = 1.0 - real(group_outputs) / real(roundUp(group_outputs, npu.output_lanes));
    finish(k, npu, cycles);
    return cycles;
}

/// Element by element work and data movement: passes over the map through the output path.
KernelCycles passCycles(const Kernel& k, const NpuParameters& npu, const KernelPlacement& placement) {
    KernelCycles cycles;
    const MapPasses passes = mapPasses(k);
    const bool reduces = k.type == OpType::Reduce || k.type == OpType::ArgMax;
    const double elements = reduces ? inputElements(k, npu) : outputElements(k, npu);
    cycles.output = elements * passCyclesPerElement(passes, npu);
    cycles.npu = std::ceil(cycles.output);
    cycles.tiles = 1;
    const double repeats = passes.count();
    // A slice or a gather reads only what it writes.
    const bool partial = k.type == OpType::Slice || k.type == OpType::Gather;
    const double input = partial ? outputElements(k, npu) : inputElements(k, npu);
    chargeMaps(k, npu, placement, input * repeats, real(k.second_input_elements),
               outputElements(k, npu) * (reduces ? 1 : repeats), cycles);
    chargeWeights(k, npu, placement, 1, cycles);
    finish(k, npu, cycles);
    return cycles;
}

}  // namespace

std::string_view boundName(Bound bound) {
    constexpr std::array<std::string_view, 8> kNames = {"nothing", "multipliers", "output path", "command issue",
                                                        "SRAM",    "DRAM",        "weights",     "unknown"};
    return kNames[static_cast<size_t>(bound)];
}

KernelCycles kernelCycles(const Kernel& kernel, const NpuParameters& npu, const KernelPlacement& placement) {
    switch (kernel.type) {
        case OpType::Opaque: {
            KernelCycles unknown;
            unknown.known = false;
            unknown.bound = Bound::Unknown;
            return unknown;
        }
        case OpType::Reshape:
            return {};
        case OpType::Conv2d:
        case OpType::DepthwiseConv2d:
        case OpType::TransposedConv2d:
        case OpType::Dense:
        case OpType::MatMul:
        case OpType::MaxPool:
        case OpType::AvgPool:
        case OpType::Resize:
            return arrayCycles(kernel, npu, placement);
        default:
            if (kernel.chains_into_producer) return {};
            return passCycles(kernel, npu, placement);
    }
}

KernelPlacement placeKernel(const Kernel& kernel, const TargetProfile& target, Precision precision) {
    return placeKernel(kernel, target, KernelFormat::uniform(kernel, precision));
}

KernelPlacement placeKernel(const Kernel& kernel, const TargetProfile& target, const KernelFormat& format) {
    KernelPlacement placement;
    placement.format = format;
    placement.weights = target.weights_area;
    if (target.feature_maps == FeatureMapPlacement::AllSram) return placement;
    const double in_bytes = real(activationBytes(format.activations));
    const double out_bytes = real(activationBytes(format.output));
    double excess = real(format.live_bytes) - real(target.npu.sram_bytes);
    if (const KernelStaging& staging = kernel.staging; staging.planned) {
        placement.input_in_dram = staging.input_in_dram;
        placement.second_input_in_dram = staging.second_input_in_dram;
        placement.output_in_dram = staging.output_in_dram;
        placement.stripe_rows = staging.stripe_rows;
        if (in_bytes == 1.0 && out_bytes == 1.0) return placement;
    }
    // The larger tensor leaves first, as the runtimes do: it frees most for one spill.
    std::array<std::pair<double, bool*>, 3> tensors = {
        {{inputElements(kernel, target.npu) * in_bytes, &placement.input_in_dram},
         {real(kernel.second_input_elements) * in_bytes, &placement.second_input_in_dram},
         {outputElements(kernel, target.npu) * out_bytes, &placement.output_in_dram}}};
    std::sort(tensors.begin(), tensors.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    for (auto& [size, in_dram] : tensors) {
        if (excess <= 0 || size <= 0) break;
        *in_dram = true;
        excess -= size;
    }
    return placement;
}

int64_t systolicWeightStationaryCycles(int64_t rows, int64_t columns, int64_t pixels, int64_t taps, int64_t channels) {
    return ceilDiv(taps, rows) * ceilDiv(channels, columns) * (pixels + 2 * rows + columns - 2) - 1;
}

int64_t systolicOutputStationaryCycles(int64_t rows, int64_t columns, int64_t pixels, int64_t taps, int64_t channels) {
    return ceilDiv(pixels, rows) * ceilDiv(channels, columns) * (taps + rows + columns - 2) - 1;
}

int64_t systolicInputStationaryCycles(int64_t rows, int64_t columns, int64_t pixels, int64_t taps, int64_t channels) {
    return ceilDiv(taps, rows) * ceilDiv(pixels, columns) * (channels + 2 * rows + columns - 2) - 1;
}

}  // namespace bw
