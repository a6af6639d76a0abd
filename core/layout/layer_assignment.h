// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

#include "layout/layered_layout.h"

namespace bw {

/// Neighbours of every node as one flat array each way; edge order is kept, so walks over it are deterministic.
class LayoutAdjacency {
public:
    LayoutAdjacency(size_t node_count, const std::vector<LayoutEdge>& edges);

    /// Indices of the edges that leave or enter `node`.
    std::span<const int32_t> outgoing(int32_t node) const { return slice(out_, out_start_, node); }
    std::span<const int32_t> incoming(int32_t node) const { return slice(in_, in_start_, node); }

private:
    static std::span<const int32_t> slice(const std::vector<int32_t>& items, const std::vector<int32_t>& start,
                                          int32_t node) {
        const auto begin = static_cast<size_t>(start[static_cast<size_t>(node)]);
        const auto end = static_cast<size_t>(start[static_cast<size_t>(node) + 1]);
        return {items.data() + begin, end - begin};
    }

    std::vector<int32_t> out_, out_start_, in_, in_start_;
};

/// Layer of each node: the length of the longest path that leads to it; a node without inputs sits directly above its
/// first user. Fails with InvalidArgument where the edges form a cycle.
Result<std::vector<int32_t>> assignLayers(size_t node_count, const std::vector<LayoutEdge>& edges,
                                          const LayoutAdjacency& adjacency);

}  // namespace bw
