// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/to_image.h"

namespace bw::ui {

QImage toImage(const Image& image) {
    const std::vector<uint8_t> pixels = interleaved(image);
    return QImage(pixels.data(), image.width, image.height, 3 * image.width, QImage::Format_RGB888).copy();
}

}  // namespace bw::ui
