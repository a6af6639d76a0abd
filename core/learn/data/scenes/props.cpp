// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/data/scenes/furniture.h"

namespace bw {
namespace {

/// A coat or dress hanging from a point.
void addHangingCloth(Stage& stage, Random& random, Vec3 from, float yaw) {
    const Material cloth = drawFabric(random);
    const Vec3 side = turned({drawn(random, 0.08F, 0.17F), 0, 0}, yaw);
    const float fall = drawn(random, 0.55F, 1.0F);
    const Vec3 hem = {drawn(random, -0.05F, 0.05F), -fall, 0};
    stage.hull({from - side, from + side, from + hem - side * 1.15F, from + hem + side * 1.15F},
               {0.07F, 0.07F, 0.06F, 0.06F}, cloth);
    for (const float s : {-1.0F, 1.0F}) {
        if (chance(random, 0.75))
            stage.limb(from + side * s, 0.055F, from + side * (s * 1.25F) + Vec3{0, -0.55F, 0}, 0.045F, cloth);
    }
}

}  // namespace

void addClutter(Stage& stage, Random& random, const PropPlace& place) {
    const Material material = chance(random, 0.5) ? drawFabric(random) : drawPaint(random);
    stage.begin();
    switch (random.below(6)) {
        case 0:
            stage.box(place.ground,
                      {drawn(random, 0.1F, 0.45F), drawn(random, 0.08F, 0.35F), drawn(random, 0.1F, 0.35F)}, place.yaw,
                      material);
            break;
        case 1: {
            const float r = drawn(random, 0.06F, 0.16F);
            stage.ball(place.at(0, r, 0), r, material);
            break;
        }
        case 2: {
            const float h = drawn(random, 0.12F, 0.3F);
            stage.limb(place.at(0, 0.04F, 0), 0.045F, place.at(0, h, 0), 0.025F, material);
            stage.limb(place.at(0, h, 0), 0.018F, place.at(0, h + 0.06F, 0), 0.015F, drawPaint(random));
            break;
        }
        case 3:
            for (int i = 0; i < 3; ++i)
                stage.box(place.at(0, 0.04F * static_cast<float>(i), 0), {0.24F, 0.035F, 0.17F},
                          place.yaw + 0.2F * static_cast<float>(i), drawPaint(random));
            break;
        case 4: {
            const float w = drawn(random, 0.1F, 0.18F);
            stage.hull({place.at(-w * 0.7F, 0.3F, 0), place.at(w * 0.7F, 0.3F, 0), place.at(-w, 0.07F, 0),
                        place.at(w, 0.07F, 0)},
                       {0.05F, 0.05F, 0.07F, 0.07F}, material);
            stage.limb(place.at(-w * 0.5F, 0.32F, 0), 0.012F, place.at(w * 0.5F, 0.42F, 0), 0.012F, material);
            break;
        }
        default:
            // Laundry.
            for (int i = 0; i < 4; ++i)
                stage.limb(place.at(drawn(random, -0.2F, 0.2F), 0.07F, drawn(random, -0.15F, 0.15F)),
                           drawn(random, 0.06F, 0.1F),
                           place.at(drawn(random, -0.2F, 0.2F), 0.1F, drawn(random, -0.15F, 0.15F)), 0.06F,
                           drawFabric(random));
    }
    stage.end();
}

void addCoatRack(Stage& stage, Random& random, const PropPlace& place) {
    const Material wood = drawWood(random);
    const float h = drawn(random, 1.5F, 1.9F);
    stage.begin();
    stage.limb(place.ground, 0.025F, place.at(0, h, 0), 0.02F, wood);
    for (int i = 0; i < 3; ++i) {
        const float angle = 2.1F * static_cast<float>(i);
        stage.limb(place.at(0, 0.12F, 0), 0.02F, place.at(0.22F * std::sin(angle), 0.02F, 0.22F * std::cos(angle)),
                   0.02F, wood);
    }
    for (uint64_t i = 1 + random.below(3); i > 0; --i)
        addHangingCloth(
            stage, random,
            place.at(drawn(random, -0.14F, 0.14F), h - drawn(random, 0.1F, 0.35F), drawn(random, -0.12F, 0.12F)),
            place.yaw + drawn(random, -0.6F, 0.6F));
    if (chance(random, 0.5)) stage.ball(place.at(0, h + 0.06F, 0), drawn(random, 0.08F, 0.12F), drawFabric(random));
    stage.end();
}

void addDressForm(Stage& stage, Random& random, const PropPlace& place) {
    const Material fabric = drawFabric(random);
    const float h = drawn(random, 1.1F, 1.45F);
    const float w = drawn(random, 0.12F, 0.16F);
    stage.begin();
    stage.limb(place.ground, 0.02F, place.at(0, h - 0.4F, 0), 0.02F, drawWood(random));
    stage.limb(place.at(-0.2F, 0.02F, 0), 0.02F, place.at(0.2F, 0.02F, 0), 0.02F, drawWood(random));
    stage.hull(
        {place.at(-w, h, 0), place.at(w, h, 0), place.at(-w * 0.55F, h - 0.38F, 0), place.at(w * 0.55F, h - 0.38F, 0)},
        {0.07F, 0.07F, 0.08F, 0.08F}, fabric);
    stage.hull({place.at(-w * 0.55F, h - 0.38F, 0), place.at(w * 0.55F, h - 0.38F, 0), place.at(-w, h - 0.62F, 0),
                place.at(w, h - 0.62F, 0)},
               {0.08F, 0.08F, 0.08F, 0.08F}, fabric);
    stage.limb(place.at(0, h, 0), 0.05F, place.at(0, h + 0.1F, 0), 0.05F, fabric);
    stage.end();
}

void addCoatedChair(Stage& stage, Random& random, const PropPlace& place) {
    addChair(stage, random, place);
    stage.begin();
    addHangingCloth(stage, random, place.at(0, 0.95F, -0.27F), place.yaw);
    stage.end(0.05F);
}

}  // namespace bw
