// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "graph/shape.h"

namespace bw {

/// How a look-up by fixed indices is written in a format that has maps as the graph does, channels first: the axes to
/// permute its operand by, the axis to pick along, and the axes to permute the result by. No permutation where empty.
struct LookUp {
    std::vector<int64_t> before;
    int64_t axis = 0;
    std::vector<int64_t> after;
};

/// For a look-up along `axis` of the graph that picks by indices of shape `index_sizes`. `channels_last`: the file that
/// the network came from has maps channels last, so that an axis added to a map or taken from one is an axis of that
/// order. Nothing where the shapes are not those of such a look-up.
std::optional<LookUp> lookUpOf(const Shape& in, const Shape& out, int64_t axis, const std::vector<int64_t>& index_sizes,
                               bool channels_last);

}  // namespace bw
