// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "memory/memory_profile.h"

#include <algorithm>
#include <array>

namespace bw {
namespace {

MemoryRules microRules(const MemoryTraits&, Precision precision) {
    return {.precision = precision};
}

MemoryRules inPlaceRules(const MemoryTraits&, Precision precision) {
    return {.precision = precision,
            .quantize_is_free = true,
            .fold_pads = true,
            .in_place_depthwise = true,
            .in_place_elementwise = true};
}

MemoryRules acceleratorRules(const MemoryTraits& traits, Precision precision) {
    return {.precision = precision,
            .brick = std::max<int64_t>(1, traits.brick),
            .quantize_is_free = traits.free_quantize,
            .fold_pads = traits.folds_pads};
}

MemoryRules ethosRules(const MemoryTraits& traits, Precision precision) {
    MemoryRules rules = acceleratorRules(traits, precision);
    rules.brick = 16;
    return rules;
}

constexpr std::array<MemoryProfile, 5> kProfiles = {{
    {"tflm", "TensorFlow Lite Micro",
     "Counts every tensor of the network from the operator that writes it to the last one that reads it, pads and "
     "quantisation included, in an arena that is filled greedily by size in steps of 16 bytes. Reshapes share their "
     "input's bytes. Not counted: weights, the interpreter's own data, scratch of its kernels.",
     microRules},
    {"tinyengine", "In place (TinyEngine-like)",
     "Counts tensors as TensorFlow Lite Micro does, but pads are folded into convolutions, the input already has the "
     "network's format, depthwise convolutions overwrite their input channel by channel with one padded channel of "
     "scratch, and element by element operators overwrite an input of equal size that nobody else needs.",
     inPlaceRules},
    {"ethos-u", "Ethos-U, whole tensors",
     "Counts tensors between the target's kernels with channels rounded up to bricks of 16, network inputs and outputs "
     "as they are. Weights in flash or DRAM take a staging buffer beside the convolution and the step before it: whole "
     "where that fits below the limit (without one: below the peak), else two slices of 16 output channels or "
     "multiples. The peak leaves staging out, the total peak has it.",
     ethosRules, true, true, Cascading::Reported},
    {"ethos-u-cascaded", "Ethos-U, cascaded",
     "Counts as Ethos-U with whole tensors does, but runs of operators without branches work in stripes of rows where "
     "that lowers the peak: between them only a rolling buffer of the rows in use is kept, the cascade's input and "
     "output whole. Stripes are as high as fits below the limit (without one: below the peak).",
     ethosRules, true, true, Cascading::Applied},
    {"neural-engine", "Neural engine, whole tensors",
     "Counts tensors between the target's kernels with channels rounded up to the target's brick, network inputs and "
     "outputs as they are. Weights are not counted: they stream through buffers of their own.",
     acceleratorRules, true, false, Cascading::None},
}};

}  // namespace

std::span<const MemoryProfile> memoryProfiles() {
    return kProfiles;
}

Result<const MemoryProfile*> findMemoryProfile(std::string_view id) {
    const auto found = std::find_if(kProfiles.begin(), kProfiles.end(), [&](const auto& row) { return row.id == id; });
    if (found != kProfiles.end()) return &*found;
    std::string ids;
    for (const MemoryProfile& row : kProfiles)
        ids += (ids.empty() ? "" : ", ") + std::string(row.id);
    return fail(ErrorCode::NotFound, "there is no memory profile '" + std::string(id.substr(0, 40)) + "'", {},
                "choose one of " + ids);
}

}  // namespace bw
