// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/layer_assignment.h"

#include <algorithm>
#include <limits>

namespace bw {

namespace {

/// Counting sort of the edge indices by one of their ends.
void groupEdges(size_t node_count, const std::vector<LayoutEdge>& edges, int32_t LayoutEdge::*end,
                std::vector<int32_t>& items, std::vector<int32_t>& start) {
    start.assign(node_count + 1, 0);
    for (const LayoutEdge& edge : edges)
        ++start[static_cast<size_t>(edge.*end) + 1];
    for (size_t i = 0; i < node_count; ++i)
        start[i + 1] += start[i];
    items.resize(edges.size());
    std::vector<int32_t> next(start.begin(), start.end() - 1);
    for (size_t i = 0; i < edges.size(); ++i)
        items[static_cast<size_t>(next[static_cast<size_t>(edges[i].*end)]++)] = static_cast<int32_t>(i);
}

}  // namespace

LayoutAdjacency::LayoutAdjacency(size_t node_count, const std::vector<LayoutEdge>& edges) {
    groupEdges(node_count, edges, &LayoutEdge::from, out_, out_start_);
    groupEdges(node_count, edges, &LayoutEdge::to, in_, in_start_);
}

Result<std::vector<int32_t>> assignLayers(size_t node_count, const std::vector<LayoutEdge>& edges,
                                          const LayoutAdjacency& adjacency) {
    std::vector<int32_t> layers(node_count, 0), missing(node_count), order;
    order.reserve(node_count);
    for (size_t i = 0; i < node_count; ++i) {
        missing[i] = static_cast<int32_t>(adjacency.incoming(static_cast<int32_t>(i)).size());
        if (missing[i] == 0) order.push_back(static_cast<int32_t>(i));
    }
    for (size_t done = 0; done < order.size(); ++done) {
        const int32_t node = order[done];
        for (const int32_t index : adjacency.outgoing(node)) {
            const auto to = static_cast<size_t>(edges[static_cast<size_t>(index)].to);
            layers[to] = std::max(layers[to], layers[static_cast<size_t>(node)] + 1);
            if (--missing[to] == 0) order.push_back(static_cast<int32_t>(to));
        }
    }
    if (order.size() != node_count)
        return fail(ErrorCode::InvalidArgument, "the graph cannot be drawn because its edges form a cycle");
    for (size_t i = 0; i < node_count; ++i) {
        const auto node = static_cast<int32_t>(i);
        if (!adjacency.incoming(node).empty() || adjacency.outgoing(node).empty()) continue;
        int32_t first_user = std::numeric_limits<int32_t>::max();
        for (const int32_t index : adjacency.outgoing(node))
            first_user = std::min(first_user, layers[static_cast<size_t>(edges[static_cast<size_t>(index)].to)]);
        layers[i] = first_user - 1;
    }
    return layers;
}

}  // namespace bw
