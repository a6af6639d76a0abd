// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"

namespace bw {

/// Number format a network is deployed in. Int8 and Int16 name the activations; integer weights are always 8 bits.
enum class Precision : uint8_t { Int8, Int16, Fp16, Fp32 };
inline constexpr int kPrecisionCount = static_cast<int>(Precision::Fp32) + 1;

/// "int8", "int16", "fp16" or "fp32"; used in files, on the command line and in JSON output.
std::string_view precisionId(Precision precision);
Result<Precision> parsePrecision(std::string_view id);

/// Bytes of one activation: 1, 2, 2, 4.
int64_t activationBytes(Precision precision);
/// Bytes of one weight: 1, 1, 2, 4.
int64_t weightBytes(Precision precision);
/// Bytes of one bias: accumulators are 32 bits wide for int8 and 64 bits for int16 activations, so 4, 8, 2, 4.
int64_t biasBytes(Precision precision);

/// How weights are stored.
enum class WeightFormat : uint8_t { Int4, Int8, Fp16, Fp32 };
inline constexpr int kWeightFormatCount = static_cast<int>(WeightFormat::Fp32) + 1;

/// "int4", "int8", "fp16" or "fp32".
std::string_view weightFormatId(WeightFormat format);
Result<WeightFormat> parseWeightFormat(std::string_view id);
/// Bits of one weight: 4, 8, 16, 32.
int64_t weightBits(WeightFormat format);
/// The weights that go with activations of `precision` unless something else is asked for: int8, int8, fp16, fp32.
WeightFormat defaultWeightFormat(Precision precision);

/// Number formats that one block asks for; an empty field is as the network has it.
struct PrecisionChoice {
    std::optional<Precision> activations = std::nullopt;
    std::optional<WeightFormat> weights = std::nullopt;  ///< Empty: those that go with the activations.

    bool empty() const { return !activations && !weights; }
    /// What is asked for in a network at `network`.
    Precision activationsIn(Precision network) const { return activations.value_or(network); }
    WeightFormat weightsIn(Precision network) const {
        return weights.value_or(defaultWeightFormat(activationsIn(network)));
    }
    bool operator==(const PrecisionChoice&) const = default;
};

}  // namespace bw
