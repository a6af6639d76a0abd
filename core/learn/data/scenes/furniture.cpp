// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/data/scenes/furniture.h"

namespace bw {

Material plainMaterial(Rgb color) {
    Material material;
    material.color = color;
    return material;
}

Material drawWood(Random& random) {
    constexpr Rgb kWoods[] = {{0.55F, 0.38F, 0.22F}, {0.38F, 0.24F, 0.14F}, {0.72F, 0.56F, 0.36F},
                              {0.22F, 0.15F, 0.11F}, {0.85F, 0.82F, 0.76F}, {0.30F, 0.30F, 0.31F}};
    Material material;
    material.color = kWoods[random.below(6)] * drawn(random, 0.85F, 1.12F);
    material.second = material.color * drawn(random, 0.72F, 0.92F);
    material.pattern = Material::Pattern::Speckle;
    material.size = drawn(random, 0.04F, 0.12F);
    material.seed = static_cast<uint32_t>(random.next());
    material.shine = drawn(random, 0, 0.25F);
    return material;
}

Material drawFabric(Random& random) {
    Material material;
    const float grey = drawn(random, 0.15F, 0.85F);
    material.color = mixed({grey, grey, grey}, {drawn(random, 0, 1), drawn(random, 0, 1), drawn(random, 0, 1)},
                           drawn(random, 0.05F, 0.5F));
    material.second = material.color * drawn(random, 0.7F, 0.92F);
    const double kind = random.uniform();
    material.pattern = kind < 0.7    ? Material::Pattern::Speckle
                       : kind < 0.82 ? Material::Pattern::Stripes
                       : kind < 0.9  ? Material::Pattern::Checks
                                     : Material::Pattern::Print;
    material.size = drawn(random, 0.05F, 0.2F);
    material.seed = static_cast<uint32_t>(random.next());
    return material;
}

Material drawPaint(Random& random) {
    Material material;
    const float grey = drawn(random, 0.35F, 0.97F);
    material.color =
        mixed({grey, grey * 0.98F, grey * 0.94F}, {drawn(random, 0, 1), drawn(random, 0, 1), drawn(random, 0, 1)},
              chance(random, 0.6) ? drawn(random, 0, 0.12F) : drawn(random, 0.15F, 0.45F));
    return material;
}

void addTable(Stage& stage, Random& random, const PropPlace& place, ObjectId on_top) {
    const float w = drawn(random, 0.35F, 0.9F);
    const float d = drawn(random, 0.3F, 0.5F);
    const float h = chance(random, 0.25) ? drawn(random, 0.38F, 0.5F) : drawn(random, 0.68F, 0.8F);
    const Material wood = drawWood(random);
    Material legs = wood;
    legs.color = wood.color * 0.8F;
    const float leg = drawn(random, 0.018F, 0.04F);
    stage.begin();
    stage.box(place.at(0, h - 0.04F, 0), {2 * w, 0.04F, 2 * d}, place.yaw, wood);
    if (chance(random, 0.2)) {
        stage.limb(place.at(0, 0.03F, 0), 0.05F, place.at(0, h, 0), 0.04F, legs);
    } else {
        for (const float sx : {-1.0F, 1.0F}) {
            for (const float sz : {-1.0F, 1.0F})
                stage.limb(place.at(sx * (w - 0.06F), 0, sz * (d - 0.06F)), leg,
                           place.at(sx * (w - 0.06F), h - 0.05F, sz * (d - 0.06F)), leg, legs);
        }
    }
    stage.end();
    stage.use(on_top);
    for (uint64_t i = random.below(4); i > 0; --i) {
        const PropPlace top{place.at(drawn(random, -0.8F, 0.8F) * w, h, drawn(random, -0.7F, 0.7F) * d),
                            drawn(random, 0, 6)};
        addClutter(stage, random, top);
    }
}

void addChair(Stage& stage, Random& random, const PropPlace& place) {
    const Material wood = drawWood(random);
    const Material seat = chance(random, 0.5) ? drawFabric(random) : wood;
    const float w = drawn(random, 0.19F, 0.25F);
    const float back = drawn(random, 0.75F, 1.05F);
    stage.begin();
    for (const float sx : {-1.0F, 1.0F}) {
        stage.limb(place.at(sx * w, 0, w), 0.018F, place.at(sx * w, 0.43F, w), 0.018F, wood);
        stage.limb(place.at(sx * w, 0, -w), 0.018F, place.at(sx * w, back, -w - 0.05F), 0.018F, wood);
    }
    stage.box(place.at(0, 0.42F, 0), {2 * w + 0.04F, 0.05F, 2 * w + 0.04F}, place.yaw, seat);
    stage.box(place.at(0, back - 0.3F, -w - 0.03F), {2 * w, 0.28F, 0.03F}, place.yaw, seat);
    stage.end();
}

void addSofa(Stage& stage, Random& random, const PropPlace& place) {
    const Material fabric = drawFabric(random);
    const float w = drawn(random, 0.45F, 1.1F);
    const float h = drawn(random, 0.7F, 0.95F);
    const float arm = drawn(random, 0.52F, 0.65F);
    stage.begin();
    stage.box(place.at(0, 0.05F, 0), {2 * w, 0.37F, 0.8F}, place.yaw, fabric);
    stage.box(place.at(0, 0.05F, -0.34F), {2 * w, h - 0.05F, 0.22F}, place.yaw, fabric);
    for (const float side : {-1.0F, 1.0F}) {
        stage.box(place.at(side * (w + 0.06F), 0.03F, 0), {0.18F, arm, 0.86F}, place.yaw, fabric);
        stage.limb(place.at(side * (w + 0.06F), arm, -0.38F), 0.09F, place.at(side * (w + 0.06F), arm, 0.38F), 0.09F,
                   fabric);
    }
    const int cushions = w > 0.8F ? 2 : 1;
    for (int i = 0; i < cushions; ++i) {
        const float x = cushions == 1 ? 0 : (i == 0 ? -w / 2 : w / 2);
        Material cushion = fabric;
        cushion.color = fabric.color * 1.06F;
        stage.box(place.at(x, 0.42F, 0.06F), {2 * w / static_cast<float>(cushions) - 0.04F, 0.1F, 0.66F}, place.yaw,
                  cushion);
        if (!chance(random, 0.6)) continue;
        stage.limb(place.at(x - 0.1F, 0.62F, -0.16F), 0.13F, place.at(x + 0.1F, 0.62F, -0.16F), 0.13F,
                   drawFabric(random));
    }
    stage.end();
}

void addBed(Stage& stage, Random& random, const PropPlace& place) {
    const Material wood = drawWood(random);
    const Material cover = drawFabric(random);
    Material sheet = plainMaterial(Rgb{0.93F, 0.92F, 0.9F} * drawn(random, 0.8F, 1.0F));
    const float w = drawn(random, 0.45F, 0.9F);
    const float head = drawn(random, 0.7F, 1.15F);
    stage.begin();
    stage.box(place.at(0, 0.08F, 0), {2 * w, 0.24F, 2.0F}, place.yaw, wood);
    stage.box(place.at(0, 0.32F, 0), {2 * w - 0.06F, 0.2F, 1.94F}, place.yaw, sheet);
    stage.box(place.at(0, 0.34F, 0.24F), {2 * w + 0.02F, 0.21F, 1.5F}, place.yaw, cover);
    stage.box(place.at(0, 0, -1.02F), {2 * w + 0.06F, head, 0.06F}, place.yaw, wood);
    const int pillows = w > 0.65F ? 2 : 1;
    for (int i = 0; i < pillows; ++i) {
        const float x = pillows == 1 ? 0 : (i == 0 ? -w / 2 : w / 2);
        stage.limb(place.at(x - 0.2F, 0.58F, -0.75F), 0.11F, place.at(x + 0.2F, 0.58F, -0.75F), 0.11F, sheet);
    }
    if (chance(random, 0.35)) {
        // A heap of blankets may look like somebody asleep.
        stage.limb(place.at(drawn(random, -0.2F, 0.2F) * w, 0.6F, -0.3F), drawn(random, 0.12F, 0.2F),
                   place.at(drawn(random, -0.3F, 0.3F) * w, 0.58F, 0.5F), drawn(random, 0.1F, 0.17F), cover);
    }
    stage.end();
}

void addCabinet(Stage& stage, Random& random, const PropPlace& place) {
    const Material wood = drawWood(random);
    Material line = plainMaterial(wood.color * 0.55F);
    const bool tall = chance(random, 0.5);
    const float w = drawn(random, 0.3F, 0.8F);
    const float h = tall ? drawn(random, 1.5F, 2.1F) : drawn(random, 0.6F, 1.1F);
    const float d = drawn(random, 0.16F, 0.28F);
    const bool open = chance(random, 0.35);
    stage.begin();
    stage.box(place.ground, {2 * w, h, 2 * d}, place.yaw, open ? line : wood);
    const int rows = tall ? 4 : 2;
    for (int row = 0; row < rows; ++row) {
        const float y0 = h * static_cast<float>(row) / static_cast<float>(rows) + 0.02F;
        const float y1 = h * static_cast<float>(row + 1) / static_cast<float>(rows) - 0.02F;
        const float z = d + 0.004F;
        if (!open) {
            for (const float side : {-1.0F, 1.0F}) {
                const float x0 = side < 0 ? -w + 0.02F : 0.01F;
                const float x1 = side < 0 ? -0.01F : w - 0.02F;
                Material door = wood;
                door.color = wood.color * 1.08F;
                stage.face({place.at(x0, y0, z), place.at(x1, y0, z), place.at(x1, y1, z), place.at(x0, y1, z)}, door,
                           0.5F);
                stage.ball(place.at(side * 0.06F, (y0 + y1) / 2, z + 0.02F), 0.015F, line);
            }
            continue;
        }
        stage.box(place.at(0, y0 - 0.03F, 0.02F), {2 * w, 0.025F, 2 * d}, place.yaw, wood);
        for (float x = -w + 0.04F; x < w - 0.06F;) {
            const float book = drawn(random, 0.025F, 0.07F);
            const float top = y0 + (y1 - y0) * drawn(random, 0.45F, 0.95F);
            const Material cover =
                plainMaterial({drawn(random, 0.1F, 0.9F), drawn(random, 0.1F, 0.8F), drawn(random, 0.1F, 0.8F)});
            if (!chance(random, 0.25))
                stage.face(
                    {place.at(x, y0, z), place.at(x + book, y0, z), place.at(x + book, top, z), place.at(x, top, z)},
                    cover, 0.4F);
            x += book + 0.004F;
        }
    }
    stage.end();
}

void addPlant(Stage& stage, Random& random, const PropPlace& place) {
    const float h = drawn(random, 0.4F, 1.7F);
    const float pot = drawn(random, 0.1F, 0.2F);
    const Material clay = drawPaint(random);
    const Rgb green = {drawn(random, 0.1F, 0.35F), drawn(random, 0.32F, 0.6F), drawn(random, 0.08F, 0.3F)};
    stage.begin();
    stage.hull({place.at(-pot * 0.3F, pot * 1.6F, 0), place.at(pot * 0.3F, pot * 1.6F, 0),
                place.at(-pot * 0.2F, pot * 0.5F, 0), place.at(pot * 0.2F, pot * 0.5F, 0)},
               {pot * 0.75F, pot * 0.75F, pot * 0.55F, pot * 0.55F}, clay);
    const auto leaves = 10 + random.below(16);
    const float spread = drawn(random, 0.15F, 0.42F);
    for (uint64_t i = 0; i < leaves; ++i) {
        const float angle = drawn(random, 0, 6.283F);
        const float up = pot * 1.8F + (h - pot * 1.8F) * drawn(random, 0.25F, 1.0F);
        const float out = spread * drawn(random, 0.2F, 1.0F);
        const Vec3 root = place.at(0, std::max(pot * 1.7F, up * 0.6F), 0);
        const Vec3 tip = place.at(out * std::sin(angle), up, out * std::cos(angle));
        stage.limb(root, 0.012F, tip, drawn(random, 0.025F, 0.07F), plainMaterial(green * drawn(random, 0.6F, 1.25F)));
    }
    stage.end();
}

void addFloorLamp(Stage& stage, Random& random, const PropPlace& place, bool lit) {
    const float h = drawn(random, 1.3F, 1.8F);
    const Material metal = plainMaterial(Rgb{0.25F, 0.24F, 0.23F} * drawn(random, 0.5F, 2.0F));
    Material shade = drawFabric(random);
    shade.color = mixed(shade.color, {0.95F, 0.9F, 0.78F}, 0.6F);
    shade.glows = lit;
    if (lit) shade.color = {1.15F, 1.05F, 0.8F};
    const float r = drawn(random, 0.1F, 0.2F);
    stage.begin();
    stage.limb(place.at(0, 0.01F, 0), 0.02F, place.at(0, h, 0), 0.015F, metal);
    stage.limb(place.at(-0.1F, 0.02F, 0), 0.03F, place.at(0.1F, 0.02F, 0), 0.03F, metal);
    stage.hull({place.at(-r * 0.4F, h + 0.1F, 0), place.at(r * 0.4F, h + 0.1F, 0), place.at(-r, h - 0.12F, 0),
                place.at(r, h - 0.12F, 0)},
               {0.04F, 0.04F, 0.04F, 0.04F}, shade);
    stage.end();
}

}  // namespace bw
