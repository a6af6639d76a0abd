// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
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

}  // namespace bw
