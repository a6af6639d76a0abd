// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/data/image/image.h"

namespace bw {

Image::Image(int image_width, int image_height) : width(image_width), height(image_height), planes(3 * area()) {}

std::vector<uint8_t> interleaved(const Image& image) {
    const size_t area = image.area();
    std::vector<uint8_t> pixels(3 * area);
    for (size_t c = 0; c < 3; ++c) {
        const uint8_t* plane = image.plane(static_cast<int>(c));
        for (size_t i = 0; i < area; ++i)
            pixels[3 * i + c] = plane[i];
    }
    return pixels;
}

Image fromInterleaved(int width, int height, const uint8_t* pixels) {
    Image image(width, height);
    const size_t area = image.area();
    for (size_t c = 0; c < 3; ++c) {
        uint8_t* plane = image.plane(static_cast<int>(c));
        for (size_t i = 0; i < area; ++i)
            plane[i] = pixels[3 * i + c];
    }
    return image;
}

}  // namespace bw
