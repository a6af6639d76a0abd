// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPalette>
#include <QString>

namespace bw::ui {

enum class ThemeChoice : uint8_t { System, Light, Dark };
QString themeChoiceId(ThemeChoice choice);
/// System where the text is none of ours.
ThemeChoice themeChoiceFromId(const QString& id);

/// Palettes of our own for the Fusion style; System follows whether the desktop's palette is dark.
QPalette paletteFor(bool dark);

/// Sets style, palette and style sheet of the whole program. Widgets that paint themselves get QEvent::PaletteChange.
void applyTheme(ThemeChoice choice);

/// The default font with digits of equal width where the font has them.
QFont tabularFont(const QFont& font);

}  // namespace bw::ui
