// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "canvas/canvas_geometry.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "layout/layered_layout.h"

namespace bw::ui {

namespace {

size_t at(int index) {
    return static_cast<size_t>(index);
}

QRectF boundsOf(const std::vector<QPointF>& points) {
    QPointF low = points.front(), high = low;
    for (const QPointF& point : points) {
        low = {std::min(low.x(), point.x()), std::min(low.y(), point.y())};
        high = {std::max(high.x(), point.x()), std::max(high.y(), point.y())};
    }
    return {low, high};
}

}  // namespace

CanvasGeometry::CanvasGeometry(const CanvasScene& scene, const CanvasGeometry* previous) {
    ids_.reserve(scene.nodes.size());
    index_of_.reserve(static_cast<qsizetype>(scene.nodes.size()));
    for (const CanvasNode& node : scene.nodes) {
        index_of_.insert(node.id, static_cast<int>(ids_.size()));
        ids_.push_back(node.id);
        kinds_.push_back(node.kind_id);
        groups_.push_back(node.group);
    }
    scene_edges_ = scene.edges;
    layOut(scene, previous);
    if (!error_.isEmpty()) return;
    reading_order_.resize(cards_.size());
    std::iota(reading_order_.begin(), reading_order_.end(), 0);
    std::sort(reading_order_.begin(), reading_order_.end(), [this](int a, int b) {
        const QPointF p = cards_[at(a)].topLeft(), q = cards_[at(b)].topLeft();
        return p.y() != q.y() ? p.y() < q.y() : p.x() != q.x() ? p.x() < q.x() : a < b;
    });
    findRuns(scene);
    findBands(scene);
}

bool CanvasGeometry::fits(const CanvasScene& scene) const {
    if (!error_.isEmpty() || scene.nodes.size() != ids_.size() || scene.edges.size() != scene_edges_.size())
        return false;
    for (size_t i = 0; i < ids_.size(); ++i) {
        const CanvasNode& node = scene.nodes[i];
        if (node.id != ids_[i] || node.group != groups_[i] || node.kind_id != kinds_[i]) return false;
    }
    for (size_t i = 0; i < scene_edges_.size(); ++i) {
        const CanvasEdge &a = scene.edges[i], &b = scene_edges_[i];
        if (a.from != b.from || a.to != b.to || a.ghost != b.ghost) return false;
    }
    return true;
}

void CanvasGeometry::layOut(const CanvasScene& scene, const CanvasGeometry* previous) {
    LayoutInput input;
    input.sizes.assign(ids_.size(), {kCardWidth, kCardHeight});
    std::vector<char> is_ghost;
    for (const CanvasEdge& edge : scene.edges) {
        const int from = indexOf(edge.from), to = indexOf(edge.to);
        if (from < 0 || to < 0) continue;
        input.edges.push_back({from, to});
        is_ghost.push_back(edge.ghost);
    }
    if (previous && !previous->cards_.empty()) {
        input.previous.resize(ids_.size());
        for (size_t i = 0; i < ids_.size(); ++i) {
            const int before = previous->indexOf(ids_[i]);
            if (before < 0) continue;
            const QPointF corner = previous->cards_[at(before)].topLeft();
            input.previous[i] = LayoutPoint{corner.x(), corner.y()};
        }
    }
    const Result<GraphLayout> layout = layoutGraph(input);
    if (!layout) {
        error_ = QString::fromStdString(layout.error().text());
        return;
    }
    for (const LayoutPoint& point : layout->positions)
        cards_.emplace_back(point.x, point.y, kCardWidth, kCardHeight);
    curves_of_.resize(cards_.size());
    curves_.resize(input.edges.size());
    for (size_t i = 0; i < curves_.size(); ++i) {
        Curve& curve = curves_[i];
        curve.from = input.edges[i].from;
        curve.to = input.edges[i].to;
        curve.ghost = is_ghost[i] != 0;
        curve.points.reserve(layout->edges[i].size());
        for (const LayoutPoint& point : layout->edges[i])
            curve.points.emplace_back(point.x, point.y);
        curve.bounds = boundsOf(curve.points);
        curve.straight = curve.bounds.width() == 0;
        curves_of_[at(curve.from)].push_back(static_cast<int>(i));
        curves_of_[at(curve.to)].push_back(static_cast<int>(i));
    }
    bounds_ = QRectF(QPointF(layout->top_left.x, layout->top_left.y),
                     QPointF(layout->bottom_right.x, layout->bottom_right.y));
}

void CanvasGeometry::findRuns(const CanvasScene& scene) {
    std::vector<int> next(cards_.size(), -1);
    std::vector<char> continues(cards_.size(), 0);
    for (const Curve& curve : curves_) {
        const CanvasNode &a = scene.nodes[at(curve.from)], &b = scene.nodes[at(curve.to)];
        if (!curve.straight || a.kind_id != b.kind_id || a.group != b.group || a.ghost || b.ghost) continue;
        next[at(curve.from)] = curve.to;
        continues[at(curve.to)] = 1;
    }
    for (const int node : reading_order_) {
        if (continues[at(node)]) continue;
        Run run{node, 0, cards_[at(node)]};
        for (int i = node; i >= 0; i = next[at(i)]) {
            ++run.count;
            run.bounds |= cards_[at(i)];
        }
        runs_.push_back(run);
    }
}

void CanvasGeometry::findBands(const CanvasScene& scene) {
    std::vector<QRectF> bounds(scene.groups.size());
    for (size_t i = 0; i < cards_.size(); ++i) {
        const int group = scene.nodes[i].group;
        if (group >= 0 && at(group) < bounds.size()) bounds[at(group)] |= cards_[i];
    }
    for (size_t i = 0; i < bounds.size(); ++i)
        if (!bounds[i].isNull()) bands_.push_back({static_cast<int>(i), bounds[i]});
}

int CanvasGeometry::nodeAt(QPointF point) const {
    for (size_t i = 0; i < cards_.size(); ++i)
        if (cards_[i].contains(point)) return static_cast<int>(i);
    return -1;
}

std::vector<int> CanvasGeometry::nodesIn(const QRectF& area) const {
    std::vector<int> found;
    for (size_t i = 0; i < cards_.size(); ++i)
        if (cards_[i].intersects(area)) found.push_back(static_cast<int>(i));
    return found;
}

int CanvasGeometry::neighbourAlongEdges(int node, bool down) const {
    const QRectF& here = cards_[at(node)];
    int best = -1;
    double best_cost = 0;
    for (const int index : curves_of_[at(node)]) {
        const Curve& curve = curves_[at(index)];
        const int other = curve.from == node ? curve.to : curve.from;
        if ((curve.from == node) != down) continue;
        const QPointF way = cards_[at(other)].center() - here.center();
        const double cost = std::abs(way.y()) + 3 * std::abs(way.x());
        if (best < 0 || cost < best_cost) {
            best = other;
            best_cost = cost;
        }
    }
    return best;
}

int CanvasGeometry::neighbourInLayer(int node, bool right) const {
    const QPointF here = cards_[at(node)].center();
    constexpr double kReach = 3.5 * (kCardHeight + 40);  // a few layers up and down
    int best = -1;
    double best_cost = 0;
    for (size_t i = 0; i < cards_.size(); ++i) {
        const QPointF way = cards_[i].center() - here;
        if ((right ? way.x() : -way.x()) < 1 || std::abs(way.y()) > kReach) continue;
        const double cost = std::abs(way.x()) + 4 * std::abs(way.y());
        if (best < 0 || cost < best_cost) {
            best = static_cast<int>(i);
            best_cost = cost;
        }
    }
    return best;
}

int CanvasGeometry::neighbour(int node, Direction direction) const {
    if (node < 0 || at(node) >= cards_.size()) return -1;
    switch (direction) {
        case Direction::Up:
            return neighbourAlongEdges(node, false);
        case Direction::Down:
            return neighbourAlongEdges(node, true);
        case Direction::Left:
            return neighbourInLayer(node, false);
        case Direction::Right:
            return neighbourInLayer(node, true);
    }
    return -1;
}

}  // namespace bw::ui
