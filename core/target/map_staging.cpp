// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "target/map_staging.h"

#include <algorithm>

#include "base/checked.h"

namespace bw {
namespace {

/// Larger weights stream through a buffer of about this size instead of lying in the SRAM as a whole.
constexpr int64_t kMostWeightBuffer = 80'000;
/// Bias and scale of a channel as compilers for these chips store them.
constexpr int64_t kBiasBytes = 10;

int64_t weightBytes(const Kernel& kernel) {
    return kernel.weight_elements > 0 ? kernel.weight_elements + kBiasBytes * kernel.out_c : 0;
}

class Planner {
public:
    Planner(std::span<const StagedKernel> kernels, std::span<const StagedMap> maps, int64_t sram, int64_t brick)
        : kernels_(kernels),
          maps_(maps),
          sram_(sram),
          brick_(brick),
          plan_(kernels.size()),
          in_dram_(maps.size()),
          rolls_(maps.size()),
          stripes_(kernels.size()) {}

    std::vector<KernelStaging> run() {
        for (size_t m = 0; m < maps_.size(); ++m)
            in_dram_[m] = maps_[m].outside;
        for (size_t begin = 0; begin < kernels_.size();)
            begin = cascadeFrom(begin);
        evict();
        for (size_t i = 0; i < kernels_.size(); ++i) {
            const StagedKernel& k = kernels_[i];
            plan_[i].planned = true;
            plan_[i].input_in_dram = inDram(k.input);
            plan_[i].second_input_in_dram = inDram(k.second_input) || inDram(k.chained_input);
            plan_[i].output_in_dram = inDram(k.output);
        }
        return std::move(plan_);
    }

private:
    const StagedMap& map(int32_t index) const { return maps_[static_cast<size_t>(index)]; }
    bool inDram(int32_t index) const { return index >= 0 && in_dram_[static_cast<size_t>(index)]; }
    int64_t bytes(int32_t index) const { return index >= 0 ? map(index).bytes : 0; }
    int64_t needs(size_t i) const { return bytes(kernels_[i].input) + bytes(kernels_[i].output); }

    bool canCascade(size_t i) const {
        const StagedKernel& k = kernels_[i];
        if (k.chained_input >= 0 || k.input < 0 || k.output < 0) return false;
        const OpType type = k.kernel->type;
        return type == OpType::Conv2d || type == OpType::DepthwiseConv2d || type == OpType::MaxPool ||
               type == OpType::AvgPool;
    }

    /// True where kernel i + 1 alone reads what kernel i writes.
    bool feedsNext(size_t i) const {
        if (i + 1 >= kernels_.size() || kernels_[i + 1].input != kernels_[i].output) return false;
        const StagedMap& between = map(kernels_[i].output);
        return between.readers == 1 && !between.outside;
    }

    /// Rows that kernel i writes at a time where the last of [begin, end) writes `last_rows`; stored in stripes_.
    void propagate(size_t begin, size_t end, int64_t last_rows) {
        stripes_[end - 1] = last_rows;
        for (size_t i = end - 1; i-- > begin;)
            stripes_[i] = std::min(kernels_[i].kernel->out_h, stripes_[i + 1] * kernels_[i + 1].kernel->stride_h);
    }

    /// Rolling buffers and weights of the cascade [begin, end) at `last_rows` rows of its output at a time.
    int64_t cascadeBytes(size_t begin, size_t end, int64_t last_rows) {
        propagate(begin, end, last_rows);
        int64_t total = 0;
        for (size_t i = begin; i < end; ++i) {
            total += weightBytes(*kernels_[i].kernel);
            if (i + 1 == end) break;
            const Kernel& from = *kernels_[i].kernel;
            const Kernel& to = *kernels_[i + 1].kernel;
            const int64_t window = int64_t{to.kernel_h - 1} * to.dilation_h + 1;
            const int64_t read =
                std::max<int64_t>(1, std::min(from.out_h, (stripes_[i + 1] - 1) * to.stride_h + window));
            const int64_t rows = std::min(from.out_h, roundUp(stripes_[i] + read, read));
            total += rows * from.out_w * roundUp(from.out_c, brick_);
        }
        return total;
    }

    /// Plans the cascade that begins at a kernel, if any does; gives the kernel to go on with.
    size_t cascadeFrom(size_t begin) {
        if (!canCascade(begin)) return begin + 1;
        size_t end = begin + 1;
        while (feedsNext(end - 1) && canCascade(end) && needs(end) >= sram_ && cascadeBytes(begin, end + 1, 1) <= sram_)
            ++end;
        if (end == begin + 1) return end;
        const int64_t most = std::max<int64_t>(1, kernels_[end - 1].kernel->out_h / 2);
        int64_t rows = 1;
        while (rows < most && cascadeBytes(begin, end, rows + 1) <= sram_)
            ++rows;
        const int64_t staged = cascadeBytes(begin, end, rows);
        for (size_t i = begin; i < end; ++i) {
            KernelStaging& its = plan_[i];
            its.stripe_rows = stripes_[i];
            its.cascade_length = static_cast<int32_t>(end - begin);
            its.demand_bytes = staged;
            its.output_rolls = i + 1 < end;
            its.input_rolls = i > begin;
            if (its.output_rolls) rolls_[static_cast<size_t>(kernels_[i].output)] = true;
        }
        in_dram_[static_cast<size_t>(kernels_[begin].input)] = true;
        in_dram_[static_cast<size_t>(kernels_[end - 1].output)] = true;
        return end;
    }

    /// Bytes beside the maps while kernel i runs: a cascade's buffers, or its weights and those on their way.
    int64_t besideMaps(size_t i) const {
        if (plan_[i].cascade_length > 0) return plan_[i].demand_bytes;
        int64_t total = std::min(kMostWeightBuffer, weightBytes(*kernels_[i].kernel));
        if (i + 1 < kernels_.size() && plan_[i + 1].cascade_length == 0)
            total += std::min(kMostWeightBuffer, weightBytes(*kernels_[i + 1].kernel));
        return total;
    }

    void evict() {
        std::vector<int32_t> starting;  // Maps by their first kernel.
        for (size_t m = 0; m < maps_.size(); ++m) {
            if (!in_dram_[m] && !rolls_[m]) starting.push_back(static_cast<int32_t>(m));
        }
        std::stable_sort(starting.begin(), starting.end(),
                         [this](int32_t a, int32_t b) { return map(a).first < map(b).first; });
        std::vector<int32_t> live;
        size_t next = 0;
        int64_t held = 0;
        for (size_t i = 0; i < kernels_.size(); ++i) {
            const auto now = static_cast<int32_t>(i);
            for (; next < starting.size() && map(starting[next]).first <= now; ++next) {
                live.push_back(starting[next]);
                held += bytes(starting[next]);
            }
            std::erase_if(live, [&](int32_t m) {
                if (map(m).last >= now) return false;
                held -= bytes(m);
                return true;
            });
            const int64_t beside = besideMaps(i);
            if (plan_[i].cascade_length == 0) plan_[i].demand_bytes = held + beside;
            while (held + beside > sram_ && !live.empty()) {
                const auto largest = std::max_element(live.begin(), live.end(),
                                                      [this](int32_t a, int32_t b) { return bytes(a) < bytes(b); });
                held -= bytes(*largest);
                in_dram_[static_cast<size_t>(*largest)] = true;
                live.erase(largest);
            }
        }
    }

    std::span<const StagedKernel> kernels_;
    std::span<const StagedMap> maps_;
    int64_t sram_;
    int64_t brick_;
    std::vector<KernelStaging> plan_;
    std::vector<char> in_dram_, rolls_;
    std::vector<int64_t> stripes_;
};

}  // namespace

std::vector<KernelStaging> planStaging(std::span<const StagedKernel> kernels, std::span<const StagedMap> maps,
                                       int64_t sram_bytes, int64_t brick) {
    return Planner(kernels, maps, sram_bytes, std::max<int64_t>(1, brick)).run();
}

}  // namespace bw
