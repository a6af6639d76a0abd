// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "target/target_profile.h"

#include <algorithm>
#include <array>

#include "io/strict_json.h"
#include "target/json_fields.h"

namespace bw {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 3> kMemoryAreaIds = {"sram", "dram", "flash"};
constexpr std::array<std::string_view, 5> kTargetKinds = {"parametric-npu", "ethos-u", "nvdla", "systolic", "cpu"};
constexpr double kMaxRate = 1e6;
constexpr int64_t kMaxLanes = 1 << 14;
constexpr int64_t kMaxBufferBytes = int64_t{1} << 40;

template <size_t N>
std::optional<size_t> indexOf(const std::array<std::string_view, N>& ids, std::string_view id) {
    const auto found = std::find(ids.begin(), ids.end(), id);
    if (found == ids.end()) return std::nullopt;
    return static_cast<size_t>(found - ids.begin());
}

void readArray(JsonFields& fields, NpuParameters& npu) {
    npu.input_lanes = fields.integer("input_lanes", 1, kMaxLanes);
    npu.output_lanes = fields.integer("output_lanes", 1, kMaxLanes);
    npu.pixel_columns = fields.integer("pixel_columns", 1, 1024, npu.pixel_columns);
    npu.pixel_rows = fields.integer("pixel_rows", 1, 1024, npu.pixel_rows);
    npu.input_granule = fields.integer("input_granule", 1, kMaxLanes, npu.input_lanes);
    npu.part_kernel = fields.flag("part_kernel", false);
    npu.depthwise_taps = fields.integer("depthwise_taps", 1, 1024);
    npu.depthwise_cycles = fields.integer("depthwise_cycles", 1, 1024);
    npu.clock_hz = fields.number("clock_hz", 1e3, 1e11);
    if (npu.input_granule % npu.input_lanes != 0 && npu.input_lanes % npu.input_granule != 0)
        fields.refuse("input_granule", "must be a multiple or a divisor of input_lanes");
}

void readMemories(JsonFields& fields, NpuParameters& npu) {
    npu.sram_bytes = fields.integer("sram_bytes", 0, kMaxBufferBytes);
    npu.ifm_buffer_bytes = fields.integer("ifm_buffer_bytes", 1, kMaxBufferBytes);
    npu.acc_buffer_bytes = fields.integer("acc_buffer_bytes", 0, kMaxBufferBytes);
    npu.split_buffers = fields.flag("split_buffers", false);
    npu.sram_bytes_per_cycle = fields.number("sram_bytes_per_cycle", 1e-3, kMaxRate);
    npu.dram_bytes_per_cycle = fields.number("dram_bytes_per_cycle", 1e-3, kMaxRate, npu.dram_bytes_per_cycle);
    npu.flash_bytes_per_cycle = fields.number("flash_bytes_per_cycle", 1e-3, kMaxRate, npu.flash_bytes_per_cycle);
    npu.sram_latency_cycles = fields.number("sram_latency_cycles", 0, kMaxRate, npu.sram_latency_cycles);
    npu.dram_latency_cycles = fields.number("dram_latency_cycles", 0, kMaxRate, npu.dram_latency_cycles);
    npu.flash_latency_cycles = fields.number("flash_latency_cycles", 0, kMaxRate, npu.flash_latency_cycles);
    npu.dram_burst_bytes = fields.number("dram_burst_bytes", 1, kMaxRate, npu.dram_burst_bytes);
    npu.dram_outstanding = fields.number("dram_outstanding", 1, kMaxRate, npu.dram_outstanding);
    npu.input_burst_bytes = fields.number("input_burst_bytes", 1, kMaxRate, npu.dram_burst_bytes);
    npu.memory_brick = fields.integer("memory_brick", 1, 4096);
}

void readRates(JsonFields& fields, NpuParameters& npu) {
    npu.output_elements_per_cycle = fields.number("output_elements_per_cycle", 1e-3, kMaxRate);
    const double output = npu.output_elements_per_cycle;
    npu.elementwise_elements_per_cycle = fields.number("elementwise_elements_per_cycle", 1e-3, kMaxRate, output);
    npu.multiply_elements_per_cycle =
        fields.number("multiply_elements_per_cycle", 1e-3, kMaxRate, npu.elementwise_elements_per_cycle);
    npu.pool_elements_per_cycle = fields.number("pool_elements_per_cycle", 1e-3, kMaxRate, output);
    npu.lut_elements_per_cycle = fields.number("lut_elements_per_cycle", 1e-3, kMaxRate, output);
    npu.weight_decoder_weights_per_cycle = fields.number("weight_decoder_weights_per_cycle", 0, kMaxRate, 0);
    npu.codec_ratio = fields.number("codec_ratio", 0.01, 4, npu.codec_ratio);
    npu.weight_buffer_bytes = fields.integer("weight_buffer_bytes", 1, kMaxBufferBytes, npu.weight_buffer_bytes);
    npu.bias_bytes = fields.integer("bias_bytes", 0, 64, npu.bias_bytes);
    npu.refetches_bias = fields.flag("refetches_bias", false);
    npu.command_queue_depth = fields.integer("command_queue_depth", 1, 1024, npu.command_queue_depth);
    npu.overhead_cycles = fields.number("overhead_cycles", 0, 1e9, npu.overhead_cycles);
    npu.precisions.clear();
    for (const std::string& id : fields.texts("precisions", 4)) {
        if (const Result<Precision> precision = parsePrecision(id)) {
            if (!npu.supports(*precision)) npu.precisions.push_back(*precision);
        } else {
            fields.refuse("precisions", precision.error().message);
        }
    }
    if (npu.precisions.empty()) fields.refuse("precisions", "names no precision");
}

void readRuntime(JsonFields& fields, RuntimeRules& runtime) {
    for (const std::string& id : fields.texts("fused_activations", 32)) {
        if (const Result<Activation> activation = parseActivation(id)) {
            runtime.fused_activations.push_back(*activation);
        } else {
            fields.refuse("fused_activations", activation.error().message);
        }
    }
    runtime.chains_add = fields.flag("chains_add", false);
    runtime.folds_pad = fields.flag("folds_pad", false);
    runtime.free_quantize = fields.flag("free_quantize", false);
    runtime.free_concat = fields.flag("free_concat", false);
}

void readBudgets(JsonFields& fields, TargetBudgets& budgets) {
    const int64_t parameters = fields.integer("parameter_bytes", 1, kMaxBufferBytes, 0);
    const int64_t peak = fields.integer("peak_bytes", 1, kMaxBufferBytes, 0);
    const double latency = fields.number("latency_ms", 1e-6, 1e9, 0);
    if (parameters > 0) budgets.parameter_bytes = parameters;
    if (peak > 0) budgets.peak_bytes = peak;
    if (latency > 0) budgets.latency_ms = latency;
}

void readMain(JsonFields& fields, TargetProfile& profile) {
    profile.id = fields.text("id", 64);
    const bool legal = !profile.id.empty() && std::all_of(profile.id.begin(), profile.id.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
    if (!legal) fields.refuse("id", "must be lower-case letters, digits and hyphens");
    profile.name = fields.text("name", 128);
    profile.description = fields.text("description", 2048, "");
    profile.kind = fields.text("kind", 64);
    if (!indexOf(kTargetKinds, profile.kind))
        fields.refuse("kind", "must be parametric-npu, ethos-u, nvdla, systolic or cpu");
    const std::string weights = fields.text("weights", 16);
    if (const auto area = indexOf(kMemoryAreaIds, weights)) {
        profile.weights_area = static_cast<MemoryArea>(*area);
    } else {
        fields.refuse("weights", "must be sram, dram or flash");
    }
    const std::string maps = fields.text("feature_maps", 16);
    if (maps != "sram" && maps != "dedicated") fields.refuse("feature_maps", "must be sram or dedicated");
    profile.feature_maps = maps == "dedicated" ? FeatureMapPlacement::DedicatedSram : FeatureMapPlacement::AllSram;
}

json budgetsAsJson(const TargetBudgets& budgets) {
    json result = json::object();
    if (budgets.parameter_bytes) result["parameter_bytes"] = *budgets.parameter_bytes;
    if (budgets.peak_bytes) result["peak_bytes"] = *budgets.peak_bytes;
    if (budgets.latency_ms) result["latency_ms"] = *budgets.latency_ms;
    return result;
}

json runtimeAsJson(const RuntimeRules& runtime) {
    json fused = json::array();
    for (const Activation activation : runtime.fused_activations)
        fused.push_back(std::string(activationId(activation)));
    return {{"fused_activations", fused},
            {"chains_add", runtime.chains_add},
            {"folds_pad", runtime.folds_pad},
            {"free_quantize", runtime.free_quantize},
            {"free_concat", runtime.free_concat}};
}

json hardwareAsJson(const NpuParameters& npu) {
    json precisions = json::array();
    for (const Precision precision : npu.precisions)
        precisions.push_back(std::string(precisionId(precision)));
    return {{"input_lanes", npu.input_lanes},
            {"output_lanes", npu.output_lanes},
            {"pixel_columns", npu.pixel_columns},
            {"pixel_rows", npu.pixel_rows},
            {"input_granule", npu.input_granule},
            {"part_kernel", npu.part_kernel},
            {"depthwise_taps", npu.depthwise_taps},
            {"depthwise_cycles", npu.depthwise_cycles},
            {"clock_hz", npu.clock_hz},
            {"sram_bytes", npu.sram_bytes},
            {"ifm_buffer_bytes", npu.ifm_buffer_bytes},
            {"acc_buffer_bytes", npu.acc_buffer_bytes},
            {"split_buffers", npu.split_buffers},
            {"sram_bytes_per_cycle", npu.sram_bytes_per_cycle},
            {"dram_bytes_per_cycle", npu.dram_bytes_per_cycle},
            {"flash_bytes_per_cycle", npu.flash_bytes_per_cycle},
            {"sram_latency_cycles", npu.sram_latency_cycles},
            {"dram_latency_cycles", npu.dram_latency_cycles},
            {"flash_latency_cycles", npu.flash_latency_cycles},
            {"dram_burst_bytes", npu.dram_burst_bytes},
            {"dram_outstanding", npu.dram_outstanding},
            {"input_burst_bytes", npu.input_burst_bytes},
            {"memory_brick", npu.memory_brick},
            {"output_elements_per_cycle", npu.output_elements_per_cycle},
            {"elementwise_elements_per_cycle", npu.elementwise_elements_per_cycle},
            {"multiply_elements_per_cycle", npu.multiply_elements_per_cycle},
            {"pool_elements_per_cycle", npu.pool_elements_per_cycle},
            {"lut_elements_per_cycle", npu.lut_elements_per_cycle},
            {"weight_decoder_weights_per_cycle", npu.weight_decoder_weights_per_cycle},
            {"codec_ratio", npu.codec_ratio},
            {"weight_buffer_bytes", npu.weight_buffer_bytes},
            {"bias_bytes", npu.bias_bytes},
            {"refetches_bias", npu.refetches_bias},
            {"command_queue_depth", npu.command_queue_depth},
            {"overhead_cycles", npu.overhead_cycles},
            {"precisions", precisions}};
}

}  // namespace

std::string_view memoryAreaId(MemoryArea area) {
    return kMemoryAreaIds[static_cast<size_t>(area)];
}

bool RuntimeRules::fuses(Activation activation) const {
    return std::find(fused_activations.begin(), fused_activations.end(), activation) != fused_activations.end();
}

Result<TargetProfile> readTargetProfile(std::string_view text, const std::string& file) {
    const Result<json> document = parseStrictJson(text, kMaxTargetFileBytes);
    if (!document) {
        Error error = document.error();
        error.file = file;
        return tl::unexpected(std::move(error));
    }
    TargetProfile profile;
    JsonFields fields(*document, {}, file);
    readMain(fields, profile);
    if (auto hardware = fields.object("hardware", true)) {
        readArray(*hardware, profile.npu);
        readMemories(*hardware, profile.npu);
        readRates(*hardware, profile.npu);
        fields.finishNested(*hardware);
    }
    if (auto channels = fields.object("channel_steps", true)) {
        profile.channel_steps.output = channels->integer("output", 1, kMaxLanes);
        profile.channel_steps.input = channels->integer("input", 1, kMaxLanes);
        profile.channel_steps.depthwise = channels->integer("depthwise", 1, kMaxLanes);
        fields.finishNested(*channels);
    }
    if (auto runtime = fields.object("runtime", true)) {
        readRuntime(*runtime, profile.runtime);
        fields.finishNested(*runtime);
    }
    if (auto budgets = fields.object("budgets", false)) {
        readBudgets(*budgets, profile.budgets);
        fields.finishNested(*budgets);
    }
    if (auto estimator = fields.object("estimator", true)) {
        profile.estimator.id = estimator->text("id", 64);
        profile.estimator.measurements = estimator->text("measurements", 256, "");
        profile.estimator.configuration = estimator->text("configuration", 64, "");
        fields.finishNested(*estimator);
    }
    if (std::optional<Error> problem = fields.finish()) return tl::unexpected(*problem);
    return profile;
}

std::string writeTargetProfile(const TargetProfile& profile) {
    json document = {{"id", profile.id},
                     {"name", profile.name},
                     {"description", profile.description},
                     {"kind", profile.kind},
                     {"weights", std::string(memoryAreaId(profile.weights_area))},
                     {"feature_maps", profile.feature_maps == FeatureMapPlacement::AllSram ? "sram" : "dedicated"},
                     {"hardware", hardwareAsJson(profile.npu)},
                     {"channel_steps",
                      {{"output", profile.channel_steps.output},
                       {"input", profile.channel_steps.input},
                       {"depthwise", profile.channel_steps.depthwise}}},
                     {"runtime", runtimeAsJson(profile.runtime)},
                     {"budgets", budgetsAsJson(profile.budgets)},
                     {"estimator", {{"id", profile.estimator.id}}}};
    if (!profile.estimator.measurements.empty()) document["estimator"]["measurements"] = profile.estimator.measurements;
    if (!profile.estimator.configuration.empty())
        document["estimator"]["configuration"] = profile.estimator.configuration;
    return document.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace bw
