// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>

#include "graph/block_kind.h"

namespace bw::ui {

/// The kind's glyph in its colour, as on the canvas; follows palette changes by itself.
QIcon kindIcon(const BlockKind& kind);
/// The kind's colour in `palette`.
QColor kindColor(const BlockKind& kind, const QPalette& palette);

}  // namespace bw::ui
