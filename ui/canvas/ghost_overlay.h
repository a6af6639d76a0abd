// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>
#include <vector>

#include "theme/colors.h"

namespace bw::ui {

class GraphCanvas;

/// What a block would become, drawn over its card.
struct CanvasGhost {
    int id = -1;     ///< Of the block.
    QString label;   ///< "Fused IBN", "32 → 24 channels", "left out".
    QString change;  ///< "−0.12 ms"; empty where its figure stays.
    bool better = true;
    bool gone = false;  ///< The block would not be there.
    bool operator==(const CanvasGhost&) const = default;
};

/// Ghosts over the blocks of a canvas: dashed outlines and, where a card has room for words, what the block would be
/// and how its cost would change. Lets every click through; hidden while there are none.
class GhostOverlay : public QWidget {
    Q_OBJECT

public:
    explicit GhostOverlay(GraphCanvas& canvas);

    void setGhosts(std::vector<CanvasGhost> ghosts);
    const std::vector<CanvasGhost>& ghosts() const { return ghosts_; }

protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void paintGhost(QPainter& painter, const QRectF& card, const CanvasGhost& ghost, const Colors& colors) const;

    GraphCanvas& canvas_;
    std::vector<CanvasGhost> ghosts_;
};

}  // namespace bw::ui
