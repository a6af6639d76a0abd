// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/data/scenes/texture.h"

namespace bw {
namespace {

float hash(int x, int y, uint32_t seed) {
    uint32_t h = static_cast<uint32_t>(x) * 0x9E3779B1U ^ static_cast<uint32_t>(y) * 0x85EBCA77U ^ seed * 0xC2B2AE3DU;
    h = (h ^ (h >> 15)) * 0x2C1B3C6DU;
    h = (h ^ (h >> 12)) * 0x297A2D39U;
    return static_cast<float>(h >> 8) * (1.0F / 16777216.0F);
}

float whole(float value) {
    return std::floor(std::clamp(value, -1e6F, 1e6F));
}

/// 1 inside a joint of `width` (of the pattern's unit) around whole numbers.
float joint(float value, float width) {
    const float part = value - whole(value);
    return part < width || part > 1 - width ? 1.0F : 0.0F;
}

/// Rows of boards or stones, every other row shifted.
Rgb rows(const Material& m, float u, float v, float length, float fade) {
    const float row = whole(v);
    const float along = u / length + hash(static_cast<int>(row), 7, m.seed);
    const float tone = hash(static_cast<int>(whole(along)), static_cast<int>(row), m.seed + 1);
    const float gap = std::max(joint(v, 0.06F), joint(along, 0.03F));
    return mixed(m.color, m.second, fade * (0.35F * tone + 0.65F * gap));
}

}  // namespace

float valueNoise(float x, float y, uint32_t seed) {
    const float fx = whole(x);
    const float fy = whole(y);
    const int ix = static_cast<int>(fx);
    const int iy = static_cast<int>(fy);
    const float tx = x - fx;
    const float ty = y - fy;
    const float sx = tx * tx * (3 - 2 * tx);
    const float sy = ty * ty * (3 - 2 * ty);
    const float top = hash(ix, iy, seed) * (1 - sx) + hash(ix + 1, iy, seed) * sx;
    const float bottom = hash(ix, iy + 1, seed) * (1 - sx) + hash(ix + 1, iy + 1, seed) * sx;
    return top * (1 - sy) + bottom * sy;
}

Rgb Material::at(float u, float v, float footprint) const {
    if (pattern == Pattern::Plain) return color;
    const float fade = std::clamp(1.6F - footprint / (0.5F * size), 0.0F, 1.0F);
    if (fade <= 0) return mixed(color, second, 0.3F);
    const float x = u / size;
    const float y = v / size;
    switch (pattern) {
        case Pattern::Stripes:
            return mixed(color, second, fade * (x - whole(x) < 0.45F ? 1.0F : 0.0F));
        case Pattern::Checks:
            return mixed(color, second, 0.5F * fade * ((x - whole(x) < 0.5F) + (y - whole(y) < 0.5F)));
        case Pattern::Tiles:
            return mixed(color, second,
                         fade * std::max({joint(x, 0.04F), joint(y, 0.04F),
                                          0.25F * hash(static_cast<int>(whole(x)), static_cast<int>(whole(y)), seed)}));
        case Pattern::Planks:
            return rows(*this, y, x, 9.0F, fade);
        case Pattern::Bricks:
            return rows(*this, x, y, 2.6F, fade);
        case Pattern::Print:
            return mixed(color, second, fade * (valueNoise(x * 1.4F, y * 1.4F, seed) > 0.55F ? 1.0F : 0.0F));
        default:
            return mixed(color, second, fade * valueNoise(x, y, seed));
    }
}

}  // namespace bw
