// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/checked.h"

#include <algorithm>
#include <cmath>

namespace bw {

std::optional<int64_t> mulChecked(int64_t a, int64_t b) {
    int64_t product = 0;
    if (__builtin_mul_overflow(a, b, &product)) return std::nullopt;
    return product;
}

std::optional<int64_t> addChecked(int64_t a, int64_t b) {
    int64_t sum = 0;
    if (__builtin_add_overflow(a, b, &sum)) return std::nullopt;
    return sum;
}

int64_t roundToMultiple(double a, int64_t step) {
    const auto steps = static_cast<int64_t>(std::floor(a / static_cast<double>(step) + 0.5));
    return std::max<int64_t>(1, steps) * step;
}

}  // namespace bw
