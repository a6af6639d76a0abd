// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPalette>

namespace bw::ui {

/// True where the palette's base is darker than its text.
bool isDark(const QPalette& palette);

/// Black or white, whichever contrasts more with `background`.
QColor textOn(const QColor& background);

/// WCAG 2 contrast ratio of two opaque colours, 1 to 21.
double contrastRatio(const QColor& a, const QColor& b);

/// `a` moved toward `b` by `share` (0 gives a, 1 gives b).
QColor mix(const QColor& a, const QColor& b, double share);

/// Meanings and their colours, in a light and a dark set. Ask again after QEvent::PaletteChange.
struct Colors {
    bool dark = false;
    QColor canvas;       ///< Ground below the blocks.
    QColor card;         ///< Body of a block without an overlay.
    QColor card_border;  ///< Hairline around a block.
    QColor text;
    QColor muted_text;  ///< Secondary text; still 4.5:1 on card and canvas.
    QColor hairline;    ///< Separators inside a block.
    QColor edge;
    QColor accent;       ///< Selection, focus, what the user acts on.
    QColor accent_text;  ///< Text on accent.
    QColor track;        ///< Unfilled part of a bar.
    QColor bar;          ///< Filled part of a latency bar.
    QColor group;        ///< Ground behind the blocks of one stage.
    QColor hit;          ///< Search hits.
    QColor changed;      ///< Touched by the last edit.
    QColor good;         ///< Within budget, better.
    QColor bad;          ///< Over budget, worse; errors.
    QColor warning;
    QColor info;

    static Colors fromPalette(const QPalette& palette);

    /// Colour of a block kind; any index, see kindStyle().
    QColor kind(int index) const;

    /// Sequential ramp of monotone lightness for 0 (little) to 1 (much); little is near the ground's lightness. Safe
    /// for the common colour-vision deficiencies because lightness alone orders it.
    QColor heat(double value) const;

    /// Diverging ramp: -1 (better, blue) over 0 (neutral) to 1 (worse, orange).
    QColor change(double value) const;
};

/// Number of distinct kind colours.
inline constexpr int kKindColorCount = 10;

}  // namespace bw::ui
