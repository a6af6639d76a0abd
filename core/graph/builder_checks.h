// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <initializer_list>

#include "graph/shape.h"

/// What the parts of OperatorBuilder check alike.
namespace bw::builder_checks {

inline constexpr int32_t kMaxWindow = 1 << 15;
inline constexpr int32_t kMaxPad = 1 << 16;

/// A feature map of rank 3 (height 1) or 4.
struct Plane {
    int64_t batch, channels, height, width;
    int rank;
};
Result<Plane> planeOf(const Shape& shape);
/// The shape of such a map with other channels and sizes, checked.
Result<Shape> planeShape(const Plane& plane, int64_t channels, int64_t height, int64_t width);

/// The product, or an error where it leaves 64 bits.
Result<int64_t> product(std::initializer_list<int64_t> factors);
/// The shape of an element by element result, with axes of size 1 stretched.
Result<Shape> broadcast(const Shape& a, const Shape& b);
/// The axis from 0 on; negative ones count from the end.
Result<int64_t> normalizeAxis(int64_t axis, int rank);

}  // namespace bw::builder_checks
