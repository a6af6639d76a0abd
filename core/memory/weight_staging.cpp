// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "memory/weight_staging.h"

#include <algorithm>
#include <cmath>

#include "base/checked.h"

namespace bw {
namespace {

constexpr int64_t kMaxStagedBytes = int64_t{1} << 50;

/// Stored bytes of one output channel: its weights as the codec leaves them, its bias and scale.
double channelBytes(const Operator& op, const MemoryTraits& traits, Precision precision) {
    const double weights = static_cast<double>(op.weight_elements) *
                           static_cast<double>(weightBits(op.precision.weightsIn(precision))) / 8;
    return weights * traits.codec_ratio / static_cast<double>(op.out_channels) + static_cast<double>(traits.bias_bytes);
}

}  // namespace

Result<std::vector<TensorLife>> stageWeights(const OperatorGraph& graph, const MemoryTraits& traits,
                                             Precision precision, std::span<const int32_t> step_of_operator,
                                             const LiveMemory& live, int64_t limit_bytes) {
    std::vector<TensorLife> staged;
    if (traits.weights_in_sram) return staged;
    std::vector<int64_t> room(live.live_bytes_per_step.size());
    std::transform(live.live_bytes_per_step.begin(), live.live_bytes_per_step.end(), room.begin(),
                   [&](int64_t bytes) { return std::max(limit_bytes, live.peak_bytes) - bytes; });
    for (size_t i = 0; i < graph.operators.size(); ++i) {
        const Operator& op = graph.operators[i];
        if (!op.isConvolution() || op.out_channels < 1 || op.weight_elements < 1) continue;
        const double channel = channelBytes(op, traits, precision);
        const auto sizeOf = [&](int64_t channels) {
            return roundUp(static_cast<int64_t>(std::ceil(channel * static_cast<double>(channels))), 16);
        };
        if (!(channel * static_cast<double>(op.out_channels) < static_cast<double>(kMaxStagedBytes))) {
            return fail(ErrorCode::LimitExceeded, "the weights of one operator need more than 2^50 bytes", op.name);
        }
        const int32_t step = step_of_operator.empty() ? static_cast<int32_t>(i) : step_of_operator[i];
        int64_t& own = room[static_cast<size_t>(step)];
        int64_t* before = step > 0 ? &room[static_cast<size_t>(step) - 1] : nullptr;
        const int64_t whole = sizeOf(op.out_channels);
        TensorLife life{kNoTensor, step, step, whole, LifeRole::WeightStaging, static_cast<int32_t>(i), op.block};
        if (whole > own) {
            const int64_t slice = std::clamp<int64_t>(traits.weight_slice, 1, op.out_channels);
            int64_t channels = slice;
            while (channels + slice < op.out_channels && 2 * sizeOf(channels + slice) <= own)
                channels += slice;
            life.bytes = std::min(whole, 2 * sizeOf(channels));
        }
        if (before != nullptr && life.bytes <= *before) {
            --life.first_step;
            *before -= life.bytes;
        }
        own -= life.bytes;
        staged.push_back(life);
    }
    return staged;
}

}  // namespace bw
