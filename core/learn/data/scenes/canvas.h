// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "learn/data/scenes/vectors.h"

namespace bw {

/// Objects of a scene by number; 0 owns nothing.
using ObjectId = uint16_t;
inline constexpr ObjectId kNoObject = 0;

/// A picture that is painted back to front, and for each pixel the object that was painted there last. Edges are
/// anti-aliased by the signed distance to the shape: a pixel is covered by 1/2 - distance, cut to 0 to 1. A pixel
/// belongs to an object that covers at least half of it.
class Canvas {
public:
    Canvas(int width, int height);

    int width() const { return width_; }
    int height() const { return height_; }
    size_t area() const { return colors_.size(); }
    Rgb& color(size_t pixel) { return colors_[pixel]; }
    ObjectId owner(size_t pixel) const { return owners_[pixel]; }
    /// Pixels that were painted for an object, those that others cover now included.
    int64_t painted(ObjectId id) const { return id < painted_.size() ? painted_[id] : 0; }

    /// Fills a convex polygon of either orientation; `shade(x, y)` gives a pixel's colour. `alpha` below 1/2 lets the
    /// pixel keep its owner, kNoObject always does.
    template <class Shade>
    void fillConvex(std::span<const Vec2> points, ObjectId id, float alpha, Shade shade);

    /// Fills what lies within a radius of the line from a to b, which goes over from ra to rb. `shade(along, across)`:
    /// along 0 to 1 from a to b, across -1 to 1 from side to side.
    template <class Shade>
    void fillCapsule(Vec2 a, float ra, Vec2 b, float rb, ObjectId id, float alpha, Shade shade);

    /// Fills an ellipse whose first axis points along `axis` (unit). `shade(u, v)` has both in -1 to 1.
    template <class Shade>
    void fillEllipse(Vec2 center, float rx, float ry, Vec2 axis, ObjectId id, float alpha, Shade shade);

private:
    struct Bounds {
        int x0, y0, x1, y1;
    };
    Bounds bounds(float x0, float y0, float x1, float y1) const;
    void paint(size_t pixel, float coverage, float alpha, ObjectId id, Rgb color);

    int width_;
    int height_;
    std::vector<Rgb> colors_;
    std::vector<ObjectId> owners_;
    std::vector<int64_t> painted_;
};

/// The convex hull of circles as a polygon, for bodies and clothes.
std::vector<Vec2> hullOfCircles(std::span<const Vec2> centers, std::span<const float> radii);

inline void Canvas::paint(size_t pixel, float coverage, float alpha, ObjectId id, Rgb color) {
    const float share = coverage * alpha;
    colors_[pixel] = share >= 1 ? color : mixed(colors_[pixel], color, share);
    if (id == kNoObject || coverage < 0.5F || alpha < 0.5F || owners_[pixel] == id) return;
    owners_[pixel] = id;
    if (id >= painted_.size()) painted_.resize(size_t{id} + 1, 0);
    ++painted_[id];
}

template <class Shade>
void Canvas::fillConvex(std::span<const Vec2> points, ObjectId id, float alpha, Shade shade) {
    constexpr size_t kMaxEdges = 64;
    const size_t count = std::min(points.size(), kMaxEdges);
    if (count < 3) return;
    float twice_area = 0;
    float x0 = points[0].x, x1 = x0, y0 = points[0].y, y1 = y0;
    for (size_t i = 0; i < count; ++i) {
        const Vec2 a = points[i];
        const Vec2 b = points[(i + 1) % count];
        twice_area += a.x * b.y - b.x * a.y;
        x0 = std::min(x0, a.x);
        x1 = std::max(x1, a.x);
        y0 = std::min(y0, a.y);
        y1 = std::max(y1, a.y);
    }
    const float sign = twice_area >= 0 ? 1.0F : -1.0F;
    // Distance to the outside of each edge: nx * x + ny * y + d.
    Vec2 normals[kMaxEdges];
    float offsets[kMaxEdges];
    size_t edges = 0;
    for (size_t i = 0; i < count; ++i) {
        const Vec2 a = points[i];
        const Vec2 along = points[(i + 1) % count] - a;
        const float size = std::sqrt(dot(along, along));
        if (size < 1e-4F) continue;
        normals[edges] = Vec2{along.y, -along.x} * (sign / size);
        offsets[edges] = -dot(normals[edges], a);
        ++edges;
    }
    const Bounds box = bounds(x0, y0, x1, y1);
    for (int y = box.y0; y < box.y1; ++y) {
        const float py = static_cast<float>(y) + 0.5F;
        for (int x = box.x0; x < box.x1; ++x) {
            const float px = static_cast<float>(x) + 0.5F;
            float distance = -1e9F;
            for (size_t e = 0; e < edges && distance < 0.5F; ++e)
                distance = std::max(distance, normals[e].x * px + normals[e].y * py + offsets[e]);
            if (distance >= 0.5F) continue;
            const auto pixel = static_cast<size_t>(y) * static_cast<size_t>(width_) + static_cast<size_t>(x);
            paint(pixel, std::min(1.0F, 0.5F - distance), alpha, id, shade(px, py));
        }
    }
}

template <class Shade>
void Canvas::fillCapsule(Vec2 a, float ra, Vec2 b, float rb, ObjectId id, float alpha, Shade shade) {
    const Vec2 along = b - a;
    const float squared = std::max(dot(along, along), 1e-6F);
    const float size = std::sqrt(squared);
    const Vec2 side = {-along.y / size, along.x / size};
    const Bounds box = bounds(std::min(a.x - ra, b.x - rb), std::min(a.y - ra, b.y - rb), std::max(a.x + ra, b.x + rb),
                              std::max(a.y + ra, b.y + rb));
    for (int y = box.y0; y < box.y1; ++y) {
        for (int x = box.x0; x < box.x1; ++x) {
            const Vec2 p = Vec2{static_cast<float>(x) + 0.5F, static_cast<float>(y) + 0.5F} - a;
            const float t = std::clamp(dot(p, along) / squared, 0.0F, 1.0F);
            const float radius = ra + (rb - ra) * t;
            const Vec2 off = p - along * t;
            const float distance = std::sqrt(dot(off, off)) - radius;
            if (distance >= 0.5F) continue;
            const auto pixel = static_cast<size_t>(y) * static_cast<size_t>(width_) + static_cast<size_t>(x);
            const float across = std::clamp(dot(off, side) / std::max(radius, 0.3F), -1.0F, 1.0F);
            // A limb thinner than a pixel covers no more of it than its width.
            const float coverage = std::min({1.0F, 0.5F - distance, 2 * radius});
            paint(pixel, coverage, alpha, id, shade(t, across));
        }
    }
}

template <class Shade>
void Canvas::fillEllipse(Vec2 center, float rx, float ry, Vec2 axis, ObjectId id, float alpha, Shade shade) {
    const float reach_x = std::sqrt(rx * rx * axis.x * axis.x + ry * ry * axis.y * axis.y);
    const float reach_y = std::sqrt(rx * rx * axis.y * axis.y + ry * ry * axis.x * axis.x);
    const Bounds box = bounds(center.x - reach_x, center.y - reach_y, center.x + reach_x, center.y + reach_y);
    for (int y = box.y0; y < box.y1; ++y) {
        for (int x = box.x0; x < box.x1; ++x) {
            const Vec2 p = Vec2{static_cast<float>(x) + 0.5F, static_cast<float>(y) + 0.5F} - center;
            const float u = dot(p, axis) / rx;
            const float v = (p.y * axis.x - p.x * axis.y) / ry;
            const float k = std::sqrt(u * u + v * v);
            // First-order distance: the level set's value over the length of its gradient.
            const float gradient = std::sqrt(u * u / (rx * rx) + v * v / (ry * ry)) / std::max(k, 1e-4F);
            const float distance = (k - 1) / std::max(gradient, 1e-4F);
            if (distance >= 0.5F) continue;
            const auto pixel = static_cast<size_t>(y) * static_cast<size_t>(width_) + static_cast<size_t>(x);
            const float coverage = std::min({1.0F, 0.5F - distance, 2 * std::min(rx, ry)});
            paint(pixel, coverage, alpha, id, shade(std::clamp(u, -1.0F, 1.0F), std::clamp(v, -1.0F, 1.0F)));
        }
    }
}

}  // namespace bw
