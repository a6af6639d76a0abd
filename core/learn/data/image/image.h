// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace bw {

/// A picture of three 8-bit planes red, green and blue (CHW), in the values that files and screens use (sRGB).
struct Image {
    int width = 0;
    int height = 0;
    std::vector<uint8_t> planes;  ///< 3 * height * width values.

    Image() = default;
    Image(int image_width, int image_height);

    size_t area() const { return static_cast<size_t>(width) * static_cast<size_t>(height); }
    uint8_t* plane(int channel) { return planes.data() + static_cast<size_t>(channel) * area(); }
    const uint8_t* plane(int channel) const { return planes.data() + static_cast<size_t>(channel) * area(); }

    friend bool operator==(const Image&, const Image&) = default;
};

/// One class a pixel, in rows from the top: what a network for segmentation learns.
struct ClassMask {
    int width = 0;
    int height = 0;
    std::vector<uint8_t> classes;  ///< height * width class numbers, or kVoidClass.

    bool empty() const { return classes.empty(); }
    friend bool operator==(const ClassMask&, const ClassMask&) = default;
};

/// Pixels of this class belong to no class: they neither train nor count.
inline constexpr uint8_t kVoidClass = 255;

/// Red, green, blue of every pixel one behind the other (HWC), as encoders and screens want them.
std::vector<uint8_t> interleaved(const Image& image);
/// The reverse; `pixels` holds 3 * width * height values.
Image fromInterleaved(int width, int height, const uint8_t* pixels);

}  // namespace bw
