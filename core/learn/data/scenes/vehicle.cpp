// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/data/scenes/subjects.h"

namespace bw {
namespace {

/// Measures of a kind of vehicle in metres; z is ahead, places along it from the middle.
struct Shape {
    float half_length;
    float half_width;
    float sill;   ///< Height of the body's lower edge.
    float waist;  ///< Where the windows begin.
    float roof;
    float cabin_back;  ///< Of the waist; the roof is set in by `slope`.
    float cabin_front;
    float slope_back;
    float slope_front;
    float wheel;  ///< Radius.
};

constexpr Shape kSedan = {2.2F, 0.88F, 0.28F, 0.92F, 1.42F, -1.55F, 0.95F, 0.75F, 0.75F, 0.32F};
constexpr Shape kHatch = {1.95F, 0.86F, 0.28F, 0.95F, 1.48F, -1.85F, 0.85F, 0.35F, 0.65F, 0.31F};
constexpr Shape kSuv = {2.3F, 0.95F, 0.36F, 1.12F, 1.75F, -2.15F, 0.95F, 0.35F, 0.5F, 0.37F};
constexpr Shape kVan = {2.5F, 1.0F, 0.34F, 1.2F, 2.3F, -2.48F, 1.75F, 0.05F, 0.55F, 0.35F};
constexpr Shape kPickup = {2.6F, 0.95F, 0.42F, 1.1F, 1.75F, -0.6F, 1.0F, 0.15F, 0.55F, 0.38F};

Material drawPaintwork(Random& random) {
    constexpr Rgb kPaints[] = {{0.9F, 0.9F, 0.9F},  {0.12F, 0.12F, 0.13F}, {0.55F, 0.57F, 0.6F}, {0.35F, 0.36F, 0.38F},
                               {0.62F, 0.1F, 0.1F}, {0.12F, 0.22F, 0.5F},  {0.2F, 0.35F, 0.24F}, {0.75F, 0.62F, 0.4F}};
    Material paint = plainMaterial(kPaints[random.below(8)] * drawn(random, 0.8F, 1.1F));
    paint.shine = 0.5F;
    return paint;
}

class Car {
public:
    Car(Stage& stage, Random& random, const PropPlace& place)
        : stage_(stage), place_(place), paint_(drawPaintwork(random)), glass_(plainMaterial({0.12F, 0.15F, 0.18F})) {
        constexpr Shape kShapes[] = {kSedan, kHatch, kSuv, kVan, kPickup};
        shape_ = kShapes[random.below(5)];
        glass_.shine = 0.6F;
        if (chance(random, 0.3)) glass_.color = {0.35F, 0.42F, 0.48F};
        has_windows_behind_ = shape_.roof < 2 || chance(random, 0.3);
    }

    void add(Random& random, bool night) {
        body();
        cabin();
        for (const float side : {-1.0F, 1.0F}) {
            for (const float end : {-0.62F, 0.62F})
                wheel(side, end * shape_.half_length);
        }
        lights(random, night);
    }

private:
    using Corners = std::array<Vec3, 4>;
    Vec3 at(float x, float y, float z) const { return place_.at(x, y, z); }
    void face(const Corners& corners, const Material& material, float nearer) {
        stage_.face(corners, material, nearer);
    }
    /// Faces of a body with different outlines below and above, only those that look at the camera.
    void prism(const Corners& low, const Corners& high, const Material& material, float nearer) {
        Vec3 middle = {};
        for (size_t i = 0; i < 4; ++i)
            middle = middle + (low[i] + high[i]) * 0.125F;
        const float depth = stage_.camera().toView(middle).z;
        const auto add = [&](const Corners& corners) {
            const Vec3 center = (corners[0] + corners[1] + corners[2] + corners[3]) * 0.25F;
            Vec3 normal = cross(corners[1] - corners[0], corners[3] - corners[0]);
            if (dot(normal, center - middle) < 0) normal = normal * -1.0F;
            if (dot(normal, stage_.camera().position() - center) <= 0) return;
            face(corners, material, stage_.camera().toView(center).z - depth + nearer);
        };
        for (size_t i = 0; i < 4; ++i) {
            const size_t j = (i + 1) % 4;
            add({low[i], low[j], high[j], high[i]});
        }
        add(high);
    }
    Corners outline(float half_width, float y, float back, float front) const {
        return {at(-half_width, y, back), at(half_width, y, back), at(half_width, y, front), at(-half_width, y, front)};
    }

    void body() {
        const Shape& s = shape_;
        prism(outline(s.half_width, s.sill, -s.half_length, s.half_length),
              outline(s.half_width * 0.97F, s.waist * 0.72F, -s.half_length, s.half_length), paint_, 0);
        Material upper = paint_;
        upper.color = paint_.color * 1.06F;
        prism(outline(s.half_width * 0.97F, s.waist * 0.72F, -s.half_length, s.half_length),
              outline(s.half_width * 0.92F, s.waist, -s.half_length * 0.97F, s.half_length * 0.93F), upper, 0.02F);
        Material dark = plainMaterial({0.06F, 0.06F, 0.06F});
        prism(outline(s.half_width * 0.9F, 0.16F, -s.half_length * 0.96F, s.half_length * 0.96F),
              outline(s.half_width * 0.9F, s.sill, -s.half_length * 0.96F, s.half_length * 0.96F), dark, -0.05F);
    }

    void cabin() {
        const Shape& s = shape_;
        const float low_width = s.half_width * 0.92F;
        const float high_width = s.half_width * 0.76F;
        const Corners low = outline(low_width, s.waist, s.cabin_back, s.cabin_front);
        const Corners high = outline(high_width, s.roof, s.cabin_back + s.slope_back, s.cabin_front - s.slope_front);
        prism(low, high, paint_, 0.3F);
        // Windows inset in each side of the cabin.
        const auto window = [&](size_t i, size_t j, float from, float to) {
            const Corners side = {low[i], low[j], high[j], high[i]};
            const auto point = [&](float u, float v) {
                return between(between(side[0], side[1], u), between(side[3], side[2], u), v);
            };
            const Vec3 normal = cross(side[1] - side[0], side[3] - side[0]);
            const Vec3 middle = place_.at(0, (s.waist + s.roof) / 2, (s.cabin_back + s.cabin_front) / 2);
            const Vec3 center = point(0.5F, 0.5F);
            const Vec3 outward = dot(normal, center - middle) < 0 ? normal * -1.0F : normal;
            if (dot(outward, stage_.camera().position() - center) <= 0) return;
            face({point(from, 0.1F), point(to, 0.1F), point(to, 0.88F), point(from, 0.88F)}, glass_, 1.2F);
        };
        window(2, 3, 0.06F, 0.94F);
        if (has_windows_behind_) window(0, 1, 0.08F, 0.92F);
        // Along each side: front and rear windows with a post between.
        window(1, 2, 0.55F, 0.93F);
        window(3, 0, 0.07F, 0.45F);
        if (!has_windows_behind_) return;
        window(1, 2, 0.1F, 0.5F);
        window(3, 0, 0.5F, 0.9F);
    }

    void wheel(float side, float z) {
        const Shape& s = shape_;
        const auto disc = [&](float radius, float x, const Material& material, float nearer) {
            // Two crossed squares look round enough under the tyre's edge.
            for (const float turn : {0.0F, 0.524F, 1.047F}) {
                Corners corners;
                for (size_t i = 0; i < 4; ++i) {
                    const float angle = turn + 1.5708F * static_cast<float>(i);
                    corners[i] = at(side * x, s.wheel + radius * std::cos(angle), z + radius * std::sin(angle));
                }
                face(corners, material, nearer);
            }
        };
        const bool seen = dot(place_.at(side, 0, 0) - place_.ground,
                              stage_.camera().position() - at(side * s.half_width, s.wheel, z)) > 0;
        if (!seen) return;
        disc(s.wheel * 1.12F, s.half_width * 1.0F, plainMaterial({0.04F, 0.04F, 0.04F}), 1.0F);
        disc(s.wheel, s.half_width * 1.01F, plainMaterial({0.09F, 0.09F, 0.09F}), 1.1F);
        disc(s.wheel * 0.6F, s.half_width * 1.02F, plainMaterial({0.55F, 0.56F, 0.58F}), 1.2F);
    }

    void lights(Random& random, bool night) {
        const Shape& s = shape_;
        const bool on = chance(random, night ? 0.5 : 0.15);
        for (const float end : {-1.0F, 1.0F}) {
            const Vec3 out = place_.at(0, 0, end) - place_.ground;
            if (dot(out, stage_.camera().position() - at(0, 0.6F, end * s.half_length)) <= 0) continue;
            const float z = end * (s.half_length + 0.01F);
            Material lamp = plainMaterial(end > 0 ? Rgb{0.9F, 0.9F, 0.85F} : Rgb{0.6F, 0.06F, 0.05F});
            lamp.glows = on || night;
            if (on) lamp.color = lamp.color * 1.4F;
            for (const float side : {-1.0F, 1.0F})
                stage_.limb(at(side * s.half_width * 0.72F, s.waist * 0.68F, z), 0.09F,
                            at(side * s.half_width * 0.86F, s.waist * 0.7F, z), 0.08F, lamp);
            Material plate = plainMaterial({0.92F, 0.92F, 0.85F});
            plate.glows = night;
            face({at(-0.26F, 0.42F, z), at(0.26F, 0.42F, z), at(0.26F, 0.54F, z), at(-0.26F, 0.54F, z)}, plate, 1.2F);
            const Material grille = plainMaterial({0.08F, 0.08F, 0.09F});
            if (end > 0)
                face({at(-0.45F, s.waist * 0.6F, z), at(0.45F, s.waist * 0.6F, z), at(0.45F, s.waist * 0.74F, z),
                      at(-0.45F, s.waist * 0.74F, z)},
                     grille, 1.1F);
        }
    }

    Stage& stage_;
    const PropPlace& place_;
    Material paint_;
    Material glass_;
    Shape shape_{};
    bool has_windows_behind_ = true;
};

}  // namespace

void addVehicle(Stage& stage, Random& random, const PropPlace& place, bool night) {
    stage.begin();
    Car(stage, random, place).add(random, night);
    stage.end();
}

}  // namespace bw
