// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>

#include "learn/data/image/image.h"

namespace bw::ui {

/// A picture as Qt draws it.
QImage toImage(const Image& image);

}  // namespace bw::ui
