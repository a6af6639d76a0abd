// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/target_fingerprint.h"

#include <array>
#include <charconv>
#include <concepts>
#include <set>
#include <string_view>

#include "base/sha256.h"
#include "estimate/kernel_features.h"

namespace bw {
namespace {

/// "name=value" lines in a fixed order. Numbers in their shortest form that reads back exactly.
class Lines {
public:
    template <class T>
    requires std::integral<T> || std::floating_point<T>
    void add(std::string_view name, T value) {
        std::array<char, 64> digits;
        char* end = digits.data();
        if constexpr (std::same_as<T, bool>) {
            *end++ = value ? '1' : '0';
        } else {
            end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
        }
        add(name, std::string_view(digits.data(), static_cast<size_t>(end - digits.data())));
    }
    void add(std::string_view name, std::string_view value) {
        text_.append(name).append("=").append(value).append("\n");
    }
    const std::string& text() const { return text_; }

private:
    std::string text_;
};

void addArray(Lines& lines, const NpuParameters& npu) {
    lines.add("input_lanes", npu.input_lanes);
    lines.add("output_lanes", npu.output_lanes);
    lines.add("pixel_columns", npu.pixel_columns);
    lines.add("pixel_rows", npu.pixel_rows);
    lines.add("input_granule", npu.input_granule);
    lines.add("part_kernel", npu.part_kernel);
    lines.add("depthwise_taps", npu.depthwise_taps);
    lines.add("depthwise_cycles", npu.depthwise_cycles);
    lines.add("clock_hz", npu.clock_hz);
    lines.add("command_queue_depth", npu.command_queue_depth);
    lines.add("overhead_cycles", npu.overhead_cycles);
}

void addMemories(Lines& lines, const NpuParameters& npu) {
    lines.add("sram_bytes", npu.sram_bytes);
    lines.add("ifm_buffer_bytes", npu.ifm_buffer_bytes);
    lines.add("acc_buffer_bytes", npu.acc_buffer_bytes);
    lines.add("split_buffers", npu.split_buffers);
    lines.add("sram_bytes_per_cycle", npu.sram_bytes_per_cycle);
    lines.add("dram_bytes_per_cycle", npu.dram_bytes_per_cycle);
    lines.add("flash_bytes_per_cycle", npu.flash_bytes_per_cycle);
    lines.add("sram_latency_cycles", npu.sram_latency_cycles);
    lines.add("dram_latency_cycles", npu.dram_latency_cycles);
    lines.add("flash_latency_cycles", npu.flash_latency_cycles);
    lines.add("dram_burst_bytes", npu.dram_burst_bytes);
    lines.add("dram_outstanding", npu.dram_outstanding);
    lines.add("input_burst_bytes", npu.input_burst_bytes);
    lines.add("memory_brick", npu.memory_brick);
}

void addRates(Lines& lines, const NpuParameters& npu) {
    lines.add("output_elements_per_cycle", npu.output_elements_per_cycle);
    lines.add("elementwise_elements_per_cycle", npu.elementwise_elements_per_cycle);
    lines.add("multiply_elements_per_cycle", npu.multiply_elements_per_cycle);
    lines.add("pool_elements_per_cycle", npu.pool_elements_per_cycle);
    lines.add("lut_elements_per_cycle", npu.lut_elements_per_cycle);
    lines.add("weight_decoder_weights_per_cycle", npu.weight_decoder_weights_per_cycle);
    lines.add("codec_ratio", npu.codec_ratio);
    lines.add("weight_buffer_bytes", npu.weight_buffer_bytes);
    lines.add("bias_bytes", npu.bias_bytes);
    lines.add("refetches_bias", npu.refetches_bias);
}

void addRuntime(Lines& lines, const RuntimeRules& runtime) {
    // In one order, whatever order the file names them in.
    std::set<std::string_view> fused;
    for (const Activation activation : runtime.fused_activations)
        fused.insert(activationId(activation));
    for (const std::string_view activation : fused)
        lines.add("fuses", activation);
    lines.add("chains_add", runtime.chains_add);
    lines.add("folds_pad", runtime.folds_pad);
    lines.add("free_quantize", runtime.free_quantize);
    lines.add("free_concat", runtime.free_concat);
    // Absent where it is off, so that regressors from before there was such a rule keep their target.
    if (runtime.removes_dead) lines.add("removes_dead", runtime.removes_dead);
}

}  // namespace

std::string targetFingerprint(const TargetProfile& target) {
    Lines lines;
    addArray(lines, target.npu);
    addMemories(lines, target.npu);
    addRates(lines, target.npu);
    lines.add("weights", memoryAreaId(target.weights_area));
    lines.add("dedicated_sram", target.feature_maps == FeatureMapPlacement::DedicatedSram);
    addRuntime(lines, target.runtime);
    lines.add("parametric_features", usesParametricFeatures(target));
    return sha256Hex(lines.text());
}

}  // namespace bw
