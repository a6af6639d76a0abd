// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "learn/data/image/image.h"

namespace bw {

/// A rectangle of a picture in pixels, with fractions. It may reach beyond the picture, whose border then repeats.
struct PixelRect {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
};

/// The part `from` of the picture at another size: where it shrinks, each pixel is the mean of the area that it covers;
/// where it grows, values between pixels are interpolated linearly.
Image resample(const Image& image, const PixelRect& from, int width, int height);

/// The same for classes: the one at the middle of each new pixel. Beyond the mask lies kVoidClass.
ClassMask resample(const ClassMask& mask, const PixelRect& from, int width, int height);

}  // namespace bw
