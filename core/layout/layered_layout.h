// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <vector>

#include "base/result.h"

namespace bw {

/// A point of the drawing, in the same unit as the node sizes; y grows downward.
struct LayoutPoint {
    double x = 0;
    double y = 0;
    bool operator==(const LayoutPoint&) const = default;
};

/// Outer size of a node; both sides must be finite and not negative.
struct LayoutSize {
    double width = 0;
    double height = 0;
};

/// A directed edge between two indices into LayoutInput::sizes.
struct LayoutEdge {
    int32_t from = 0;
    int32_t to = 0;
};

/// The graph to lay out. `previous` is empty, or holds for every node its earlier top left corner where it had one:
/// nodes then keep their column, and only what follows a change moves (downward or upward).
struct LayoutInput {
    std::vector<LayoutSize> sizes;
    std::vector<LayoutEdge> edges;
    std::vector<std::optional<LayoutPoint>> previous;
};

/// Distances, in the unit of the node sizes.
struct LayoutOptions {
    double layer_gap = 40;  ///< Between the bottom of a layer and the top of the next.
    double node_gap = 32;   ///< Between neighbours of one layer.
    double lane_gap = 14;   ///< Between a node and an edge passing it, and between such edges.
};

/// Where everything goes. The longest chain of the graph is centred on x = 0, the first layer starts at y = 0.
struct GraphLayout {
    std::vector<LayoutPoint> positions;           ///< Top left corner of each node.
    std::vector<int32_t> layers;                  ///< Layer of each node, 0 on top.
    std::vector<std::vector<LayoutPoint>> edges;  ///< Each edge as 3n + 1 control points of n cubic Bezier pieces.
    LayoutPoint top_left, bottom_right;           ///< Bounds of nodes and edges.
};

/// Lays a directed acyclic graph out from top to bottom.
///
/// A node's layer is the longest path that leads to it. Chains of neighbouring layers become straight columns; columns
/// are placed from the longest to the shortest, each at the free place nearest to the mean x of its neighbours
/// (barycentre), left or right of what its layers already hold. Edges that pass layers run in vertical lanes beside
/// those layers' nodes, short ones inside long ones. The free places are two skylines kept in segment trees, so the
/// cost is O((V + E) log V) without one virtual node for each layer passed. Equal input gives equal output.
///
/// Fails with InvalidArgument for an edge that names no node, a size that is no number, or a cycle, and with Cancelled
/// when `stop` asks for it.
Result<GraphLayout> layoutGraph(const LayoutInput& input, const LayoutOptions& options = {}, std::stop_token stop = {});

}  // namespace bw
