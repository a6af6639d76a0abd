// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/data/scenes/room.h"

namespace bw {
namespace {

RoomSize drawSize(Random& random) {
    return {drawn(random, 2.8F, 6.5F), drawn(random, 3.4F, 8.0F), drawn(random, 2.35F, 3.1F)};
}

Camera drawCamera(Random& random, const SceneOptions& options, const RoomSize& room) {
    const float x = drawn(random, -0.36F, 0.36F) * room.width;
    const float y = drawn(random, 0.8F, 2.2F);
    const float aim_x = drawn(random, -0.25F, 0.25F) * room.width;
    const float yaw = std::atan2(aim_x - x, 0.6F * room.depth);
    const float pitch = -0.22F * (y - 0.9F) + drawn(random, -0.14F, 0.08F);
    return {options.width, options.height, {x, y, 0.15F}, yaw, pitch, drawn(random, 1.05F, 1.65F)};
}

Light drawLight(Random& random, const RoomSize& room, double difficulty) {
    Light light;
    light.toward = unit({drawn(random, -1, 1), drawn(random, 0.5F, 1.4F), drawn(random, -1, 0.4F)});
    light.ambient = drawn(random, 0.48F, 0.72F) - 0.12F * static_cast<float>(difficulty);
    light.direct = drawn(random, 0.2F, 0.55F);
    light.tint = chance(random, 0.4) ? Rgb{1.06F, 0.98F, 0.86F}
                                     : Rgb{drawn(random, 0.94F, 1.04F), 1, drawn(random, 0.94F, 1.06F)};
    light.lamp = {drawn(random, -0.35F, 0.35F) * room.width, room.height - 0.4F,
                  drawn(random, 0.3F, 0.9F) * room.depth};
    light.lamp_power = chance(random, 0.75) ? drawn(random, 0.15F, 0.7F) : 0.0F;
    light.shadow = drawn(random, 0.2F, 0.55F);
    light.shadow_blur = drawn(random, 0.008F, 0.03F);
    return light;
}

Stage makeStage(Random& random, const SceneOptions& options, const RoomSize& size) {
    const Camera camera = drawCamera(random, options, size);
    return {options.width, options.height, camera, drawLight(random, size, options.difficulty)};
}

Material floorMaterial(Random& random) {
    Material floor = chance(random, 0.35) ? drawFabric(random) : drawWood(random);
    if (floor.pattern == Material::Pattern::Stripes || floor.pattern == Material::Pattern::Checks)
        floor.pattern = Material::Pattern::Speckle;
    const double kind = random.uniform();
    if (kind < 0.45) {
        floor.pattern = Material::Pattern::Planks;
        floor.size = drawn(random, 0.12F, 0.22F);
    } else if (kind < 0.65) {
        floor.pattern = Material::Pattern::Tiles;
        floor.size = drawn(random, 0.25F, 0.6F);
        floor.color = drawPaint(random).color * 0.85F;
        floor.second = floor.color * 0.7F;
    }
    floor.shine = 0;
    return floor;
}

Material wallMaterial(Random& random) {
    Material wall = drawPaint(random);
    const double kind = random.uniform();
    wall.seed = static_cast<uint32_t>(random.next());
    wall.second = wall.color * drawn(random, 0.85F, 0.96F);
    if (kind < 0.12) {
        wall.pattern = Material::Pattern::Stripes;
        wall.size = drawn(random, 0.12F, 0.35F);
    } else if (kind < 0.2) {
        wall.pattern = Material::Pattern::Print;
        wall.size = drawn(random, 0.15F, 0.4F);
    } else if (kind < 0.28) {
        wall.pattern = Material::Pattern::Bricks;
        wall.size = 0.09F;
        wall.color = mixed(wall.color, {0.6F, 0.32F, 0.24F}, drawn(random, 0, 1));
        wall.second = wall.color * 0.7F;
    } else if (kind < 0.7) {
        wall.pattern = Material::Pattern::Speckle;
        wall.size = drawn(random, 0.3F, 1.5F);
    }
    return wall;
}

}  // namespace

std::vector<std::string> roomClassNames() {
    return {"wall", "floor",   "ceiling", "door", "window",  "table",  "chair",  "sofa",
            "bed",  "cabinet", "plant",   "lamp", "picture", "person", "clutter"};
}

Room::Room(Random& random, const SceneOptions& options, const RoomPlan& plan)
    : options_(options), size_(drawSize(random)), stage_(makeStage(random, options, size_)) {
    for (size_t i = 0; i < ids_.size(); ++i)
        ids_[i] = stage_.object(plan.label_everything ? static_cast<int>(i) : -1);
    paintShell(random);
    for (int wall = 0; wall < 3; ++wall)
        paintWallItems(random, wall);
    furnish(random, plan);
}

void Room::paint() {
    const ObjectId ground[] = {idOf(RoomClass::Floor)};
    stage_.finish(ground);
}

float Room::wallYaw(int wall) const {
    constexpr float kQuarter = 1.5707963F;
    return wall == 0 ? 2 * kQuarter : (wall == 1 ? kQuarter : -kQuarter);
}

Vec3 Room::onWall(int wall, float along, float up, float out) const {
    const float half = size_.width / 2;
    if (wall == 0) return {-half + along, up, size_.depth - out};
    if (wall == 1) return {-half + out, up, along};
    return {half - out, up, size_.depth - along};
}

void Room::paintShell(Random& random) {
    const float w = size_.width / 2;
    const float d = size_.depth;
    const float h = size_.height;
    stage_.use(idOf(RoomClass::Floor));
    stage_.wall({Vec3{-w, 0, 0}, {w, 0, 0}, {w, 0, d}, {-w, 0, d}}, floorMaterial(random));
    if (chance(random, 0.4)) {
        const Material rug = drawFabric(random);
        const float rw = drawn(random, 0.6F, 1.2F);
        const float rd = drawn(random, 0.5F, 1.0F);
        const Vec3 c = {drawn(random, -0.3F, 0.3F) * size_.width, 0.005F, drawn(random, 0.35F, 0.8F) * d};
        stage_.wall({c + Vec3{-rw, 0, -rd}, c + Vec3{rw, 0, -rd}, c + Vec3{rw, 0, rd}, c + Vec3{-rw, 0, rd}}, rug);
    }
    stage_.use(idOf(RoomClass::Ceiling));
    Material ceiling = plainMaterial(mixed({0.93F, 0.93F, 0.92F}, drawPaint(random).color, 0.2F));
    stage_.wall({Vec3{-w, h, 0}, {w, h, 0}, {w, h, d}, {-w, h, d}}, ceiling);
    stage_.use(idOf(RoomClass::Wall));
    wall_paint_ = wallMaterial(random);
    const Material accent = chance(random, 0.25) ? wallMaterial(random) : wall_paint_;
    const Material skirting = plainMaterial(mixed(drawPaint(random).color, {0.9F, 0.9F, 0.88F}, 0.6F));
    const bool has_skirting = chance(random, 0.7);
    for (int wall = 0; wall < 3; ++wall) {
        const float length = wallLength(wall);
        const Material& material = wall == 0 ? accent : wall_paint_;
        stage_.wall(
            {onWall(wall, 0, 0, 0), onWall(wall, length, 0, 0), onWall(wall, length, h, 0), onWall(wall, 0, h, 0)},
            material);
        if (has_skirting)
            stage_.wall({onWall(wall, 0, 0, 0.01F), onWall(wall, length, 0, 0.01F), onWall(wall, length, 0.09F, 0.01F),
                         onWall(wall, 0, 0.09F, 0.01F)},
                        skirting);
    }
}

void Room::paintWallItems(Random& random, int wall) {
    const float length = wallLength(wall);
    const float start = wall == 1 ? drawn(random, 0.8F, 1.6F) : 0.25F;
    const float end = wall == 2 ? length - drawn(random, 0.8F, 1.6F) : length - 0.25F;
    for (float at = start; at + 0.9F < end;) {
        const float width = drawn(random, 0.85F, 1.5F);
        const float to = std::min(at + width, end);
        const double kind = random.uniform();
        if (kind < 0.16) {
            paintDoor(random, wall, at, std::min(to, at + 0.95F));
        } else if (kind < 0.38) {
            paintWindow(random, wall, at, to);
        } else if (kind < 0.56) {
            paintPicture(random, wall, at, to);
        } else if (kind < 0.56 + 0.1 + 0.12 * options_.difficulty) {
            paintPoster(random, wall, at, to);
        }
        at = to + drawn(random, 0.1F, 0.7F);
    }
}

bool Room::isFree(Vec3 spot, float radius) const {
    const float margin = std::min(radius, 0.3F);
    if (std::fabs(spot.x) > size_.width / 2 - margin || spot.z < 0.5F || spot.z > size_.depth - margin) return false;
    return std::none_of(occupied_.begin(), occupied_.end(), [&](Vec3 other) {
        const float dx = other.x - spot.x;
        const float dz = other.z - spot.z;
        const float gap = other.y + radius;
        return dx * dx + dz * dz < gap * gap;
    });
}

bool Room::findSpot(Random& random, float nearest, float farthest, float radius, Vec3& spot) {
    bool found = false;
    // Always as many draws, so that what follows does not depend on how soon a spot is found.
    for (int i = 0; i < 14; ++i) {
        const float column = drawn(random, 0.04F, 0.96F) * static_cast<float>(options_.width);
        const float away = nearest + (farthest - nearest) * drawn(random, 0, 1);
        if (found) continue;
        const Vec3 ray = stage_.camera().ray(column, 0.5F * static_cast<float>(options_.height));
        const Vec3 ahead = turned(unit({ray.x, 0, 1}), stage_.camera().yaw());
        const Vec3 place = stage_.camera().position() + ahead * away;
        spot = {place.x, 0, place.z};
        found = isFree(spot, radius);
    }
    return found;
}

}  // namespace bw
