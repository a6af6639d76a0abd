// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "base/checked.h"
#include "base/text.h"
#include "target/target_parameters.h"
#include "target/tile_search.h"

namespace bw {
namespace {

/// Multiply-accumulates a cycle beyond which no array is modelled.
constexpr int64_t kMostMacs = int64_t{1} << 24;
/// Pixels of the row that an SRAM for feature maps has to hold.
constexpr int64_t kRowPixels = 64;

class Check {
public:
    explicit Check(const TargetProfile& target) : target_(target), npu_(target.npu) {}

    std::vector<ParameterProblem> run() {
        checkRanges();
        // Products and quotients below need sane numbers, and a processor has no such array.
        if (!problems_.empty() || target_.kind == "cpu") return std::move(problems_);
        checkArray();
        checkBuffers();
        checkSram();
        return std::move(problems_);
    }

private:
    void add(const char* id, std::string message) {
        problems_.push_back({findTargetParameter(id), std::move(message)});
    }

    void checkRanges() {
        for (const TargetParameter& parameter : targetParameters()) {
            TargetProfile copy = target_;
            const auto set = setParameter(copy, parameter, parameterValue(target_, parameter));
            if (!set) problems_.push_back({&parameter, set.error().message});
        }
    }

    void checkArray() {
        if (npu_.input_granule % npu_.input_lanes != 0 && npu_.input_lanes % npu_.input_granule != 0)
            add("input_granule", "must be a multiple or a divisor of input_lanes, " + std::to_string(npu_.input_lanes));
        if (npu_.depthwise_taps > npu_.depthwise_cycles * npu_.input_lanes)
            add("depthwise_taps", std::to_string(npu_.depthwise_taps) + " taps in " +
                                      std::to_string(npu_.depthwise_cycles) + " cycles are more products than " +
                                      std::to_string(npu_.input_lanes) + " input lanes make");
        if (npu_.macsPerCycle() > kMostMacs)
            add("output_lanes", "the array would have " + groupDigits(npu_.macsPerCycle()) +
                                    " multipliers, the limit is " + groupDigits(kMostMacs));
    }

    void checkBuffers() {
        const TileBytes tile = leastTileBytes(npu_);
        const auto tooSmall = [](int64_t needed) {
            return "is too small for any tile of this array, which needs " + formatBytes(needed);
        };
        if (npu_.split_buffers) {
            if (npu_.ifm_buffer_bytes < tile.input) add("ifm_buffer_bytes", tooSmall(tile.input));
            if (npu_.acc_buffer_bytes < tile.accumulators) add("acc_buffer_bytes", tooSmall(tile.accumulators));
        } else if (npu_.ifm_buffer_bytes + npu_.acc_buffer_bytes < tile.input + tile.accumulators) {
            add("ifm_buffer_bytes", "with the accumulator buffer " + tooSmall(tile.input + tile.accumulators));
        }
        const int64_t deepest = std::max({kMaxTileDepth, npu_.output_lanes, npu_.input_granule});
        if (npu_.memory_brick > deepest)
            add("memory_brick", "is deeper than any tile, which has at most " + std::to_string(deepest) + " channels");
    }

    void checkSram() {
        if (target_.weights_area == MemoryArea::Sram && npu_.sram_bytes == 0)
            add("weights", "weights cannot lie in an SRAM of 0 bytes");
        if (target_.feature_maps == FeatureMapPlacement::DedicatedSram && npu_.sram_bytes == 0) return;
        const int64_t channels =
            roundUp(npu_.input_granule, npu_.memory_brick) + roundUp(npu_.output_lanes, npu_.memory_brick);
        const int64_t row = kRowPixels * channels;
        if (npu_.sram_bytes < row)
            add("sram_bytes", "is smaller than one row of feature maps (" + std::to_string(kRowPixels) +
                                  " pixels in and out take " + formatBytes(row) + ")");
    }

    const TargetProfile& target_;
    const NpuParameters& npu_;
    std::vector<ParameterProblem> problems_;
};

}  // namespace

std::vector<ParameterProblem> checkTarget(const TargetProfile& target) {
    return Check(target).run();
}

}  // namespace bw
