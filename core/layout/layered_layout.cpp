// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/layered_layout.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "layout/edge_router.h"
#include "layout/layer_assignment.h"
#include "layout/skyline.h"

namespace bw {

namespace {

constexpr double kSameColumn = 0.5;

/// A run of nodes in successive layers that shares one centre x.
struct Column {
    std::vector<int32_t> nodes;
    std::optional<double> kept_x;  ///< Centre that a node of the column had before.
    double width = 0;
};

Result<void> checkInput(const LayoutInput& input) {
    const auto count = static_cast<int64_t>(input.sizes.size());
    for (const LayoutSize& size : input.sizes)
        if (!std::isfinite(size.width) || !std::isfinite(size.height) || size.width < 0 || size.height < 0)
            return fail(ErrorCode::InvalidArgument, "a node to lay out has no valid size");
    for (const LayoutEdge& edge : input.edges)
        if (edge.from < 0 || edge.to < 0 || edge.from >= count || edge.to >= count)
            return fail(ErrorCode::InvalidArgument, "an edge to lay out names a node that does not exist");
    if (!input.previous.empty() && input.previous.size() != input.sizes.size())
        return fail(ErrorCode::InvalidArgument, "earlier positions must be given for all nodes or for none");
    return {};
}

class LayeredLayout {
public:
    LayeredLayout(const LayoutInput& input, const LayoutOptions& options, std::vector<int32_t> layers,
                  const LayoutAdjacency& adjacency)
        : input_(input), options_(options), adjacency_(adjacency), layers_(std::move(layers)) {
        for (const int32_t layer : layers_)
            layer_count_ = std::max(layer_count_, layer + 1);
    }

    Result<GraphLayout> run(std::stop_token stop) {
        measureChains();
        std::vector<Column> columns = makeColumns();
        PlacedLayers placed{
            std::vector<double>(input_.sizes.size(), 0), {}, {}, Skyline(layer_count_), Skyline(layer_count_)};
        is_placed_.assign(input_.sizes.size(), false);
        for (const Column& column : columns) {
            if (stop.stop_requested()) return fail(ErrorCode::Cancelled, "the layout was cancelled");
            place(column, placed);
        }
        GraphLayout layout;
        layout.layers = layers_;
        setHeights(placed, layout);
        routeEdges(input_, options_, adjacency_, placed, layout);
        setBounds(layout);
        return layout;
    }

private:
    int32_t layerOf(int32_t node) const { return layers_[static_cast<size_t>(node)]; }

    std::optional<double> previousCentre(int32_t node) const {
        const auto index = static_cast<size_t>(node);
        if (input_.previous.empty() || !input_.previous[index]) return std::nullopt;
        return input_.previous[index]->x + input_.sizes[index].width / 2;
    }

    /// chain_length_: nodes on the longest path downward that steps one layer at a time.
    void measureChains() {
        order_.resize(input_.sizes.size());
        std::iota(order_.begin(), order_.end(), 0);
        std::stable_sort(order_.begin(), order_.end(), [&](int32_t a, int32_t b) { return layerOf(a) > layerOf(b); });
        chain_length_.assign(input_.sizes.size(), 1);
        for (const int32_t node : order_)
            for (const int32_t index : adjacency_.outgoing(node)) {
                const int32_t to = input_.edges[static_cast<size_t>(index)].to;
                if (layerOf(to) != layerOf(node) + 1) continue;
                int32_t& length = chain_length_[static_cast<size_t>(node)];
                length = std::max(length, chain_length_[static_cast<size_t>(to)] + 1);
            }
    }

    /// The node that continues `column` downward: one that stood in the same column before, else the one with most
    /// below it. A node that stood elsewhere stays there.
    int32_t nextInColumn(const Column& column, const std::vector<char>& used) const {
        const int32_t node = column.nodes.back();
        int32_t best = -1;
        bool best_kept = false;
        for (const int32_t index : adjacency_.outgoing(node)) {
            const int32_t to = input_.edges[static_cast<size_t>(index)].to;
            if (used[static_cast<size_t>(to)] || layerOf(to) != layerOf(node) + 1) continue;
            const std::optional<double> before = previousCentre(to);
            const bool kept = before && column.kept_x && std::abs(*before - *column.kept_x) < kSameColumn;
            if (before && column.kept_x && !kept) continue;
            const bool longer =
                best < 0 || chain_length_[static_cast<size_t>(to)] > chain_length_[static_cast<size_t>(best)];
            if (best < 0 || (kept && !best_kept) || (kept == best_kept && longer)) {
                best = to;
                best_kept = kept;
            }
        }
        return best;
    }

    /// Splits the nodes into columns, in the order in which they are to be placed: those that stood somewhere before
    /// from the middle outward, then new ones from the longest to the shortest.
    std::vector<Column> makeColumns() const {
        std::vector<int32_t> heads(order_.rbegin(), order_.rend());
        std::stable_sort(heads.begin(), heads.end(), [&](int32_t a, int32_t b) {
            const int32_t length_a = chain_length_[static_cast<size_t>(a)];
            const int32_t length_b = chain_length_[static_cast<size_t>(b)];
            if (length_a != length_b) return length_a > length_b;
            return layerOf(a) != layerOf(b) ? layerOf(a) < layerOf(b) : a < b;
        });
        std::vector<char> used(input_.sizes.size(), 0);
        std::vector<Column> columns;
        for (const int32_t head : heads) {
            if (used[static_cast<size_t>(head)]) continue;
            Column column;
            for (int32_t node = head; node >= 0; node = nextInColumn(column, used)) {
                used[static_cast<size_t>(node)] = 1;
                column.nodes.push_back(node);
                column.width = std::max(column.width, input_.sizes[static_cast<size_t>(node)].width);
                if (!column.kept_x) column.kept_x = previousCentre(node);
            }
            columns.push_back(std::move(column));
        }
        std::stable_sort(columns.begin(), columns.end(), [](const Column& a, const Column& b) {
            if (a.kept_x.has_value() != b.kept_x.has_value()) return a.kept_x.has_value();
            return a.kept_x && std::round(std::abs(*a.kept_x)) < std::round(std::abs(*b.kept_x));
        });
        return columns;
    }

    /// Mean centre of the placed neighbours of the column's ends, or 0 without any.
    double barycentre(const Column& column, const PlacedLayers& placed) const {
        double sum = 0;
        int count = 0;
        const auto add = [&](int32_t node) {
            if (!is_placed_[static_cast<size_t>(node)]) return;
            sum += placed.centres[static_cast<size_t>(node)];
            ++count;
        };
        for (const int32_t node : column.nodes) {
            for (const int32_t index : adjacency_.incoming(node))
                add(input_.edges[static_cast<size_t>(index)].from);
            for (const int32_t index : adjacency_.outgoing(node))
                add(input_.edges[static_cast<size_t>(index)].to);
        }
        return count == 0 ? 0 : sum / count;
    }

    void place(const Column& column, PlacedLayers& placed) {
        const int first = layerOf(column.nodes.front()), last = layerOf(column.nodes.back());
        const double half = column.width / 2;
        const double right = placed.right.border(first, last), left = -placed.left.border(first, last);
        const double on_right = right + options_.node_gap + half, on_left = left - options_.node_gap - half;
        double x = column.kept_x ? *column.kept_x : barycentre(column, placed);
        if (x < on_right && x > on_left) x = x - on_left < on_right - x - 1e-9 ? on_left : on_right;
        for (const int32_t node : column.nodes) {
            placed.centres[static_cast<size_t>(node)] = x;
            is_placed_[static_cast<size_t>(node)] = true;
        }
        placed.right.raise(first, last, x + half);
        placed.left.raise(first, last, half - x);
    }

    void setHeights(PlacedLayers& placed, GraphLayout& layout) const {
        std::vector<double> heights(static_cast<size_t>(layer_count_), 0);
        for (size_t i = 0; i < input_.sizes.size(); ++i) {
            double& height = heights[static_cast<size_t>(layers_[i])];
            height = std::max(height, input_.sizes[i].height);
        }
        double y = 0;
        for (const double height : heights) {
            placed.layer_tops.push_back(y);
            placed.layer_bottoms.push_back(y + height);
            y += height + options_.layer_gap;
        }
        layout.positions.resize(input_.sizes.size());
        for (size_t i = 0; i < input_.sizes.size(); ++i)
            layout.positions[i] = {placed.centres[i] - input_.sizes[i].width / 2,
                                   placed.layer_tops[static_cast<size_t>(layers_[i])]};
    }

    void setBounds(GraphLayout& layout) const {
        if (layout.positions.empty()) return;
        layout.top_left = layout.bottom_right = layout.positions.front();
        const auto include = [&](LayoutPoint point) {
            layout.top_left = {std::min(layout.top_left.x, point.x), std::min(layout.top_left.y, point.y)};
            layout.bottom_right = {std::max(layout.bottom_right.x, point.x), std::max(layout.bottom_right.y, point.y)};
        };
        for (size_t i = 0; i < layout.positions.size(); ++i) {
            include(layout.positions[i]);
            include({layout.positions[i].x + input_.sizes[i].width, layout.positions[i].y + input_.sizes[i].height});
        }
        for (const auto& points : layout.edges)
            for (const LayoutPoint& point : points)
                include(point);
    }

    const LayoutInput& input_;
    const LayoutOptions& options_;
    const LayoutAdjacency& adjacency_;
    std::vector<int32_t> layers_;
    int32_t layer_count_ = 0;
    std::vector<int32_t> order_;
    std::vector<int32_t> chain_length_;
    std::vector<bool> is_placed_;
};

}  // namespace

Result<GraphLayout> layoutGraph(const LayoutInput& input, const LayoutOptions& options, std::stop_token stop) {
    if (const Result<void> valid = checkInput(input); !valid) return tl::unexpected(valid.error());
    const LayoutAdjacency adjacency(input.sizes.size(), input.edges);
    Result<std::vector<int32_t>> layers = assignLayers(input.sizes.size(), input.edges, adjacency);
    if (!layers) return tl::unexpected(layers.error());
    return LayeredLayout(input, options, std::move(*layers), adjacency).run(stop);
}

}  // namespace bw
