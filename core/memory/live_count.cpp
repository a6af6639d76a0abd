// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "memory/live_count.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/checked.h"

namespace bw {
namespace {

constexpr std::array<std::string_view, 7> kRoleIds = {"input",          "activation",     "output", "residual",
                                                      "rolling_buffer", "weight_staging", "scratch"};
constexpr int64_t kMaxTotalBytes = int64_t{1} << 62;

void listPeak(LiveMemory& live) {
    std::vector<TensorId> latest(live.lives.size(), kNoTensor);
    for (size_t i = 0; i < live.lives.size(); ++i) {
        const TensorLife& life = live.lives[i];
        if (life.role == LifeRole::RollingBuffer && life.liveAt(live.peak_step)) latest[i] = life.tensor;
    }
    for (size_t t = 0; t < live.life_of_tensor.size(); ++t) {
        const int32_t life = live.life_of_tensor[t];
        if (life < 0 || live.written_step[t] < 0 || live.written_step[t] > live.peak_step) continue;
        if (!live.lives[static_cast<size_t>(life)].liveAt(live.peak_step)) continue;
        TensorId& best = latest[static_cast<size_t>(life)];
        if (best == kNoTensor || live.written_step[static_cast<size_t>(best)] <= live.written_step[t]) {
            best = static_cast<TensorId>(t);
        }
    }
    live.peak_tensors.clear();
    std::copy_if(latest.begin(), latest.end(), std::back_inserter(live.peak_tensors),
                 [](TensorId tensor) { return tensor != kNoTensor; });
}

}  // namespace

std::string_view lifeRoleId(LifeRole role) {
    return kRoleIds[static_cast<size_t>(role)];
}

void countLives(LiveMemory& live) {
    const size_t steps = live.live_bytes_per_step.size();
    auto& bytes = live.live_bytes_per_step;
    auto& staging = live.staging_bytes_per_step;
    bytes.assign(steps + 1, 0);
    staging.assign(steps + 1, 0);
    for (const TensorLife& life : live.lives) {
        auto& change = life.role == LifeRole::WeightStaging ? staging : bytes;
        change[static_cast<size_t>(life.first_step)] += life.bytes;
        change[static_cast<size_t>(life.last_step) + 1] -= life.bytes;
    }
    live.peak_bytes = live.total_peak_bytes = -1;
    for (size_t s = 0; s < steps; ++s) {
        if (s > 0) {
            bytes[s] += bytes[s - 1];
            staging[s] += staging[s - 1];
        }
        if (bytes[s] > live.peak_bytes) {
            live.peak_bytes = bytes[s];
            live.peak_step = static_cast<int32_t>(s);
        }
        if (bytes[s] + staging[s] > live.total_peak_bytes) {
            live.total_peak_bytes = bytes[s] + staging[s];
            live.total_peak_step = static_cast<int32_t>(s);
        }
    }
    bytes.pop_back();
    staging.pop_back();
    listPeak(live);
}

Result<void> addLives(LiveMemory& live, std::span<const TensorLife> more) {
    const auto steps = static_cast<int32_t>(live.live_bytes_per_step.size());
    int64_t total = 0;
    const auto add = [&](const TensorLife& life) {
        const auto sum = addChecked(total, life.bytes);
        total = sum ? *sum : kMaxTotalBytes + 1;
        return total <= kMaxTotalBytes;
    };
    if (!std::all_of(live.lives.begin(), live.lives.end(), add) || !std::all_of(more.begin(), more.end(), add)) {
        return fail(ErrorCode::LimitExceeded, "the buffers together need more than 2^62 bytes");
    }
    for (const TensorLife& life : more) {
        if (life.bytes < 1 || life.first_step < 0 || life.last_step < life.first_step || life.last_step >= steps) {
            return fail(ErrorCode::InvalidArgument, "a buffer of " + std::to_string(life.bytes) +
                                                        " bytes lives from step " + std::to_string(life.first_step) +
                                                        " to " + std::to_string(life.last_step) + " of " +
                                                        std::to_string(steps));
        }
    }
    live.lives.insert(live.lives.end(), more.begin(), more.end());
    countLives(live);
    return {};
}

}  // namespace bw
