// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "learn/data/image/image.h"

namespace bw {

/// A colour as files have it.
struct Rgb8 {
    uint8_t r = 0;
    uint8_t g = 0;
    uint8_t b = 0;
};

/// Sets a pixel; outside the picture nothing.
void setPixel(Image& image, int x, int y, Rgb8 color);
/// Fills the part of a rectangle that lies inside the picture.
void fillRect(Image& image, int x, int y, int width, int height, Rgb8 color);

/// Cells of a letter, the space behind it included.
inline constexpr int kGlyphWidth = 6;
inline constexpr int kGlyphHeight = 8;

/// Writes text in capitals 5 x 7 pixels large, for pictures where no font engine is at hand. Letters outside ASCII
/// become '?'.
void drawText(Image& image, int x, int y, std::string_view text, Rgb8 color);

}  // namespace bw
