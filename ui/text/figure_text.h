// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "search/network/figure.h"

namespace bw::ui {

/// "latency", "peak memory": within a sentence.
QString figureName(Figure figure);
/// The same at its beginning.
QString figureTitle(Figure figure);
/// With unit: "3.41 ms", "243 KiB"; a dash for what is not known.
QString figureText(Figure figure, double value);
/// Change from `before`: relative where that means something, else the difference; empty where nothing is known.
QString figureChange(Figure figure, double before, double after);
/// True where `after` is better than `before`.
bool isBetter(Figure figure, double before, double after);

}  // namespace bw::ui
