// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <optional>

#include "canvas/graph_canvas.h"
#include "session/document_session.h"
#include "session/metric.h"

namespace bw::ui {

/// Shows the session on the canvas and takes the canvas's selection to the session.
class CanvasBridge : public QObject {
    Q_OBJECT

public:
    CanvasBridge(DocumentSession& session, GraphCanvas& canvas, QObject* parent = nullptr);

    /// The figure that colours the blocks; nothing for plain blocks.
    void setOverlay(std::optional<Metric> overlay);
    std::optional<Metric> overlay() const { return overlay_; }
    /// Selects the block and brings it into sight.
    void showBlock(BlockId block);

private:
    void rebuild(GraphCanvas::ViewChange change);
    CanvasNode nodeFor(const Block& block) const;
    void colour(CanvasScene& scene) const;
    void markProblems(CanvasScene& scene) const;

    DocumentSession& session_;
    GraphCanvas& canvas_;
    std::optional<Metric> overlay_;
    bool updating_ = false;
    bool new_document_ = false;
};

}  // namespace bw::ui
