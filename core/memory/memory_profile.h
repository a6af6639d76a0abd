// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "memory/memory_rules.h"

namespace bw {

/// What a memory profile needs to know of a chip; targets give it (memoryTraitsOf in assess/assessment.h).
struct MemoryTraits {
    int64_t brick = 1;            ///< Channels that intermediates are stored in multiples of.
    bool folds_pads = false;      ///< A Pad becomes the padding of the convolution behind it.
    bool free_quantize = false;   ///< Quantize is part of its producer's output path.
    bool weights_in_sram = true;  ///< Else weights lie in flash or DRAM.
    int64_t weight_slice = 16;    ///< Output channels that weights are staged in multiples of.
    int64_t bias_bytes = 10;      ///< Bias and scale that are staged with each output channel.
    double codec_ratio = 1.0;     ///< Stored / original weight bytes.
    bool operator==(const MemoryTraits&) const = default;
};

/// Whether a profile runs operators in stripes of rows (memory/cascades.h).
enum class Cascading : uint8_t {
    None,
    Reported,  ///< Tensors are whole; the cascaded peak is told beside.
    Applied
};

/// How one runtime or compiler uses activation memory: one row of a table, chosen by id. A new one is one row in
/// memory_profile.cpp.
struct MemoryProfile {
    std::string_view id;      ///< "tflm".
    std::string_view name;    ///< For people.
    std::string_view counts;  ///< What exactly its figures count, as sentences.
    MemoryRules (*rules)(const MemoryTraits& traits, Precision precision);
    bool follows_kernels = false;  ///< What passes between operators that the target fuses is never stored.
    bool stages_weights = false;   ///< Weights outside SRAM take a staging buffer (memory/weight_staging.h).
    Cascading cascading = Cascading::None;
};

/// All profiles, in menu order. The first is TFLite-Micro's.
std::span<const MemoryProfile> memoryProfiles();
/// NotFound names the ids there are.
Result<const MemoryProfile*> findMemoryProfile(std::string_view id);

}  // namespace bw
