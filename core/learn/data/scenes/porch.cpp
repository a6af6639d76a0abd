// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/data/scenes/porch.h"

namespace bw {
namespace {

constexpr float kFar = 60;

Light drawLight(Random& random, bool night, double difficulty) {
    Light light;
    const auto d = static_cast<float>(difficulty);
    if (night) {
        light.ambient = drawn(random, 0.02F, 0.1F);
        light.direct = 0;
        light.at_lens = drawn(random, 1.3F, 2.2F) * (1 - 0.35F * d * drawn(random, 0, 1));
        light.shadow = 0;
        return light;
    }
    light.toward = unit({drawn(random, -1, 1), drawn(random, 0.35F, 1.2F), drawn(random, -0.8F, 0.8F)});
    const bool cloudy = chance(random, 0.4);
    light.ambient = cloudy ? drawn(random, 0.6F, 0.75F) : drawn(random, 0.38F, 0.52F);
    light.direct = cloudy ? drawn(random, 0.05F, 0.2F) : drawn(random, 0.4F, 0.65F);
    light.shadow = cloudy ? drawn(random, 0.1F, 0.25F) : drawn(random, 0.35F, 0.65F);
    light.shadow_blur = cloudy ? 0.02F : drawn(random, 0.004F, 0.012F);
    if (!cloudy && chance(random, 0.3)) light.tint = {1.1F, 0.96F, 0.8F};
    return light;
}

Stage makeStage(Random& random, const SceneOptions& options, bool night) {
    const float y = drawn(random, 1.1F, 1.9F);
    const Camera camera(options.width, options.height, {0, y, 0}, drawn(random, -0.2F, 0.2F),
                        -0.2F * (y - 0.5F) + drawn(random, -0.12F, 0.1F), drawn(random, 1.2F, 1.8F));
    return {options.width, options.height, camera, drawLight(random, night, options.difficulty)};
}

Material speckled(Random& random, Rgb color, float size) {
    Material material = plainMaterial(color * drawn(random, 0.85F, 1.12F));
    material.pattern = Material::Pattern::Speckle;
    material.second = material.color * drawn(random, 0.6F, 0.85F);
    material.size = size;
    material.seed = static_cast<uint32_t>(random.next());
    return material;
}

}  // namespace

Porch::Porch(Random& random, const SceneOptions& options, bool night)
    : options_(options),
      night_(night),
      edge_(drawn(random, 1.3F, 2.6F)),
      stage_(makeStage(random, options, night)),
      ground_(stage_.object(-1)),
      backdrop_(stage_.object(-1)) {
    paintBackdrop(random);
    paintGround(random);
    addFrame(random);
}

void Porch::paintBackdrop(Random& random) {
    stage_.use(backdrop_);
    Material sky = plainMaterial(night_ ? Rgb{0.02F, 0.02F, 0.02F}
                                        : mixed({0.5F, 0.68F, 0.92F}, {0.85F, 0.87F, 0.9F}, drawn(random, 0, 1)));
    sky.glows = true;
    sky.pattern = Material::Pattern::Speckle;
    sky.second = night_ ? sky.color * 1.5F : mixed(sky.color, {1, 1, 1}, 0.6F);
    sky.size = 14;
    sky.seed = static_cast<uint32_t>(random.next());
    stage_.wall(
        {Vec3{-3 * kFar, -5, kFar}, {3 * kFar, -5, kFar}, {3 * kFar, 3 * kFar, kFar}, {-3 * kFar, 3 * kFar, kFar}},
        sky);
    const float road = drawn(random, 9, 14);
    addHouses(random, road);
    addTrees(random, road);
    addFence(random);
}

void Porch::addHouses(Random& random, float road) {
    for (float x = -24; x < 24; x += drawn(random, 5, 12)) {
        if (chance(random, 0.3)) continue;
        const float w = drawn(random, 3, 5);
        const float h = drawn(random, 2.6F, 5.5F);
        const float z = road + drawn(random, 6, 10);
        const Material wall = drawPaint(random);
        const Vec3 base = {x, 0, z};
        stage_.begin();
        stage_.box(base, {2 * w, h, 4}, 0, wall);
        const Material roof =
            speckled(random, chance(random, 0.5) ? Rgb{0.35F, 0.2F, 0.16F} : Rgb{0.25F, 0.25F, 0.28F}, 0.4F);
        stage_.face({base + Vec3{-w - 0.3F, h, -2}, base + Vec3{w + 0.3F, h, -2},
                     base + Vec3{w * 0.7F, h + 1.8F, -0.5F}, base + Vec3{-w * 0.7F, h + 1.8F, -0.5F}},
                    roof, 1);
        Material glass = plainMaterial({0.2F, 0.24F, 0.28F});
        if (night_ && chance(random, 0.4)) {
            glass.color = {0.5F, 0.5F, 0.5F};
            glass.glows = true;
        }
        for (const float wx : {-0.6F, 0.45F})
            stage_.face({base + Vec3{w * wx, h * 0.35F, -2.02F}, base + Vec3{w * wx + 0.9F, h * 0.35F, -2.02F},
                         base + Vec3{w * wx + 0.9F, h * 0.7F, -2.02F}, base + Vec3{w * wx, h * 0.7F, -2.02F}},
                        glass, 1);
        stage_.end(0, false);
    }
}

void Porch::addTrees(Random& random, float road) {
    const auto trees = 2 + random.below(7);
    for (uint64_t i = 0; i < trees; ++i) {
        const float z = drawn(random, 6, road + 8);
        const Vec3 root = {drawn(random, -0.9F, 0.9F) * z, 0, z};
        const bool bush = chance(random, 0.5);
        const float h = bush ? drawn(random, 0.4F, 1.2F) : drawn(random, 2.5F, 6);
        const Rgb green = {drawn(random, 0.12F, 0.35F), drawn(random, 0.28F, 0.5F), drawn(random, 0.08F, 0.22F)};
        stage_.begin();
        if (!bush) stage_.limb(root, 0.14F, root + Vec3{0, h * 0.6F, 0}, 0.1F, plainMaterial({0.3F, 0.22F, 0.16F}));
        for (int k = 0; k < 6; ++k) {
            const float r = (bush ? 0.4F : 0.28F) * h * drawn(random, 0.6F, 1.0F);
            const Vec3 c =
                root + Vec3{drawn(random, -0.5F, 0.5F) * (bush ? 1.2F : h * 0.45F),
                            (bush ? 0.4F : 0.72F) * h + drawn(random, -0.25F, 0.25F) * h, drawn(random, -0.3F, 0.3F)};
            stage_.ball(c, r, speckled(random, green, 0.18F));
        }
        stage_.end();
    }
}

void Porch::addFence(Random& random) {
    if (!chance(random, 0.4)) return;
    const float z = drawn(random, 5, 8);
    const Material wood = chance(random, 0.5) ? plainMaterial({0.88F, 0.87F, 0.85F}) : drawWood(random);
    const float h = drawn(random, 0.7F, 1.6F);
    const float gap = drawn(random, -1.5F, 1.5F);
    stage_.begin();
    for (float x = -9; x < 9; x += 0.32F) {
        if (std::fabs(x - gap) < 1.2F) continue;
        stage_.face({Vec3{x, 0, z}, {x + 0.18F, 0, z}, {x + 0.18F, h, z}, {x, h, z}}, wood);
    }
    stage_.end();
}

void Porch::paintGround(Random& random) {
    stage_.use(ground_);
    const auto strip = [&](float x0, float x1, float z0, float z1, float y, const Material& material) {
        stage_.wall({Vec3{x0, y, z0}, {x1, y, z0}, {x1, y, z1}, {x0, y, z1}}, material);
    };
    strip(-60, 60, 0.1F, kFar, -0.004F,
          speckled(random, chance(random, 0.75) ? Rgb{0.28F, 0.42F, 0.18F} : Rgb{0.55F, 0.52F, 0.46F}, 0.25F));
    const float road = drawn(random, 9, 13);
    strip(-60, 60, road, road + 5, -0.002F, speckled(random, {0.35F, 0.35F, 0.36F}, 0.3F));
    const float drive = drawn(random, -4, 4);
    strip(drive - 1.7F, drive + 1.7F, edge_, road, -0.001F, speckled(random, {0.52F, 0.51F, 0.5F}, 0.35F));
    const float path = drawn(random, -0.6F, 0.6F);
    Material paving = speckled(random, {0.6F, 0.57F, 0.52F}, 0.4F);
    paving.pattern = Material::Pattern::Tiles;
    strip(path - 0.6F, path + 0.6F, edge_, road, 0, paving);
    Material floor = drawWood(random);
    if (chance(random, 0.55)) {
        floor.pattern = Material::Pattern::Planks;
        floor.size = drawn(random, 0.12F, 0.2F);
    } else {
        floor = speckled(random, {0.55F, 0.5F, 0.46F}, 0.4F);
        floor.pattern = chance(random, 0.5) ? Material::Pattern::Tiles : Material::Pattern::Bricks;
        floor.size = floor.pattern == Material::Pattern::Bricks ? 0.1F : 0.4F;
    }
    floor.shine = 0;
    strip(-6, 6, 0.1F, edge_, 0.001F, floor);
    if (chance(random, 0.6)) {
        const float w = drawn(random, 0.3F, 0.5F);
        const float x = drawn(random, -0.2F, 0.2F);
        strip(x - w, x + w, 0.35F, 0.95F, 0.004F, drawFabric(random));
    }
}

void Porch::addFrame(Random& random) {
    stage_.use(backdrop_);
    const Material paint =
        chance(random, 0.6) ? plainMaterial(Rgb{0.9F, 0.89F, 0.86F} * drawn(random, 0.7F, 1)) : drawWood(random);
    for (const float side : {-1.0F, 1.0F}) {
        if (!chance(random, 0.45)) continue;
        const float x = side * drawn(random, 0.9F, 1.7F);
        stage_.begin();
        stage_.box({x, 0, edge_}, {0.14F, 3.2F, 0.14F}, 0, paint);
        stage_.end();
        if (!chance(random, 0.6)) continue;
        stage_.begin();
        for (float out = 0.2F; out < 2.4F; out += 0.16F)
            stage_.limb({x + side * out, 0.05F, edge_}, 0.015F, {x + side * out, 0.85F, edge_}, 0.015F, paint);
        stage_.limb({x, 0.88F, edge_}, 0.03F, {x + side * 2.6F, 0.88F, edge_}, 0.03F, paint);
        stage_.end();
    }
}

Vec3 Porch::spotAt(Random& random, float nearest, float farthest) const {
    const float away = nearest + (farthest - nearest) * drawn(random, 0, 1);
    const float column = drawn(random, 0.14F, 0.86F) * static_cast<float>(options_.width);
    const Vec3 ray = stage_.camera().ray(column, 0.5F * static_cast<float>(options_.height));
    const Vec3 ahead = turned(unit({ray.x, 0, 1}), stage_.camera().yaw());
    const Vec3 place = stage_.camera().position() + ahead * away;
    return {place.x, 0, place.z};
}

void Porch::addPlaceThings(Random& random, double expected) {
    auto count = static_cast<int>(expected);
    if (chance(random, expected - count)) ++count;
    stage_.use(backdrop_);
    for (int i = 0; i < count; ++i) {
        const PropPlace place{spotAt(random, 1.1F, 4.5F), drawn(random, 0, 6.283F)};
        switch (random.below(5)) {
            case 0:
            case 1:
                addPlant(stage_, random, place);
                break;
            case 2:
                addChair(stage_, random, place);
                break;
            case 3: {
                // A bin on wheels.
                const Material plastic = drawPaint(random);
                stage_.begin();
                stage_.box(place.ground, {0.5F, 0.9F, 0.55F}, place.yaw, plainMaterial(plastic.color * 0.5F));
                stage_.box(place.at(0, 0.9F, 0), {0.55F, 0.08F, 0.6F}, place.yaw, plainMaterial(plastic.color * 0.4F));
                stage_.end();
                break;
            }
            default: {
                // A letter box on a post, about as tall as a child.
                stage_.begin();
                stage_.limb(place.ground, 0.05F, place.at(0, 1.0F, 0), 0.05F, drawWood(random));
                stage_.box(place.at(0, 1.0F, 0), {0.22F, 0.24F, 0.45F}, place.yaw, drawPaint(random));
                stage_.end();
            }
        }
    }
}

void Porch::paint() {
    const ObjectId ground[] = {ground_};
    stage_.finish(ground);
}

}  // namespace bw
