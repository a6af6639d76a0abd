// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "io/atomic_write.h"

namespace bw {

/// One tensor of 32-bit floats.
struct NamedTensor {
    std::string name;
    std::vector<int64_t> shape;
    std::vector<float> values;  ///< Row-major.
    bool operator==(const NamedTensor&) const = default;
};

/// The largest safetensors file that is read.
inline constexpr int64_t kMaxSafetensorsBytes = int64_t{256} << 20;

/// Bytes of a safetensors file (8 bytes little-endian header length, JSON header, data) that holds `tensors` in the
/// given order. Names must differ and shapes must fit the values: InvalidArgument else.
Result<std::string> writeSafetensors(const std::vector<NamedTensor>& tensors);
/// The same, piece by piece: no second copy of the values is in memory.
Result<void> writeSafetensors(const std::vector<NamedTensor>& tensors, const ByteSink& sink);

/// Reads F32 tensors, in order of their data. Every byte of the data must belong to exactly one tensor, and every
/// value must be finite. InvalidFile names the byte or the tensor where the file breaks its format; Unsupported names
/// a number format that is not read.
Result<std::vector<NamedTensor>> readSafetensors(std::string_view bytes);

}  // namespace bw
