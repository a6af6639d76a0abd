// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

namespace bw {

/// a * b, a + b, or nothing where the result leaves int64_t.
std::optional<int64_t> mulChecked(int64_t a, int64_t b);
std::optional<int64_t> addChecked(int64_t a, int64_t b);

/// ceil(a / b) for a >= 0 and b > 0.
constexpr int64_t ceilDiv(int64_t a, int64_t b) {
    return (a + b - 1) / b;
}

/// The least multiple of `step` that is at least `a`, for a >= 0 and step > 0.
constexpr int64_t roundUp(int64_t a, int64_t step) {
    return ceilDiv(a, step) * step;
}

/// The multiple of `step` nearest to `a` (halves go up), never below `step`.
int64_t roundToMultiple(double a, int64_t step);

}  // namespace bw
