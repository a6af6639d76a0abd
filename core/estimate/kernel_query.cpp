// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <bit>

#include "base/checked.h"
#include "estimate/kernel_features.h"

namespace bw {
namespace {

uint64_t mix(uint64_t hash, uint64_t value) {
    // The finaliser of splitmix64 over a running sum.
    hash += value + 0x9E3779B97F4A7C15ULL;
    hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9ULL;
    hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EBULL;
    return hash ^ (hash >> 31);
}

uint64_t pack(int64_t a, int64_t b) {
    return static_cast<uint64_t>(a) << 32 ^ static_cast<uint64_t>(b);
}

int64_t stagingFlags(const KernelStaging& staging) {
    return (staging.planned ? 1 : 0) | (staging.input_in_dram ? 2 : 0) | (staging.second_input_in_dram ? 4 : 0) |
           (staging.output_in_dram ? 8 : 0) | (staging.input_rolls ? 16 : 0) | (staging.output_rolls ? 32 : 0);
}

/// Keeps of the live bytes what features read: nothing where all maps lie in SRAM, the network's peak never. An edit
/// then re-estimates its surroundings, not the network.
void keepWhatFeaturesRead(Kernel& kernel, const TargetProfile& target) {
    if (target.feature_maps == FeatureMapPlacement::AllSram) kernel.live_bytes = 0;
    kernel.peak_bytes = 0;
}

}  // namespace

uint64_t hashQuery(const KernelQuery& query) {
    const Kernel& k = query.kernel;
    const KernelNeighbours& n = query.around;
    const std::array<uint64_t, 22> words = {
        pack(static_cast<int64_t>(k.type), static_cast<int64_t>(k.activation)),
        pack(k.in_h, k.in_w),
        pack(k.in_c, k.out_c),
        pack(k.out_h, k.out_w),
        static_cast<uint64_t>(k.second_input_elements),
        pack(k.kernel_h, k.kernel_w),
        pack(k.stride_h, k.stride_w),
        pack(k.dilation_h, k.dilation_w),
        static_cast<uint64_t>(k.groups),
        static_cast<uint64_t>(k.macs),
        static_cast<uint64_t>(k.weight_elements),
        static_cast<uint64_t>(k.bias_elements),
        pack(static_cast<int64_t>(k.previous_type), (k.reads_network_input ? 1 : 0) |
                                                        (k.writes_network_output ? 2 : 0) |
                                                        (k.chains_into_producer ? 4 : 0) | (k.uneven_padding ? 8 : 0)),
        static_cast<uint64_t>(k.live_bytes),
        static_cast<uint64_t>(k.peak_bytes),
        pack(static_cast<int64_t>(n.next_type), n.next_kernel),
        pack(stagingFlags(k.staging), k.staging.cascade_length),
        static_cast<uint64_t>(k.staging.stripe_rows),
        static_cast<uint64_t>(k.staging.demand_bytes),
        std::bit_cast<uint64_t>(n.previous_guess),
        std::bit_cast<uint64_t>(n.second_previous_guess),
        static_cast<uint64_t>(n.chained_elements),
    };
    uint64_t hash = 0;
    for (const uint64_t word : words) {
        hash = mix(hash, word);
    }
    return hash;
}

NetworkQueries kernelQueries(std::span<const KernelSlot> slots, const TargetProfile& target) {
    NetworkQueries network;
    std::vector<int64_t> chained(slots.size());
    for (const KernelSlot& slot : slots) {
        if (slot.cost == SlotCost::Free && slot.reason == FreeReason::ChainedToProducer) {
            chained[static_cast<size_t>(slot.host)] += slot.kernel.second_input_elements;
        }
    }
    std::vector<double> guesses;
    for (size_t i = 0; i < slots.size(); ++i) {
        if (slots[i].cost == SlotCost::Runs) {
            network.queries.push_back({slots[i].kernel, {}});
            network.queries.back().around.chained_elements = chained[i];
            network.operators.push_back(i);
            guesses.push_back(analyticGuess(slots[i].kernel, target));
        }
    }
    std::vector<KernelQuery>& queries = network.queries;
    for (size_t i = 0; i < queries.size(); ++i) {
        KernelNeighbours& around = queries[i].around;
        if (i > 0) {
            around.previous_guess = guesses[i - 1];
        }
        if (i > 1) {
            around.second_previous_guess = guesses[i - 2];
        }
        if (i + 1 < queries.size()) {
            around.next_type = queries[i + 1].kernel.type;
            around.next_kernel = queries[i + 1].kernel.kernel_h;
        }
    }
    for (KernelQuery& query : queries) {
        keepWhatFeaturesRead(query.kernel, target);
    }
    return network;
}

}  // namespace bw
