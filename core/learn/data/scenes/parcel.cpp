// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/data/scenes/subjects.h"

namespace bw {

void addParcel(Stage& stage, Random& random, const PropPlace& place) {
    Material card = plainMaterial(mixed({0.68F, 0.52F, 0.34F}, {0.55F, 0.42F, 0.28F}, drawn(random, 0, 1)));
    const double kind = random.uniform();
    if (kind > 0.8) card = plainMaterial({0.9F, 0.9F, 0.88F});
    if (kind > 0.9) card = drawFabric(random);
    const bool soft = chance(random, 0.2);
    stage.begin();
    if (soft) {
        // A padded bag.
        const float w = drawn(random, 0.12F, 0.22F);
        stage.limb(place.at(-w, 0.05F, 0), 0.06F, place.at(w, 0.05F, 0), 0.06F, card);
        stage.limb(place.at(-w, 0.05F, 0.12F), 0.05F, place.at(w, 0.05F, 0.12F), 0.05F, card);
    } else {
        const Vec3 size = {drawn(random, 0.18F, 0.55F), drawn(random, 0.08F, 0.42F), drawn(random, 0.18F, 0.4F)};
        stage.box(place.ground, size, place.yaw, card);
        const Vec3 h = size * 0.5F;
        const Material tape =
            plainMaterial(chance(random, 0.6) ? card.color * 0.78F : mixed(card.color, {0.85F, 0.8F, 0.7F}, 0.7F));
        const float top = size.y + 0.003F;
        stage.face({place.at(-h.x, top, -0.025F), place.at(h.x, top, -0.025F), place.at(h.x, top, 0.025F),
                    place.at(-h.x, top, 0.025F)},
                   tape, 0.6F);
        for (const float side : {-1.0F, 1.0F}) {
            const float x = side * (h.x + 0.003F);
            const Vec3 out = place.at(side, 0, 0) - place.ground;
            if (dot(out, stage.camera().position() - place.at(x, 0, 0)) <= 0) continue;
            stage.face({place.at(x, size.y * 0.7F, -0.025F), place.at(x, size.y * 0.7F, 0.025F),
                        place.at(x, size.y, 0.025F), place.at(x, size.y, -0.025F)},
                       tape, 0.6F);
        }
        const Material label = plainMaterial({0.95F, 0.95F, 0.93F});
        const float lx = drawn(random, -0.4F, 0.1F) * size.x;
        const float lz = 0.05F;
        stage.face({place.at(lx, top, lz), place.at(lx + 0.11F, top, lz),
                    place.at(lx + 0.11F, top, std::min(h.z, lz + 0.08F)), place.at(lx, top, std::min(h.z, lz + 0.08F))},
                   label, 0.7F);
        const float z = h.z + 0.003F;
        if (dot(place.at(0, 0, 1) - place.ground, stage.camera().position() - place.at(0, 0, z)) > 0 &&
            size.y > 0.15F) {
            const Material print = plainMaterial(card.color * 0.45F);
            stage.face({place.at(-h.x * 0.6F, size.y * 0.3F, z), place.at(h.x * 0.2F, size.y * 0.3F, z),
                        place.at(h.x * 0.2F, size.y * 0.5F, z), place.at(-h.x * 0.6F, size.y * 0.5F, z)},
                       print, 0.6F);
        }
    }
    stage.end();
}

}  // namespace bw
