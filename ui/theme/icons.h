// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QString>

namespace bw::ui {

/// One of our own symbolic drawings (resources/icons/symbolic), drawn in the current palette's text colour at any
/// size and device pixel ratio; it follows palette changes by itself. An unknown name gives a null icon.
QIcon symbolicIcon(const QString& name);
/// The same in a fixed colour.
QIcon symbolicIcon(const QString& name, const QColor& color);
/// A ready pixmap of the drawing.
QPixmap symbolicPixmap(const QString& name, int size, double device_pixel_ratio, const QColor& color);

/// The program's own icon.
QIcon applicationIcon();

}  // namespace bw::ui
