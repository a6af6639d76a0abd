// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/data/scenes/stage.h"

namespace bw {
namespace {

/// The normal of a face, toward the viewer.
Vec3 faceNormal(const std::array<Vec3, 4>& view) {
    const Vec3 normal = unit(cross(view[1] - view[0], view[3] - view[0]));
    return dot(normal, view[0]) > 0 ? normal * -1.0F : normal;
}

/// The normal of a round thing at `across` (-1 to 1) of its width, which goes along `side` in the picture.
Vec3 roundNormal(Vec2 side, float across) {
    const float ahead = std::sqrt(std::max(0.0F, 1 - across * across));
    return {side.x * across, -side.y * across, -ahead};
}

/// Two passes of a running mean along rows (`step` 1) or columns, `reach` pixels to each side.
void blurLines(std::vector<float>& values, size_t lines, size_t count, size_t line_step, size_t step, size_t reach) {
    std::vector<float> line(count);
    for (size_t l = 0; l < lines; ++l) {
        float* start = values.data() + l * line_step;
        for (size_t i = 0; i < count; ++i)
            line[i] = start[i * step];
        for (size_t i = 0; i < count; ++i) {
            const size_t from = i > reach ? i - reach : 0;
            const size_t to = std::min(count - 1, i + reach);
            float sum = 0;
            for (size_t k = from; k <= to; ++k)
                sum += line[k];
            start[i * step] = sum / static_cast<float>(to - from + 1);
        }
    }
}

}  // namespace

Rgb Stage::lit(Rgb color, const Material& material, Vec3 view, Vec3 normal) const {
    if (material.glows) return color;
    const float squared = dot(view, view);
    float level = light_.ambient;
    float gleam = 0;
    if (light_.at_lens > 0) {
        const float facing = std::max(0.0F, -dot(normal, unit(view)));
        level += light_.at_lens * (0.35F + 0.65F * facing) / (0.7F + 0.07F * squared);
    } else {
        const float facing = std::max(0.0F, dot(normal, toward_view_));
        level += light_.direct * facing;
        gleam = material.shine * light_.direct * facing * facing * facing * facing;
        if (light_.lamp_power > 0) {
            const Vec3 to_lamp = lamp_view_ - view;
            const float distance = dot(to_lamp, to_lamp);
            level += light_.lamp_power * (0.3F + 0.7F * std::max(0.0F, dot(normal, unit(to_lamp)))) /
                     (0.6F + 0.35F * distance);
        }
    }
    const Rgb lit_color = color * light_.tint * level;
    return {lit_color.r + gleam, lit_color.g + gleam, lit_color.b + gleam};
}

void Stage::paintPart(const Part& part) {
    switch (part.kind) {
        case Part::Kind::Limb:
            return paintLimb(part);
        case Part::Kind::Hull:
            return paintHull(part);
        case Part::Kind::Face:
            return paintFace(part, false);
    }
}

void Stage::paintLimb(const Part& part) {
    Vec3 a = part.view[0];
    Vec3 b = part.view[1];
    if (std::min(a.z, b.z) < Camera::kNear) {
        if (std::max(a.z, b.z) < Camera::kNear) return;
        Vec3& behind = a.z < b.z ? a : b;
        const Vec3 ahead = a.z < b.z ? b : a;
        behind = between(behind, ahead, (Camera::kNear - behind.z) / (ahead.z - behind.z));
    }
    const Vec2 pa = camera_.project(a);
    const Vec2 pb = camera_.project(b);
    const Vec2 along = pb - pa;
    const float size = std::sqrt(dot(along, along));
    const Vec2 side = size > 1e-3F ? Vec2{-along.y / size, along.x / size} : Vec2{0, -1};
    const Vec3 middle = between(a, b, 0.5F);
    const float metres = length(part.world[1] - part.world[0]);
    const float radius = std::max(part.radii[0], part.radii[1]);
    const float footprint = 1.0F / camera_.scaleAt(middle.z);
    const Material& material = part.material;
    // Light changes only across the limb: five places are enough.
    std::array<Rgb, 9> light;
    for (size_t i = 0; i < light.size(); ++i) {
        const float across = static_cast<float>(i) / 4.0F - 1.0F;
        light[i] = lit({1, 1, 1}, material, middle, roundNormal(side, across * 0.97F));
    }
    canvas_.fillCapsule(pa, part.radii[0] * camera_.scaleAt(a.z), pb, part.radii[1] * camera_.scaleAt(b.z), part.id, 1,
                        [&](float t, float across) {
                            const float place = (across + 1) * 4.0F;
                            const auto i = std::min<size_t>(7, static_cast<size_t>(place));
                            const Rgb level = mixed(light[i], light[i + 1], place - static_cast<float>(i));
                            const Rgb color = material.at(across * radius * 1.5F, t * metres, footprint);
                            return material.glows ? color : color * level;
                        });
}

void Stage::paintHull(const Part& part) {
    std::array<Vec2, 4> centers;
    std::array<float, 4> radii;
    for (size_t i = 0; i < 4; ++i) {
        if (part.view[i].z < Camera::kNear) return;
        centers[i] = camera_.project(part.view[i]);
        radii[i] = part.radii[i] * camera_.scaleAt(part.view[i].z);
    }
    const std::vector<Vec2> outline = hullOfCircles(centers, radii);
    // The upright axis through the middle of the shape and its half width at both ends.
    const Vec2 top = (centers[0] + centers[1]) * 0.5F;
    const Vec2 bottom = (centers[2] + centers[3]) * 0.5F;
    const Vec2 along = bottom - top;
    const float squared = std::max(dot(along, along), 1e-4F);
    const float size = std::sqrt(squared);
    const Vec2 side = {-along.y / size, along.x / size};
    const float half_top = std::fabs(dot(centers[1] - centers[0], side)) / 2 + std::max(radii[0], radii[1]);
    const float half_bottom = std::fabs(dot(centers[3] - centers[2], side)) / 2 + std::max(radii[2], radii[3]);
    const Vec3 middle = (part.view[0] + part.view[1] + part.view[2] + part.view[3]) * 0.25F;
    const float footprint = 1.0F / camera_.scaleAt(middle.z);
    const float metres = footprint * half_top;
    const Material& material = part.material;
    canvas_.fillConvex(outline, part.id, 1, [&](float x, float y) {
        const Vec2 p = Vec2{x, y} - top;
        const float t = std::clamp(dot(p, along) / squared, -0.2F, 1.2F);
        const float half = std::max(half_top + (half_bottom - half_top) * t, 0.5F);
        const float across = std::clamp(dot(p, side) / half, -1.0F, 1.0F);
        const Rgb color = material.at(across * metres, t * size * footprint, footprint);
        return lit(color, material, middle, roundNormal(side, across * 0.92F));
    });
}

void Stage::paintFace(const Part& part, bool pixel_light) {
    const std::vector<Vec3> clipped = Camera::clipNear({part.view[0], part.view[1], part.view[2], part.view[3]});
    if (clipped.size() < 3) return;
    std::vector<Vec2> outline;
    for (const Vec3 corner : clipped)
        outline.push_back(camera_.project(corner));
    const Vec3 normal = faceNormal(part.view);
    const Vec3 origin = part.view[0];
    const Vec3 u_axis = unit(part.view[1] - origin);
    const Vec3 v_axis = unit(cross(normal, u_axis));
    const Material& material = part.material;
    const float plane = dot(normal, origin);
    if (!pixel_light && material.pattern == Material::Pattern::Plain) {
        const Vec3 middle = (part.view[0] + part.view[2]) * 0.5F;
        const Rgb color = lit(material.color, material, middle, normal);
        canvas_.fillConvex(outline, part.id, 1, [&](float, float) { return color; });
        return;
    }
    canvas_.fillConvex(outline, part.id, 1, [&](float x, float y) {
        const Vec3 ray = camera_.ray(x, y);
        const float along = dot(normal, ray);
        const float z = std::fabs(along) < 1e-5F ? origin.z : std::clamp(plane / along, Camera::kNear, 1e3F);
        const Vec3 place = ray * z;
        const Vec3 off = place - origin;
        // A pixel covers more of a surface that it grazes.
        const float footprint = z / camera_.focal() / std::max(0.15F, std::fabs(along) / length(ray));
        return lit(material.at(dot(off, u_axis), dot(off, v_axis), footprint), material, place, normal);
    });
}

void Stage::castShadows(std::span<const ObjectId> ground) {
    if (light_.shadow <= 0) return;
    Canvas shadow(canvas_.width(), canvas_.height());
    const Vec3 toward = unit({light_.toward.x, std::max(light_.toward.y, 0.35F), light_.toward.z});
    const auto fallen = [&](Vec3 p) { return camera_.toView(p - toward * (std::max(0.0F, p.y) / toward.y)); };
    const auto dark = [](float, float) { return Rgb{1, 1, 1}; };
    for (const Thing& thing : things_) {
        if (!thing.shadow) continue;
        for (size_t i = thing.first; i < thing.last; ++i) {
            const Part& part = parts_[i];
            const size_t points = part.kind == Part::Kind::Limb ? 2 : 4;
            std::array<Vec2, 4> centers{};
            std::array<float, 4> radii{};
            bool ahead = true;
            for (size_t k = 0; k < points; ++k) {
                const Vec3 view = fallen(part.world[k]);
                ahead = ahead && view.z > Camera::kNear;
                if (!ahead) break;
                centers[k] = camera_.project(view);
                radii[k] = (part.radii[k] + 0.01F) * camera_.scaleAt(view.z);
            }
            if (!ahead) continue;
            if (points == 2) {
                shadow.fillCapsule(centers[0], radii[0], centers[1], radii[1], kNoObject, 0.9F, dark);
            } else {
                shadow.fillConvex(hullOfCircles(centers, radii), kNoObject, 0.9F, dark);
            }
        }
    }
    std::vector<float> depth(canvas_.area());
    for (size_t i = 0; i < depth.size(); ++i)
        depth[i] = shadow.color(i).r;
    const auto width = static_cast<size_t>(canvas_.width());
    const auto height = static_cast<size_t>(canvas_.height());
    const auto reach = static_cast<size_t>(light_.shadow_blur * static_cast<float>(width) + 0.5F);
    if (reach > 0) {
        blurLines(depth, height, width, width, 1, reach);
        blurLines(depth, width, height, 1, width, reach);
    }
    std::vector<bool> is_ground(classes_.size(), false);
    for (const ObjectId id : ground)
        is_ground[id] = true;
    for (size_t i = 0; i < canvas_.area(); ++i) {
        if (!is_ground[canvas_.owner(i)]) continue;
        canvas_.color(i) = canvas_.color(i) * (1 - light_.shadow * depth[i]);
    }
}

}  // namespace bw
