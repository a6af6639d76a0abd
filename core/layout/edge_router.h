// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "layout/layer_assignment.h"
#include "layout/layered_layout.h"
#include "layout/skyline.h"

namespace bw {

/// Everything the routing of edges needs to know about the placed nodes.
struct PlacedLayers {
    std::vector<double> centres;        ///< Centre x of each node.
    std::vector<double> layer_tops;     ///< Top y of each layer.
    std::vector<double> layer_bottoms;  ///< Bottom y of the tallest node of each layer.
    Skyline right;                      ///< Borders of what stands in each layer ...
    Skyline left;                       ///< ... the left one with negated coordinates.
};

/// Fills layout.edges from positions and layers: an edge to the next layer is one S-curve; a longer one runs down a
/// straight lane beside the nodes of the layers it passes. Raises the skylines by the lanes.
void routeEdges(const LayoutInput& input, const LayoutOptions& options, const LayoutAdjacency& adjacency,
                PlacedLayers& placed, GraphLayout& layout);

}  // namespace bw
