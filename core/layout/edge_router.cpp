// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/edge_router.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace bw {

namespace {

constexpr double kNoLane = std::numeric_limits<double>::quiet_NaN();
constexpr double kMaxPortStep = 18;

/// x of the lane that edge from..to gets in the layers it passes: straight below its source or above its target where
/// that place is free, else on the side that costs the shorter way.
double laneFor(double from_x, double to_x, double right, double left, double gap) {
    const auto isFree = [&](double x) { return x >= right + gap || x <= left - gap; };
    if (isFree(from_x)) return from_x;
    if (isFree(to_x)) return to_x;
    const auto way = [&](double x) { return std::abs(x - from_x) + std::abs(x - to_x); };
    const double on_right = right + gap, on_left = left - gap;
    return way(on_left) < way(on_right) - 1e-9 ? on_left : on_right;
}

/// Lane of every edge that passes at least one layer; kNoLane for the others. Short edges choose first and so run
/// inside long ones.
std::vector<double> assignLanes(const LayoutInput& input, const LayoutOptions& options,
                                const std::vector<int32_t>& layers, PlacedLayers& placed) {
    std::vector<double> lanes(input.edges.size(), kNoLane);
    const auto layerOf = [&](int32_t node) { return layers[static_cast<size_t>(node)]; };
    std::vector<int32_t> long_edges;
    for (size_t i = 0; i < input.edges.size(); ++i)
        if (layerOf(input.edges[i].to) - layerOf(input.edges[i].from) > 1)
            long_edges.push_back(static_cast<int32_t>(i));
    std::stable_sort(long_edges.begin(), long_edges.end(), [&](int32_t a, int32_t b) {
        const LayoutEdge &left = input.edges[static_cast<size_t>(a)], &right = input.edges[static_cast<size_t>(b)];
        const int32_t span_a = layerOf(left.to) - layerOf(left.from), span_b = layerOf(right.to) - layerOf(right.from);
        return span_a != span_b ? span_a < span_b : layerOf(left.from) < layerOf(right.from);
    });
    for (const int32_t index : long_edges) {
        const LayoutEdge& edge = input.edges[static_cast<size_t>(index)];
        const int first = layerOf(edge.from) + 1, last = layerOf(edge.to) - 1;
        const double x =
            laneFor(placed.centres[static_cast<size_t>(edge.from)], placed.centres[static_cast<size_t>(edge.to)],
                    placed.right.border(first, last), -placed.left.border(first, last), options.lane_gap);
        placed.right.raise(first, last, x);
        placed.left.raise(first, last, -x);
        lanes[static_cast<size_t>(index)] = x;
    }
    return lanes;
}

/// Offsets from the centre at which edges enter a node, ordered by where they come from, so that they do not cross at
/// the node. An edge from straight above enters at the centre.
std::vector<double> entryOffsets(const LayoutInput& input, const LayoutAdjacency& adjacency,
                                 const std::vector<double>& lanes, const std::vector<double>& centres) {
    std::vector<double> offsets(input.edges.size(), 0);
    std::vector<std::pair<double, int32_t>> sides[2];
    for (size_t node = 0; node < input.sizes.size(); ++node) {
        const auto incoming = adjacency.incoming(static_cast<int32_t>(node));
        if (incoming.size() < 2) continue;
        sides[0].clear();
        sides[1].clear();
        for (const int32_t index : incoming) {
            const double lane = lanes[static_cast<size_t>(index)];
            const auto from = static_cast<size_t>(input.edges[static_cast<size_t>(index)].from);
            const double distance = (std::isnan(lane) ? centres[from] : lane) - centres[node];
            if (std::abs(distance) >= 0.5) sides[distance > 0].emplace_back(std::abs(distance), index);
        }
        for (int side = 0; side < 2; ++side) {
            std::sort(sides[side].begin(), sides[side].end());
            const double room = input.sizes[node].width * 0.4;
            const double step = std::min(kMaxPortStep, room / static_cast<double>(sides[side].size() + 1));
            for (size_t i = 0; i < sides[side].size(); ++i)
                offsets[static_cast<size_t>(sides[side][i].second)] =
                    (side ? step : -step) * static_cast<double>(i + 1);
        }
    }
    return offsets;
}

/// Appends to `points`, which ends at the start of the piece, a straight piece or an S-curve down to `end`.
void appendPiece(std::vector<LayoutPoint>& points, LayoutPoint end) {
    const LayoutPoint start = points.back();
    const double reach = (end.y - start.y) / 2;
    points.push_back({start.x, start.y + reach});
    points.push_back({end.x, end.y - reach});
    points.push_back(end);
}

}  // namespace

void routeEdges(const LayoutInput& input, const LayoutOptions& options, const LayoutAdjacency& adjacency,
                PlacedLayers& placed, GraphLayout& layout) {
    const std::vector<double> lanes = assignLanes(input, options, layout.layers, placed);
    const std::vector<double> offsets = entryOffsets(input, adjacency, lanes, placed.centres);
    layout.edges.resize(input.edges.size());
    for (size_t i = 0; i < input.edges.size(); ++i) {
        const auto from = static_cast<size_t>(input.edges[i].from), to = static_cast<size_t>(input.edges[i].to);
        const auto from_layer = static_cast<size_t>(layout.layers[from]);
        const auto to_layer = static_cast<size_t>(layout.layers[to]);
        std::vector<LayoutPoint>& points = layout.edges[i];
        points.push_back({placed.centres[from], layout.positions[from].y + input.sizes[from].height});
        // A short node beside a tall one: leave the layer straight before turning sideways.
        if (points.back().y < placed.layer_bottoms[from_layer])
            appendPiece(points, {points.back().x, placed.layer_bottoms[from_layer]});
        if (!std::isnan(lanes[i])) {
            appendPiece(points, {lanes[i], placed.layer_tops[from_layer + 1]});
            appendPiece(points, {lanes[i], placed.layer_bottoms[to_layer - 1]});
        }
        appendPiece(points, {placed.centres[to] + offsets[i], layout.positions[to].y});
    }
}

}  // namespace bw
