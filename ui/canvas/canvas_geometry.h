// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QPointF>
#include <QRectF>
#include <QString>
#include <vector>

#include "canvas/canvas_scene.h"

namespace bw::ui {

/// Size of every card, in world units (pixels at scale 1). One size for all keeps columns and rows calm, and an
/// unfolded block finds its room by zoom instead of by moving its neighbours.
inline constexpr double kCardWidth = 216;
inline constexpr double kCardHeight = 68;

enum class Direction : uint8_t { Up, Down, Left, Right };

/// Positions of a scene's cards and curves in world units, and questions about them. Nodes are meant by index.
class CanvasGeometry {
public:
    struct Curve {
        int from = -1, to = -1;       ///< Node indices.
        std::vector<QPointF> points;  ///< 3n + 1 Bezier control points.
        QRectF bounds;
        bool straight = false;  ///< One vertical line.
        bool ghost = false;
    };
    /// Successive cards of one column with the same kind and stage; far away they are drawn as one bar.
    struct Run {
        int first = -1;  ///< Uppermost node.
        int count = 0;
        QRectF bounds;
    };
    struct Band {
        int group = -1;
        QRectF bounds;
    };

    CanvasGeometry() = default;
    /// Lays `scene` out; cards that `previous` knows (by id) keep their place where nothing above them changed.
    explicit CanvasGeometry(const CanvasScene& scene, const CanvasGeometry* previous = nullptr);

    /// True where `scene` has the same ids, edges, kinds and groups in the same order, so that this geometry fits it.
    bool fits(const CanvasScene& scene) const;

    bool isEmpty() const { return cards_.empty(); }
    /// Why the scene could not be laid out; empty if it could.
    const QString& error() const { return error_; }
    const std::vector<QRectF>& cards() const { return cards_; }
    const std::vector<Curve>& curves() const { return curves_; }
    const std::vector<Run>& runs() const { return runs_; }
    const std::vector<Band>& bands() const { return bands_; }
    const QRectF& bounds() const { return bounds_; }

    int idOf(int index) const { return ids_[static_cast<size_t>(index)]; }
    /// Index of the node with `id`, or -1.
    int indexOf(int id) const { return index_of_.value(id, -1); }
    /// Node under `point`, or -1.
    int nodeAt(QPointF point) const;
    /// Nodes whose cards touch `area`, in scene order.
    std::vector<int> nodesIn(const QRectF& area) const;
    /// The node reached by an arrow key: along an edge up or down, to the next card of the layer left or right; or -1.
    int neighbour(int node, Direction direction) const;
    /// The uppermost node (leftmost of these), and the lowest one; -1 in an empty scene.
    int firstNode() const { return reading_order_.empty() ? -1 : reading_order_.front(); }
    int lastNode() const { return reading_order_.empty() ? -1 : reading_order_.back(); }
    /// Nodes from top to bottom and left to right.
    const std::vector<int>& readingOrder() const { return reading_order_; }

private:
    void layOut(const CanvasScene& scene, const CanvasGeometry* previous);
    void findRuns(const CanvasScene& scene);
    void findBands(const CanvasScene& scene);
    int neighbourAlongEdges(int node, bool down) const;
    int neighbourInLayer(int node, bool right) const;

    std::vector<int> ids_;
    std::vector<QString> kinds_;
    std::vector<int> groups_;
    std::vector<CanvasEdge> scene_edges_;
    QHash<int, int> index_of_;
    std::vector<QRectF> cards_;
    std::vector<Curve> curves_;
    std::vector<std::vector<int>> curves_of_;  ///< Curves that begin or end at each node.
    std::vector<Run> runs_;
    std::vector<Band> bands_;
    std::vector<int> reading_order_;
    QRectF bounds_;
    QString error_;
};

}  // namespace bw::ui
