// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/builder_checks.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/checked.h"

namespace bw::builder_checks {

Result<Plane> planeOf(const Shape& s) {
    if (s.rank() == 4) return Plane{s[0], s[1], s[2], s[3], 4};
    if (s.rank() == 3) return Plane{s[0], s[1], 1, s[2], 3};
    return fail(ErrorCode::InvalidArgument, "needs a feature map of rank 3 or 4, but the input is " + s.text());
}

Result<Shape> planeShape(const Plane& p, int64_t channels, int64_t height, int64_t width) {
    if (p.rank == 3) return checkedShape(std::array{p.batch, channels, width});
    return checkedShape(std::array{p.batch, channels, height, width});
}

Result<int64_t> product(std::initializer_list<int64_t> factors) {
    int64_t result = 1;
    for (const int64_t factor : factors) {
        const auto next = mulChecked(result, factor);
        if (!next) return fail(ErrorCode::LimitExceeded, "a count leaves 64 bits");
        result = *next;
    }
    return result;
}

Result<Shape> broadcast(const Shape& a, const Shape& b) {
    const int rank = std::max(a.rank(), b.rank());
    std::vector<int64_t> sizes(static_cast<size_t>(rank));
    for (int i = 0; i < rank; ++i) {
        const int ia = i - (rank - a.rank());
        const int ib = i - (rank - b.rank());
        const int64_t sa = ia < 0 ? 1 : a[ia];
        const int64_t sb = ib < 0 ? 1 : b[ib];
        if (sa != sb && sa != 1 && sb != 1) {
            return fail(ErrorCode::InvalidArgument, "inputs " + a.text() + " and " + b.text() + " do not match");
        }
        sizes[static_cast<size_t>(i)] = std::max(sa, sb);
    }
    return checkedShape(sizes);
}

Result<int64_t> normalizeAxis(int64_t axis, int rank) {
    if (axis < -rank || axis >= rank) {
        return fail(ErrorCode::InvalidArgument,
                    "axis " + std::to_string(axis) + " is outside a tensor of rank " + std::to_string(rank));
    }
    return axis < 0 ? axis + rank : axis;
}

}  // namespace bw::builder_checks
