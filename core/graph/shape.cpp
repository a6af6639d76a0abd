// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/shape.h"

#include <algorithm>

#include "base/checked.h"
#include "base/text.h"

namespace bw {

Shape::Shape(std::span<const int64_t> sizes) : rank_(static_cast<int>(std::min<size_t>(sizes.size(), kMaxRank))) {
    std::copy_n(sizes.begin(), rank_, sizes_.begin());
}

int64_t Shape::elements() const {
    int64_t product = 1;
    for (const int64_t size : sizes())
        product *= size;
    return product;
}

std::string Shape::text() const {
    std::string text;
    for (const int64_t size : sizes())
        text += (text.empty() ? "" : "x") + std::to_string(size);
    return text.empty() ? "scalar" : text;
}

bool Shape::operator==(const Shape& other) const {
    return std::equal(sizes().begin(), sizes().end(), other.sizes().begin(), other.sizes().end());
}

Result<Shape> checkedShape(std::span<const int64_t> sizes) {
    if (sizes.size() > static_cast<size_t>(kMaxRank)) {
        return fail(ErrorCode::LimitExceeded, "tensor has " + std::to_string(sizes.size()) +
                                                  " dimensions, the limit is " + std::to_string(kMaxRank));
    }
    int64_t product = 1;
    for (const int64_t size : sizes) {
        if (size < 1) return fail(ErrorCode::InvalidFile, "tensor dimension " + std::to_string(size) + " is below 1");
        if (size > kMaxDimension) {
            return fail(ErrorCode::LimitExceeded, "tensor dimension " + std::to_string(size) +
                                                      " is over the limit of " + std::to_string(kMaxDimension));
        }
        const auto next = mulChecked(product, size);
        if (!next || *next > kMaxElements) {
            return fail(ErrorCode::LimitExceeded, "tensor has more than 2^40 elements");
        }
        product = *next;
    }
    return Shape(sizes);
}

Result<Shape> parseShape(std::string_view text) {
    std::vector<int64_t> sizes;
    for (const std::string& part : split(text, 'x')) {
        const auto size = parseInteger(trim(part));
        if (!size) {
            return fail(ErrorCode::InvalidArgument, "'" + elide(text, 40) + "' is not a shape", {},
                        "write it as 1x96x96x3");
        }
        sizes.push_back(*size);
    }
    return checkedShape(sizes);
}

}  // namespace bw
