// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainter>

#include "charts/landscape_frame.h"

namespace bw::ui {

/// A landscape of one decision: the cost of each value as steps, falls in the colour of bad news; the curated values as
/// dots. The curated pane joins its dots.
void paintLandscapeLine(QPainter& painter, const LandscapeFrame& frame);
/// A landscape of two decisions: a cell for each pair, dark for much on light ground.
void paintLandscapeCells(QPainter& painter, const LandscapeFrame& frame);
/// Dots on the curated pairs, in the ink that contrasts with the cell.
void paintLandscapeDots(QPainter& painter, const LandscapeFrame& frame);
/// Values of the decisions beside the plot, and of the cost where it has an axis.
void paintLandscapeAxes(QPainter& painter, const LandscapeFrame& frame, const QFontMetricsF& metrics);
/// The ramp with its ends, right-aligned in `area`; its width.
double paintLandscapeLegend(QPainter& painter, const LandscapeFrame& frame, const QRectF& area);
/// A path over points, light to strong in the order of its steps, with an arrow on each that has room.
void paintLandscapePath(QPainter& painter, const LandscapeFrame& frame, const std::vector<QPointF>& path);

}  // namespace bw::ui
