// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/data/scenes/room.h"

namespace bw {

void Room::paintDoor(Random& random, int wall, float from, float to) {
    const float h = std::min(size_.height - 0.1F, drawn(random, 1.95F, 2.1F));
    const Material frame = chance(random, 0.5) ? drawWood(random) : drawPaint(random);
    Material leaf = chance(random, 0.5) ? frame : drawWood(random);
    const Material panel = plainMaterial(leaf.color * drawn(random, 0.85F, 0.95F));
    const auto quad = [&](float a, float b, float low, float high, float out, const Material& material) {
        stage_.wall({onWall(wall, a, low, out), onWall(wall, b, low, out), onWall(wall, b, high, out),
                     onWall(wall, a, high, out)},
                    material);
    };
    stage_.use(idOf(RoomClass::Door));
    quad(from, to, 0, h, 0.012F, frame);
    const bool ajar = chance(random, 0.2);
    if (ajar) leaf = plainMaterial(Rgb{0.12F, 0.11F, 0.1F} * drawn(random, 0.5F, 2.5F));
    quad(from + 0.07F, to - 0.07F, 0, h - 0.07F, 0.014F, leaf);
    if (ajar) return;
    const int panels = static_cast<int>(random.below(4));
    for (int i = 0; i < panels; ++i) {
        const float low = 0.15F + (h - 0.35F) * static_cast<float>(i) / static_cast<float>(panels);
        const float high = low + (h - 0.35F) / static_cast<float>(panels) - 0.1F;
        quad(from + 0.18F, to - 0.18F, low, high, 0.016F, panel);
    }
    const float knob = chance(random, 0.5) ? from + 0.13F : to - 0.13F;
    stage_.begin();
    stage_.ball(onWall(wall, knob, 1.0F, 0.05F), 0.03F, plainMaterial({0.6F, 0.58F, 0.5F}));
    stage_.end(0, false);
}

void Room::paintWindow(Random& random, int wall, float from, float to) {
    const bool tall = chance(random, 0.25);
    const float low = tall ? 0.1F : drawn(random, 0.75F, 1.0F);
    const float high = std::min(size_.height - 0.15F, drawn(random, 1.9F, 2.3F));
    const auto quad = [&](float a, float b, float y0, float y1, float out, const Material& material) {
        stage_.wall(
            {onWall(wall, a, y0, out), onWall(wall, b, y0, out), onWall(wall, b, y1, out), onWall(wall, a, y1, out)},
            material);
    };
    stage_.use(idOf(RoomClass::Window));
    const Material frame = plainMaterial(mixed(drawPaint(random).color, {0.95F, 0.95F, 0.95F}, 0.5F));
    quad(from, to, low, high, 0.012F, frame);
    // Sky or night, and something green or built below it.
    const bool night = chance(random, 0.25);
    Material sky = plainMaterial(night ? Rgb{0.05F, 0.07F, 0.13F}
                                       : mixed({0.75F, 0.85F, 1.0F}, {1.1F, 1.1F, 1.08F}, drawn(random, 0, 1)));
    sky.glows = true;
    Material ground =
        plainMaterial(mixed({0.35F, 0.5F, 0.25F}, {0.6F, 0.55F, 0.5F}, drawn(random, 0, 1)) * (night ? 0.15F : 1.0F));
    ground.glows = true;
    ground.pattern = Material::Pattern::Speckle;
    ground.second = ground.color * 0.6F;
    ground.size = 0.25F;
    const int panes = 1 + static_cast<int>(random.below(3));
    const float width = (to - from - 0.06F) / static_cast<float>(panes);
    const float horizon = low + (high - low) * drawn(random, 0.15F, 0.6F);
    for (int i = 0; i < panes; ++i) {
        const float a = from + 0.03F + width * static_cast<float>(i) + 0.025F;
        const float b = a + width - 0.05F;
        quad(a, b, horizon, high - 0.05F, 0.014F, sky);
        quad(a, b, low + 0.05F, horizon, 0.014F, ground);
    }
    if (!chance(random, 0.5)) return;
    Material curtain = drawFabric(random);
    curtain.pattern = Material::Pattern::Stripes;
    curtain.second = curtain.color * 0.85F;
    curtain.size = 0.12F;
    const float cover = drawn(random, 0.12F, 0.4F) * (to - from);
    const float hem = chance(random, 0.6) ? 0.03F : low - 0.1F;
    quad(from - 0.08F, from + cover, hem, high + 0.1F, 0.05F, curtain);
    quad(to - cover, to + 0.08F, hem, high + 0.1F, 0.05F, curtain);
}

void Room::paintPicture(Random& random, int wall, float from, float to) {
    const float middle = (from + to) / 2;
    const float w = drawn(random, 0.15F, 0.4F);
    const float h = drawn(random, 0.15F, 0.4F);
    const float y = drawn(random, 1.3F, 1.7F);
    const auto quad = [&](float a, float b, float y0, float y1, float out, const Material& material) {
        stage_.wall({onWall(wall, middle + a, y + y0, out), onWall(wall, middle + b, y + y0, out),
                     onWall(wall, middle + b, y + y1, out), onWall(wall, middle + a, y + y1, out)},
                    material);
    };
    stage_.use(idOf(RoomClass::Picture));
    const bool screen = chance(random, 0.2);
    const float frame = screen ? 0.02F : drawn(random, 0.01F, 0.05F);
    quad(-w - frame, w + frame, -h - frame, h + frame, 0.015F,
         screen ? plainMaterial({0.05F, 0.05F, 0.06F}) : drawWood(random));
    Material motif = drawFabric(random);
    motif.pattern = Material::Pattern::Print;
    motif.size = drawn(random, 0.08F, 0.3F);
    motif.second = drawFabric(random).color;
    motif.glows = screen && chance(random, 0.5);
    quad(-w, w, -h, h, 0.02F, motif);
    for (uint64_t i = random.below(4); i > 0; --i) {
        const float a = drawn(random, -w, w * 0.5F);
        const float b = drawn(random, -h, h * 0.5F);
        quad(a, a + (w - a) * drawn(random, 0.2F, 0.9F), b, b + (h - b) * drawn(random, 0.2F, 0.9F), 0.022F,
             drawFabric(random));
    }
}

void Room::paintPoster(Random& random, int wall, float from, float to) {
    const float middle = (from + to) / 2;
    const float scale = drawn(random, 0.35F, 0.75F);
    FigureLook look = drawLook(random);
    FigurePose pose = drawPose(random, false);
    const float w = 0.55F * scale * look.height;
    const float h = 1.12F * scale * look.height;
    const float low = drawn(random, 0.5F, std::max(0.55F, size_.height - h - 0.3F));
    stage_.use(idOf(RoomClass::Picture));
    const Material ground = drawPaint(random);
    stage_.wall({onWall(wall, middle - w, low, 0.015F), onWall(wall, middle + w, low, 0.015F),
                 onWall(wall, middle + w, low + h, 0.015F), onWall(wall, middle - w, low + h, 0.015F)},
                ground);
    // Printed: colours move toward the paper, and the figure has no depth.
    const float fade = drawn(random, 0.1F, 0.55F);
    for (Material* material : {&look.skin, &look.hair, &look.top, &look.bottom, &look.shoes}) {
        material->color = mixed(material->color, ground.color, fade);
        material->second = mixed(material->second, ground.color, fade);
    }
    look.height *= scale;
    FigurePlace place;
    place.ground = onWall(wall, middle, low + 0.05F * h, 0.03F);
    place.yaw = wallYaw(wall) + drawn(random, -0.15F, 0.15F);
    place.flat = 0.02F;
    stage_.begin();
    addFigure(stage_, look, pose, place);
    stage_.end(-0.5F, false);
}

}  // namespace bw
