// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>

#include "base/limits.h"
#include "base/result.h"

namespace bw {

/// The sizes of a tensor, held inline. Feature maps of images are NCHW (rank 4), sequences of 1-D convolutions NCL
/// (rank 3), token matrices N x T x D (rank 3), vectors N x C (rank 2).
class Shape {
public:
    Shape() = default;
    Shape(std::initializer_list<int64_t> sizes) : Shape(std::span(sizes.begin(), sizes.size())) {}
    explicit Shape(std::span<const int64_t> sizes);

    int rank() const { return rank_; }
    int64_t operator[](int axis) const { return sizes_[static_cast<size_t>(axis)]; }
    void set(int axis, int64_t size) { sizes_[static_cast<size_t>(axis)] = size; }
    std::span<const int64_t> sizes() const { return {sizes_.data(), static_cast<size_t>(rank_)}; }

    /// Product of the sizes; a checked shape never overflows.
    int64_t elements() const;
    /// The axis that carries channels: 1 for rank 4, and for rank 2; the last for others.
    int channelAxis() const { return rank_ == 4 || rank_ == 2 ? 1 : rank_ - 1; }
    int64_t channels() const { return rank_ == 0 ? 1 : sizes_[static_cast<size_t>(channelAxis())]; }
    /// Height and width of an NCHW shape; a sequence has height 1; 1 x 1 for vectors.
    int64_t height() const { return rank_ == 4 ? sizes_[2] : 1; }
    int64_t width() const { return rank_ == 4 ? sizes_[3] : (rank_ == 3 ? sizes_[1] : 1); }

    /// "1x32x112x112".
    std::string text() const;

    bool operator==(const Shape& other) const;

private:
    std::array<int64_t, kMaxRank> sizes_{};
    int rank_ = 0;
};

/// Checks rank, each size (1 ... kMaxDimension) and the element count against base/limits.h.
Result<Shape> checkedShape(std::span<const int64_t> sizes);

/// Parses "1x96x96x3"; the order is the caller's.
Result<Shape> parseShape(std::string_view text);

}  // namespace bw
