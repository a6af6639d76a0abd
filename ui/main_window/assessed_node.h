// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "assess/assessment.h"
#include "canvas/canvas_scene.h"

namespace bw::ui {

/// Name, kind and state of a block, without figures.
CanvasNode blockNode(const Block& block);
/// Adds what an assessment knows of the block at `position`: shape and number format, operators, marks.
void addFigures(CanvasNode& node, const Assessment& assessment, size_t position);

}  // namespace bw::ui
