// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/data/scenes/canvas.h"

#include <array>

namespace bw {

Canvas::Canvas(int width, int height)
    : width_(width),
      height_(height),
      colors_(static_cast<size_t>(width) * static_cast<size_t>(height)),
      owners_(colors_.size(), kNoObject) {}

Canvas::Bounds Canvas::bounds(float x0, float y0, float x1, float y1) const {
    // Far outside, or not a number, is cut before it becomes an integer.
    const auto cut = [](float value, int size) {
        return std::clamp(value > -1e6F && value < 1e6F ? static_cast<int>(value) : (value > 0 ? size : 0), 0, size);
    };
    return {cut(std::floor(x0 - 0.5F), width_), cut(std::floor(y0 - 0.5F), height_), cut(std::ceil(x1 + 0.5F), width_),
            cut(std::ceil(y1 + 0.5F), height_)};
}

std::vector<Vec2> hullOfCircles(std::span<const Vec2> centers, std::span<const float> radii) {
    constexpr int kCorners = 12;
    static const auto directions = [] {
        std::array<Vec2, kCorners> list;
        for (int i = 0; i < kCorners; ++i) {
            const float angle = 6.2831853F * static_cast<float>(i) / kCorners;
            list[static_cast<size_t>(i)] = {std::cos(angle), std::sin(angle)};
        }
        return list;
    }();
    std::vector<Vec2> points;
    for (size_t i = 0; i < centers.size(); ++i) {
        for (const Vec2 direction : directions)
            points.push_back(centers[i] + direction * radii[i]);
    }
    // Andrew's monotone chain.
    std::sort(points.begin(), points.end(), [](Vec2 a, Vec2 b) { return a.x < b.x || (a.x == b.x && a.y < b.y); });
    const auto turn = [](Vec2 o, Vec2 a, Vec2 b) { return (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x); };
    std::vector<Vec2> hull(2 * points.size());
    size_t k = 0;
    for (size_t i = 0; i < points.size(); ++i) {
        while (k >= 2 && turn(hull[k - 2], hull[k - 1], points[i]) <= 0)
            --k;
        hull[k++] = points[i];
    }
    for (size_t i = points.size() - 1, lower = k + 1; i > 0; --i) {
        while (k >= lower && turn(hull[k - 2], hull[k - 1], points[i - 1]) <= 0)
            --k;
        hull[k++] = points[i - 1];
    }
    hull.resize(k > 1 ? k - 1 : k);
    return hull;
}

}  // namespace bw
