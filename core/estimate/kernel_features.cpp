// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/kernel_features.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/checked.h"
#include "estimate/convolution_block.h"
#include "estimate/processor_features.h"
#include "target/map_passes.h"
#include "target/parametric_npu.h"

namespace bw {
namespace {

double asDouble(int64_t value) {
    return static_cast<double>(value);
}

/// True where feature maps may have to leave the SRAM.
bool usesStaging(const TargetProfile& target) {
    return target.feature_maps == FeatureMapPlacement::DedicatedSram;
}

/// log(a + 1), which keeps zero counts at zero.
double logCount(double count) {
    return std::log1p(std::max(0.0, count));
}

/// Work of a kernel in the units of the analytic model.
struct Work {
    double in_bytes = 0, second_bytes = 0, out_bytes = 0, weights = 0;
    double out_elements = 0;
    double array_cycles = 0, output_cycles = 0, sram_cycles = 0, dram_cycles = 0, weight_load_cycles = 0;
    double guess = 1;
};

bool hasArrayWork(OpType type) {
    return type == OpType::Conv2d || type == OpType::DepthwiseConv2d || type == OpType::TransposedConv2d ||
           type == OpType::Dense || type == OpType::MatMul;
}

bool isPool(OpType type) {
    return type == OpType::MaxPool || type == OpType::AvgPool || type == OpType::Reduce;
}

/// Steps of the array for one place and one group of output lanes (hardware.md, section 6.2).
double stepsPerPlace(const Kernel& kernel, const NpuParameters& npu) {
    const int64_t taps = int64_t{kernel.kernel_h} * kernel.kernel_w;
    if (kernel.type == OpType::DepthwiseConv2d) {
        return asDouble(ceilDiv(taps, npu.depthwise_taps) * npu.depthwise_cycles);
    }
    const int64_t depth = std::max<int64_t>(1, kernel.in_c / std::max<int64_t>(1, kernel.groups));
    const double lanes = asDouble(npu.input_lanes);
    const double deep = asDouble(taps * roundUp(depth, npu.input_granule)) / lanes;
    if (!npu.part_kernel) {
        return deep;
    }
    const double part = asDouble(ceilDiv(taps, 4) * 4 * ceilDiv(depth, 8)) / std::max(1.0, lanes / 8.0);
    return std::min(deep, part);
}

double outputRate(const Kernel& kernel, const NpuParameters& npu) {
    switch (kernel.type) {
        case OpType::Add:
        case OpType::Sub:
        case OpType::Div:
        case OpType::Elementwise:
            return npu.elementwise_elements_per_cycle;
        case OpType::Mul:
            return npu.multiply_elements_per_cycle;
        case OpType::MaxPool:
        case OpType::AvgPool:
        case OpType::Reduce:
            return npu.pool_elements_per_cycle;
        case OpType::Activation:
        case OpType::Softmax:
            return npu.lut_elements_per_cycle;
        default:
            return npu.output_elements_per_cycle;
    }
}

Work workOf(const Kernel& kernel, const TargetProfile& target) {
    const NpuParameters& npu = target.npu;
    const int64_t brick = std::max<int64_t>(1, npu.memory_brick);
    Work work;
    work.in_bytes = asDouble(kernel.in_h * kernel.in_w * roundUp(kernel.in_c, brick));
    work.out_elements = asDouble(kernel.out_h * kernel.out_w * kernel.out_c);
    work.out_bytes = asDouble(kernel.out_h * kernel.out_w * roundUp(kernel.out_c, brick));
    work.second_bytes = asDouble(kernel.second_input_elements);
    work.weights = asDouble(kernel.weight_elements);
    const double places = asDouble(ceilDiv(kernel.out_h, npu.pixel_rows) * ceilDiv(kernel.out_w, npu.pixel_columns));
    if (hasArrayWork(kernel.type)) {
        const int64_t groups = kernel.type == OpType::DepthwiseConv2d ? 1 : std::max<int64_t>(1, kernel.groups);
        const double lane_groups = asDouble(groups * ceilDiv(kernel.out_c / groups, npu.output_lanes));
        work.array_cycles = places * lane_groups * stepsPerPlace(kernel, npu);
    } else if (isPool(kernel.type)) {
        work.array_cycles = places * asDouble(ceilDiv(kernel.out_c, npu.output_lanes)) *
                            asDouble(int64_t{kernel.kernel_h} * kernel.kernel_w);
    }
    // What passes over its map several times, such as a softmax, costs as often.
    const MapPasses passes = hasArrayWork(kernel.type) || isPool(kernel.type) ? MapPasses{} : mapPasses(kernel);
    const bool repeats = passes.count() > 1.0;
    work.output_cycles =
        work.out_elements * (repeats ? passCyclesPerElement(passes, npu) : 1.0 / outputRate(kernel, npu));
    work.sram_cycles = ((work.in_bytes + work.out_bytes) * (repeats ? passes.count() : 1.0) + work.second_bytes) /
                       npu.sram_bytes_per_cycle;
    const double weight_rate =
        target.weights_area == MemoryArea::Flash ? npu.flash_bytes_per_cycle : npu.effectiveDramBytesPerCycle();
    work.weight_load_cycles = target.weights_area == MemoryArea::Sram
                                  ? work.weights * npu.codec_ratio / npu.sram_bytes_per_cycle
                                  : work.weights * npu.codec_ratio / weight_rate;
    const KernelStaging& staging = kernel.staging;
    work.dram_cycles =
        ((staging.input_in_dram ? work.in_bytes : 0.0) + (staging.output_in_dram ? work.out_bytes : 0.0)) /
        npu.effectiveDramBytesPerCycle();
    work.guess = std::max({1.0, work.array_cycles, work.output_cycles, work.sram_cycles, work.dram_cycles}) +
                 npu.overhead_cycles;
    return work;
}

/// Receives features one by one: stores values, names, or both.
class FeatureSink {
public:
    FeatureSink(float* values, std::vector<std::string>* names) : values_(values), names_(names) {}
    void add(const char* name, double value) {
        if (values_) {
            values_[count_] = static_cast<float>(std::clamp(value, -1e6, 1e6));
        }
        if (names_) {
            names_->emplace_back(name);
        }
        ++count_;
    }

private:
    float* values_;
    std::vector<std::string>* names_;
    size_t count_ = 0;
};

/// Accelerators run a dense layer over many tokens as a 1x1 convolution over a map of them; processors do not.
bool runsAsConvolution(const Kernel& kernel, const TargetProfile& target) {
    return kernel.type == OpType::Dense && kernel.out_h * kernel.out_w > 1 && target.kind != "cpu";
}

/// Operator types that get a flag of their own; convolutions are further split by 1x1 or larger.
void addTypes(FeatureSink& sink, const Kernel& kernel, const TargetProfile& target) {
    const OpType type = runsAsConvolution(kernel, target) ? OpType::Conv2d : kernel.type;
    const bool one_by_one = kernel.kernel_h == 1 && kernel.kernel_w == 1;
    const bool conv = type == OpType::Conv2d;
    const std::array<std::pair<const char*, bool>, 15> flags = {{
        {"conv_1x1", conv && one_by_one},
        {"conv_kxk", conv && !one_by_one},
        {"depthwise", type == OpType::DepthwiseConv2d},
        {"transposed", type == OpType::TransposedConv2d},
        {"dense", type == OpType::Dense},
        {"matmul", type == OpType::MatMul},
        {"avg_pool", type == OpType::AvgPool || type == OpType::Reduce},
        {"max_pool", type == OpType::MaxPool},
        {"add", type == OpType::Add || type == OpType::Sub},
        {"mul", type == OpType::Mul || type == OpType::Div},
        {"elementwise", type == OpType::Elementwise || type == OpType::Activation || type == OpType::Quantize},
        {"normalise", type == OpType::Normalize || type == OpType::LayerNorm || type == OpType::Softmax},
        {"resize", type == OpType::Resize},
        {"clip", kernel.activation != Activation::None && fusesIntoProducer(kernel.activation)},
        {"table", kernel.activation != Activation::None && !fusesIntoProducer(kernel.activation)},
    }};
    for (const auto& [name, set] : flags) {
        sink.add(name, set ? 1.0 : 0.0);
    }
}

void addShapes(FeatureSink& sink, const Kernel& kernel, const Work& work) {
    sink.add("log_in_h", logCount(asDouble(kernel.in_h)));
    sink.add("log_in_w", logCount(asDouble(kernel.in_w)));
    sink.add("log_in_c", logCount(asDouble(kernel.in_c)));
    sink.add("log_out_h", logCount(asDouble(kernel.out_h)));
    sink.add("log_out_w", logCount(asDouble(kernel.out_w)));
    sink.add("log_out_c", logCount(asDouble(kernel.out_c)));
    sink.add("log_taps", std::log(asDouble(int64_t{kernel.kernel_h} * kernel.kernel_w)));
    sink.add("kernel_h", std::min(kernel.kernel_h, 16) / 4.0);
    const bool one_place = kernel.out_h == 1 && kernel.out_w == 1;  // Its stride means nothing.
    sink.add("stride", one_place ? 0.0 : std::log2(asDouble(int64_t{kernel.stride_h} * kernel.stride_w)) / 2.0);
    sink.add("dilation", std::log2(asDouble(int64_t{kernel.dilation_h} * kernel.dilation_w)) / 2.0);
    sink.add("log_groups", kernel.type == OpType::DepthwiseConv2d ? 0.0 : logCount(asDouble(kernel.groups - 1)));
    sink.add("log_macs", logCount(asDouble(kernel.macs)));
    sink.add("log_weights", logCount(work.weights));
    sink.add("log_in_bytes", logCount(work.in_bytes));
    sink.add("log_second_bytes", logCount(work.second_bytes));
    sink.add("log_out_bytes", logCount(work.out_bytes));
}

/// How far `value` is from filling whole multiples of `step`: the idle share of the last one counts.
double waste(int64_t value, int64_t step) {
    const int64_t rounded = roundUp(std::max<int64_t>(1, value), std::max<int64_t>(1, step));
    return asDouble(rounded - value) / asDouble(rounded);
}

void addStairs(FeatureSink& sink, const Kernel& kernel, const NpuParameters& npu) {
    const int64_t depth = kernel.type == OpType::DepthwiseConv2d
                              ? 1
                              : std::max<int64_t>(1, kernel.in_c / std::max<int64_t>(1, kernel.groups));
    sink.add("out_lane_groups", std::log(asDouble(ceilDiv(kernel.out_c, npu.output_lanes))));
    sink.add("out_lane_waste", waste(kernel.out_c, npu.output_lanes));
    sink.add("in_granules", std::log(asDouble(ceilDiv(depth, npu.input_granule))));
    sink.add("in_granule_waste", waste(depth, npu.input_granule));
    sink.add("in_lane_waste", waste(depth, npu.input_lanes));
    sink.add("out_8_waste", waste(kernel.out_c, 8));
    sink.add("out_16_waste", waste(kernel.out_c, 16));
    sink.add("out_32_waste", waste(kernel.out_c, 32));
    sink.add("out_64_waste", waste(kernel.out_c, 64));
    sink.add("out_128_waste", waste(kernel.out_c, 128));
    sink.add("in_8_waste", waste(depth, 8));
    sink.add("in_16_waste", waste(depth, 16));
    sink.add("in_32_waste", waste(depth, 32));
    sink.add("in_64_waste", waste(depth, 64));
    sink.add("row_waste", waste(kernel.out_h, npu.pixel_rows));
    sink.add("column_waste", waste(kernel.out_w, npu.pixel_columns));
    sink.add("row_4_waste", waste(kernel.out_h, 4));
    sink.add("row_8_waste", waste(kernel.out_h, 8));
    sink.add("column_4_waste", waste(kernel.out_w, 4));
    sink.add("column_8_waste", waste(kernel.out_w, 8));
    sink.add("column_16_waste", waste(kernel.out_w, 16));
}

/// log(part / whole), bounded so that a part of nothing stays a usable number.
double logShare(double part, double whole) {
    return std::clamp(std::log((std::max(0.0, part) + 1e-3) / (whole + 1e-3)), -6.0, 6.0);
}

void addBounds(FeatureSink& sink, const Work& work) {
    sink.add("log_guess", std::log(work.guess));
    sink.add("array_share", logShare(work.array_cycles, work.guess));
    sink.add("output_share", logShare(work.output_cycles, work.guess));
    sink.add("sram_share", logShare(work.sram_cycles, work.guess));
    sink.add("weight_share", logShare(work.weight_load_cycles, work.guess));
}

void addContext(FeatureSink& sink, const KernelQuery& query, const Work& work, const TargetProfile& target) {
    const Kernel& kernel = query.kernel;
    const KernelNeighbours& around = query.around;
    const double dram_rate = target.npu.effectiveDramBytesPerCycle();
    sink.add("chained", around.chained_elements > 0 ? 1.0 : 0.0);
    sink.add("chained_share", logShare(asDouble(around.chained_elements), work.in_bytes));
    sink.add("chained_dram_share", logShare(asDouble(around.chained_elements) / dram_rate, work.guess));
    sink.add("reads_network_input", kernel.reads_network_input ? 1.0 : 0.0);
    sink.add("writes_network_output", kernel.writes_network_output ? 1.0 : 0.0);
    sink.add("after_conv", kernel.previous_type == OpType::Conv2d ? 1.0 : 0.0);
    sink.add("after_depthwise", kernel.previous_type == OpType::DepthwiseConv2d ? 1.0 : 0.0);
    sink.add("after_add", kernel.previous_type == OpType::Add ? 1.0 : 0.0);
    sink.add("before_conv", around.next_type == OpType::Conv2d ? 1.0 : 0.0);
    sink.add("before_depthwise", around.next_type == OpType::DepthwiseConv2d ? 1.0 : 0.0);
    sink.add("before_add", around.next_type == OpType::Add ? 1.0 : 0.0);
    sink.add("before_taps", around.next_kernel > 1 ? 1.0 : 0.0);
    sink.add("previous_share", logShare(around.previous_guess, work.guess));
    sink.add("prefetch_share", logShare(work.weight_load_cycles, around.previous_guess));
    sink.add("prefetch_rest", logShare(work.weight_load_cycles - around.previous_guess, work.guess));
    sink.add("second_previous_share", logShare(around.second_previous_guess, work.guess));
}

/// Where dedicated SRAM is expected to hold the maps, and how much it would have to hold.
void addStaging(FeatureSink& sink, const Kernel& kernel, const Work& work, const NpuParameters& npu) {
    const KernelStaging& staging = kernel.staging;
    const double sram = std::max(1.0, asDouble(npu.sram_bytes));
    // Far beyond the SRAM, more bytes change nothing any more.
    const auto fill = [&](double bytes) { return std::min(logShare(bytes, sram), 1.8); };
    const auto over = [&](double bytes) { return std::clamp((bytes - sram) / sram * 4.0, -2.0, 2.0); };
    sink.add("live_fill", fill(asDouble(kernel.live_bytes)));
    sink.add("live_over", over(asDouble(kernel.live_bytes)));
    sink.add("demand_fill", fill(asDouble(staging.demand_bytes)));
    sink.add("demand_over", over(asDouble(staging.demand_bytes)));
    sink.add("maps_fill", fill(work.in_bytes + work.second_bytes + work.out_bytes));
    sink.add("weights_fill", fill(work.weights));
    sink.add("input_in_dram", staging.input_in_dram ? 1.0 : 0.0);
    sink.add("second_input_in_dram", staging.second_input_in_dram ? 1.0 : 0.0);
    sink.add("output_in_dram", staging.output_in_dram ? 1.0 : 0.0);
    sink.add("input_rolls", staging.input_rolls ? 1.0 : 0.0);
    sink.add("output_rolls", staging.output_rolls ? 1.0 : 0.0);
    sink.add("cascade_length", staging.cascade_length / 2.0);
    const bool striped = staging.stripe_rows > 0;
    sink.add("stripes", striped ? std::log(asDouble(ceilDiv(kernel.out_h, staging.stripe_rows))) : 0.0);
    sink.add("stripe_rows", striped ? logCount(asDouble(staging.stripe_rows)) : 0.0);
    sink.add("stripe_waste", striped ? waste(kernel.out_h, staging.stripe_rows) : 0.0);
    sink.add("stripe_row_waste", striped ? waste(staging.stripe_rows, npu.pixel_rows) : 0.0);
    const double dram_rate = npu.effectiveDramBytesPerCycle();
    sink.add("dram_share", logShare(work.dram_cycles, work.guess));
    sink.add("input_dram_share", logShare(work.in_bytes / dram_rate, work.guess));
    sink.add("output_dram_share", logShare(work.out_bytes / dram_rate, work.guess));
}

/// The parametric model with feature maps in SRAM and in DRAM, relative to the guess.
void addParametric(FeatureSink& sink, const KernelQuery& query, const Work& work, const TargetProfile& target) {
    KernelPlacement placement = placeKernel(query.kernel, target, Precision::Int8);
    placement.prefetch_cycles = query.around.previous_guess;
    const auto cycles = [&] { return kernelCycles(query.kernel, target.npu, placement); };
    const KernelCycles placed = cycles();
    sink.add("model_placed", logShare(placed.total, work.guess));
    sink.add("model_npu", logShare(placed.npu, work.guess));
    sink.add("model_mac", logShare(placed.mac, work.guess));
    sink.add("model_output", logShare(placed.output, work.guess));
    sink.add("model_issue", logShare(placed.issue, work.guess));
    sink.add("model_sram", logShare(placed.sram, work.guess));
    sink.add("model_dram", logShare(placed.dram, work.guess));
    sink.add("model_exposed_load", logShare(placed.exposed_load, work.guess));
    sink.add("model_log_tiles", logCount(asDouble(placed.tiles)));
    sink.add("model_tile_h", logCount(asDouble(placed.tile.height)));
    sink.add("model_tile_w", logCount(asDouble(placed.tile.width)));
    sink.add("model_tile_d", logCount(asDouble(placed.tile.depth)));
    if (!usesStaging(target)) return;
    placement.stripe_rows = 0;
    placement.input_in_dram = placement.output_in_dram = placement.second_input_in_dram = false;
    sink.add("model_fast", logShare(cycles().total, work.guess));
    placement.input_in_dram = placement.output_in_dram = true;
    sink.add("model_slow", logShare(cycles().total, work.guess));
}

/// The block that the compiler is expected to choose, and the cycles and DRAM traffic that follow.
void addBlock(FeatureSink& sink, const KernelQuery& query, const Work& work, const TargetProfile& target) {
    Kernel kernel = query.kernel;
    if (runsAsConvolution(kernel, target)) kernel.type = OpType::Conv2d;
    const NpuParameters& npu = target.npu;
    ConvolutionBlock block;
    if (kernel.type == OpType::Conv2d) block = convolutionBlock(kernel, target);
    const double dram_rate = npu.effectiveDramBytesPerCycle();
    const double bias_bytes = asDouble(roundUp(kernel.out_c, 16) * npu.bias_bytes);
    const double biases = block.places * bias_bytes / npu.effectiveDramBytesPerCycle(asDouble(npu.bias_bytes));
    const double input_rate =
        kernel.reads_network_input ? npu.effectiveDramBytesPerCycle(npu.input_burst_bytes) : dram_rate;
    const double maps = (kernel.staging.input_in_dram ? block.input_bytes / input_rate : 0.0) +
                        (kernel.staging.output_in_dram ? work.out_bytes / dram_rate : 0.0);
    const double weights = work.weights / npu.dram_bytes_per_cycle;
    const double dram = std::max(biases + weights, maps);
    sink.add("block_h", logCount(asDouble(block.block.height)));
    sink.add("block_w", logCount(asDouble(block.block.width)));
    sink.add("block_d", logCount(asDouble(block.block.depth)));
    sink.add("block_part_kernel", block.part_kernel ? 1.0 : 0.0);
    sink.add("block_npu", logShare(block.npu_cycles, work.guess));
    sink.add("block_sram", logShare((block.input_bytes + work.out_bytes) / npu.sram_bytes_per_cycle, work.guess));
    sink.add("block_biases", logShare(biases, work.guess));
    sink.add("block_maps", logShare(maps, work.guess));
    sink.add("block_dram", logShare(dram, work.guess));
    sink.add("block_total", logShare(std::max(block.npu_cycles, dram), work.guess));
}

void addAll(FeatureSink& sink, const KernelQuery& query, const TargetProfile& target) {
    const Work work = workOf(query.kernel, target);
    addTypes(sink, query.kernel, target);
    addShapes(sink, query.kernel, work);
    addStairs(sink, query.kernel, target.npu);
    addBounds(sink, work);
    addContext(sink, query, work, target);
    if (usesStaging(target)) {
        addStaging(sink, query.kernel, work, target.npu);
    }
    if (usesParametricFeatures(target)) {
        addParametric(sink, query, work, target);
    }
    if (choosesConvolutionBlocks(target)) {
        addBlock(sink, query, work, target);
    }
    if (target.kind == "cpu") {
        for (const auto& [name, value] : processorFeatures(query.kernel)) {
            sink.add(name, value);
        }
    }
}

}  // namespace

double analyticGuess(const Kernel& kernel, const TargetProfile& target) {
    return workOf(kernel, target).guess;
}

bool usesParametricFeatures(const TargetProfile& target) {
    return !target.estimator.measurements.empty();
}

std::vector<std::string> kernelFeatureNames(const TargetProfile& target) {
    std::vector<std::string> names;
    FeatureSink sink(nullptr, &names);
    addAll(sink, KernelQuery{}, target);
    return names;
}

void kernelFeatures(const KernelQuery& query, const TargetProfile& target, std::span<float> out) {
    FeatureSink sink(out.data(), nullptr);
    addAll(sink, query, target);
}

}  // namespace bw
