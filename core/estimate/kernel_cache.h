// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <unordered_map>

#include "estimate/kernel_predictor.h"
#include "target/kernel.h"
#include "target/parametric_npu.h"

namespace bw {

/// What is remembered of a kernel: everything its estimate shows.
struct CachedKernel {
    KernelPrediction prediction;
    Bound bound = Bound::Unknown;
    double utilisation = 0.0;
    double idle_input_lanes = 0.0;
    double idle_output_lanes = 0.0;
};

/// Remembers kernels by query and number formats. Thread-safe: many readers, writers locked out by shard.
class KernelCache {
public:
    struct Key {
        KernelQuery query;
        KernelFormat format;
        uint64_t hash = 0;
        bool operator==(const Key& other) const {
            return hash == other.hash && format == other.format && query == other.query;
        }
    };
    struct Hash {
        size_t operator()(const Key& key) const { return key.hash; }
    };
    static Key makeKey(const KernelQuery& query, const KernelFormat& format) {
        const auto kinds = static_cast<uint64_t>(format.activations) | static_cast<uint64_t>(format.output) << 8 |
                           static_cast<uint64_t>(format.weights) << 16;
        const uint64_t extra =
            kinds * 0x9E3779B97F4A7C15ULL + static_cast<uint64_t>(format.live_bytes) * 0xBF58476D1CE4E5B9ULL;
        return {query, format, hashQuery(query) + extra};
    }

    std::optional<CachedKernel> find(const Key& key) const {
        const Shard& shard = shards_[key.hash % kShards];
        const std::shared_lock lock(shard.mutex);
        const auto found = shard.kernels.find(key);
        return found == shard.kernels.end() ? std::nullopt : std::optional(found->second);
    }

    void insert(const Key& key, const CachedKernel& kernel) {
        Shard& shard = shards_[key.hash % kShards];
        const std::unique_lock lock(shard.mutex);
        // Estimates do not depend on the cache, so dropping a full shard only costs time.
        if (shard.kernels.size() >= kMaxKernelsOfShard) {
            shard.kernels.clear();
        }
        shard.kernels.emplace(key, kernel);
    }

    uint64_t size() const {
        uint64_t kernels = 0;
        for (const Shard& shard : shards_) {
            const std::shared_lock lock(shard.mutex);
            kernels += shard.kernels.size();
        }
        return kernels;
    }

private:
    static constexpr size_t kShards = 16;
    static constexpr size_t kMaxKernelsOfShard = 32'768;  ///< Half a million kernels: about 200 MiB.

    struct Shard {
        mutable std::shared_mutex mutex;
        std::unordered_map<Key, CachedKernel, Hash> kernels;
    };
    std::array<Shard, kShards> shards_;
};

}  // namespace bw
