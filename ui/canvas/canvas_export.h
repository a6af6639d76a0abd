// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QImage>
#include <QPalette>
#include <functional>

#include "base/result.h"
#include "canvas/canvas_geometry.h"
#include "canvas/canvas_painter.h"
#include "canvas/canvas_scene.h"

namespace bw::ui {

/// How a picture of a whole graph looks.
struct ExportOptions {
    /// Zoom whose detail is drawn: 1 shows cards, 2.2 unfolds them, 0.2 shows bars.
    double detail = 1;
    /// Width : height that a tall graph is wrapped to, column by column; 0 keeps one column.
    double aspect = 0;
    QPalette palette;
    QFont font;
};

/// Called with the share done, 0 to 1; returning false cancels the export.
using ExportProgress = std::function<bool(double)>;

/// The drawing of a whole graph, whatever a window shows of it: one sheet, or one wrapped to an aspect. A wrapped graph
/// is cut between two layers, where few edges pass. Scene and geometry must outlive it.
class CanvasSheet {
public:
    CanvasSheet(const CanvasScene& scene, const CanvasGeometry& geometry, const ExportOptions& options);

    /// Size of the sheet in units of the painter.
    QSizeF size() const { return size_; }
    int columnCount() const { return static_cast<int>(columns_.size()); }

    /// Paints what lies inside `clip` (units of the sheet).
    void paint(QPainter& painter, const QRectF& clip);
    /// Texts as text instead of glyph outlines, for SVG.
    void setPlainText(bool plain) { painter_.setPlainText(plain); }

private:
    struct Column {
        double top = 0, bottom = 0;  ///< World y.
        double left = 0;             ///< World x of the column's left edge.
        QRectF area;                 ///< On the sheet.
    };
    struct Gap {
        double y = 0;
        int passing = 0;  ///< Edges that cross it.
    };
    void findGaps();
    void arrange(int count);
    std::vector<double> chooseCuts(int count) const;
    /// Least and greatest x of what is drawn between two world y.
    std::pair<double, double> extentBetween(double top, double bottom) const;

    const CanvasScene& scene_;
    const CanvasGeometry& geometry_;
    ExportOptions options_;
    Colors colors_;
    CanvasPainter painter_;
    double gutter_ = 0;  ///< World width left of the graph for the stage labels.
    std::vector<Gap> gaps_;
    std::vector<Column> columns_;
    QSizeF size_;
};

/// The whole graph as an image at `scale` pixels per sheet unit; null where that exceeds 16,384 pixels a side (use
/// exportPng then).
QImage renderToImage(const CanvasScene& scene, const CanvasGeometry& geometry, double scale,
                     const ExportOptions& options);

/// Writes the whole graph as a PNG `width_px` wide, tile by tile, so that no size is cut or blurred. Replaces `path` as
/// a whole or not at all. Fails with LimitExceeded beyond 200,000 pixels a side, IoFailure, InvalidArgument for an
/// empty graph, or Cancelled.
Result<void> exportPng(const CanvasScene& scene, const CanvasGeometry& geometry, const QString& path, int width_px,
                       const ExportOptions& options, const ExportProgress& progress = {});

/// Writes the whole graph as SVG in one column with texts as text. Same failures.
Result<void> exportSvg(const CanvasScene& scene, const CanvasGeometry& geometry, const QString& path,
                       const ExportOptions& options);

}  // namespace bw::ui
