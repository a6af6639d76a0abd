// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainterPath>
#include <QStringView>

namespace bw::ui {

/// Shape that marks a block kind beside its colour, so that colour is never the only sign.
enum class KindGlyph : uint8_t { Circle, Square, Diamond, Triangle, Hexagon, Ring, Bars, Hourglass, Plus, Funnel };

/// How blocks of one kind look everywhere: canvas, outline, charts, tables.
struct KindStyle {
    int color = 0;  ///< For Colors::kind().
    KindGlyph glyph = KindGlyph::Circle;
};

/// Style of a block kind by its stable id ("ibn", "fused_ibn", ...); an unknown kind is a grey circle.
KindStyle kindStyle(QStringView kind_id);

/// Outline of the glyph inside the square of side `side` at the origin, to be filled (odd-even).
QPainterPath glyphPath(KindGlyph glyph, double side);

}  // namespace bw::ui
