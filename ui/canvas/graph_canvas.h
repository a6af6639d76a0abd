// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>
#include <memory>
#include <optional>
#include <vector>

#include "canvas/canvas_export.h"
#include "canvas/canvas_geometry.h"
#include "canvas/canvas_painter.h"
#include "canvas/canvas_scene.h"
#include "canvas/canvas_search.h"
#include "theme/colors.h"

class QVariantAnimation;

namespace bw::ui {

class HeatLegend;
class Minimap;

/// The block graph: shows a CanvasScene, lets the user look around and select; edits nothing itself.
///
/// Blocks are meant by their ids, which keep their meaning over scenes. Wheel zooms at the pointer (Shift: sideways),
/// the middle button or Space with drag pans, a drag on the ground selects, a double click unfolds a block; arrow keys
/// walk along edges, F fits all, Ctrl+F searches.
class GraphCanvas : public QWidget {
    Q_OBJECT

public:
    /// What becomes of the view when the scene changes: an edit keeps it, another document starts anew.
    enum class ViewChange : uint8_t { Keep, Reset };

    static constexpr int kAnimationMilliseconds = 160;

    explicit GraphCanvas(QWidget* parent = nullptr);
    ~GraphCanvas() override;

    /// Shows `scene`. With Keep, blocks that stay keep their places, the selection and the view; with Reset the graph
    /// is laid out afresh and the view starts at its top.
    void setScene(CanvasScene scene, ViewChange change = ViewChange::Keep);
    const CanvasScene& scene() const { return scene_; }
    const CanvasGeometry& geometry() const { return geometry_; }

    const QList<int>& selection() const { return selection_; }
    /// Selects the blocks with these ids that exist; the last one gets the keyboard.
    void setSelection(const QList<int>& ids);
    /// The block that the keyboard acts on, or kNoNode.
    int currentNode() const;

    const CanvasView& view() const { return view_; }
    /// Shows that part, within the limits, at once.
    void setView(const CanvasView& view);
    /// Moves to the view whose middle is the world point within `milliseconds`, at once where the style does not
    /// animate.
    void glideTo(QPointF middle, double scale, int milliseconds = kAnimationMilliseconds);
    /// The scale at which an area of this size, in world units, is as large as fits.
    double scaleFor(const QSizeF& world) const;
    /// Scales to `scale` within the limits so that the world point under `anchor` (widget) stays there.
    void zoomAt(QPointF anchor, double scale);
    /// Rectangle of a block in widget coordinates; null for an unknown id.
    QRectF blockRect(int id) const;
    /// Moves the view so that the block is in the middle, where it is not yet in sight or `always` is set.
    void showBlock(int id, bool always = false);

    /// The whole graph, whatever is in sight, as an image at `scale` (null where too large), a PNG of any size, or an
    /// SVG; in the canvas's palette and font. See canvas/canvas_export.h.
    QImage renderToImage(double scale = 1) const;
    Result<void> exportPng(const QString& path, int width_px, ExportOptions options = {},
                           const ExportProgress& progress = {}) const;
    Result<void> exportSvg(const QString& path, ExportOptions options = {}) const;

    bool isMinimapShown() const { return minimap_shown_; }
    /// Animations of the view; on as the style says, off in tests.
    void setAnimated(bool animated) { animated_ = animated; }
    /// The search box, for its tests and for translations of its owner.
    CanvasSearch* searchBox() const { return search_; }
    /// Who answers queries in the search box; without one it looks for names and kinds only.
    void setFinder(BlockFinder finder);
    /// Ids of the blocks that the search found, from top to bottom.
    QList<int> searchHits() const;

public Q_SLOTS:
    void fitAll();
    void fitSelection();
    void zoomIn();
    void zoomOut();
    void zoomToActualSize();
    void selectAll();
    void openSearch();
    void closeSearch();
    void setMinimapShown(bool shown);
    /// Marks a block as if the pointer were on it; kNoNode marks none.
    void pointAt(int id);

Q_SIGNALS:
    void selectionChanged(const QList<int>& ids);
    /// Double click or Enter on a block.
    void blockActivated(int id);
    void contextMenuRequested(const QList<int>& ids, const QPoint& global_position);
    /// The block under the pointer, or kNoNode.
    void hovered(int id);
    void viewChanged();
    void minimapShownChanged(bool shown);

protected:
    bool event(QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void moveEvent(QMoveEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    QSize sizeHint() const override { return {900, 600}; }
    QSize minimumSizeHint() const override { return {240, 180}; }

private:
    enum class Drag : uint8_t { None, Pan, Pending, RubberBand };

    // graph_canvas.cpp: scene, marks, painting
    void rebuildPainter();
    void refreshMarks();
    void refreshOverlays();
    void placeOverlays();
    void placeSearch();
    void paintEmptyState(QPainter& painter);
    void announceCurrent();
    void changeSelection(QList<int> ids, int current);
    QString describe(const CanvasNode& node) const;

    // canvas_view.cpp: what part is seen
    double fitScale() const;
    void applyView(CanvasView view);
    void moveTo(CanvasView target, int milliseconds = kAnimationMilliseconds);
    void resetView();
    void fitWorld(const QRectF& world, double largest_scale);
    CanvasView clamped(CanvasView view) const;
    CanvasView centredOn(QPointF world, double scale) const;
    CanvasView keepingPlace(const CanvasGeometry& before) const;

    // canvas_input.cpp: pointer, keyboard, search
    void clickNode(int node, Qt::KeyboardModifiers modifiers);
    void dragRubberBand(QPointF to);
    void setHovered(int node);
    void activate(int node);
    bool walk(int key, Qt::KeyboardModifiers modifiers);
    void showToolTip(const QPoint& position, const QPoint& global_position);
    void runSearch(const QString& query);
    std::vector<int> nodesFound(const QString& query);
    void stepSearch(int step);
    void selectHits();

    CanvasScene scene_;
    CanvasGeometry geometry_;
    Colors colors_;
    std::unique_ptr<CanvasPainter> painter_;
    std::vector<uint8_t> marks_;

    CanvasView view_;
    bool view_touched_ = false;  ///< The user moved the view since it was reset.
    bool animated_ = true;
    QVariantAnimation* animation_;
    CanvasView animation_from_, animation_to_;

    QList<int> selection_;
    int current_ = -1;  ///< Node index.
    int hovered_ = -1;  ///< Node index.
    std::vector<int> hits_;
    int current_hit_ = -1;
    QString query_;
    BlockFinder finder_;

    Drag drag_ = Drag::None;
    QPointF drag_start_, drag_last_;
    std::optional<QRectF> rubber_band_;
    QList<int> selection_before_drag_;
    bool space_held_ = false;
    bool keyboard_focus_ = false;

    bool minimap_shown_ = true;
    Minimap* minimap_;
    CanvasSearch* search_;
    HeatLegend* legend_;
};

}  // namespace bw::ui
