// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/look_up.h"

#include <algorithm>

namespace bw {
namespace {

const std::vector<int64_t> kToChannelsLast = {0, 2, 3, 1};
const std::vector<int64_t> kToChannelsFirst = {0, 3, 1, 2};

std::vector<int64_t> permuted(const Shape& shape, const std::vector<int64_t>& order) {
    std::vector<int64_t> sizes;
    for (int i = 0; i < shape.rank(); ++i)
        sizes.push_back(order.empty() ? shape[i] : shape[static_cast<int>(order[static_cast<size_t>(i)])]);
    return sizes;
}

}  // namespace

std::optional<LookUp> lookUpOf(const Shape& in, const Shape& out, int64_t axis, const std::vector<int64_t>& index_sizes,
                               bool channels_last) {
    if (axis < 0 || axis >= in.rank()) return std::nullopt;
    LookUp found;
    found.axis = axis;
    // Where no axis comes or goes, both orders pick the same.
    if (channels_last && index_sizes.size() != 1) {
        if (in.rank() == 4) {
            found.before = kToChannelsLast;
            found.axis = std::find(kToChannelsLast.begin(), kToChannelsLast.end(), axis) - kToChannelsLast.begin();
        }
        if (out.rank() == 4) found.after = kToChannelsFirst;
    }
    std::vector<int64_t> expected = permuted(in, found.before);
    const auto place = expected.erase(expected.begin() + found.axis);
    expected.insert(place, index_sizes.begin(), index_sizes.end());
    if (expected != permuted(out, found.after.empty() ? found.after : kToChannelsLast)) return std::nullopt;
    return found;
}

}  // namespace bw
