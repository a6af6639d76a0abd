// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/data/scenes/room.h"

namespace bw {

void Room::addAgainstWall(Random& random, int wall, float along) {
    const double kind = random.uniform();
    const auto place = [&](float out) { return PropPlace{onWall(wall, along, 0, out), wallYaw(wall)}; };
    const auto put = [&](RoomClass room_class, float out, float radius, auto add) {
        const PropPlace spot = place(out);
        if (!isFree(spot.ground, radius * 0.8F)) return false;
        stage_.use(idOf(room_class));
        add(spot);
        occupy(spot.ground, radius);
        return true;
    };
    if (kind < 0.24) {
        put(RoomClass::Cabinet, 0.3F, 0.5F, [&](const PropPlace& spot) { addCabinet(stage_, random, spot); });
    } else if (kind < 0.44) {
        if (put(RoomClass::Sofa, 0.5F, 0.8F, [&](const PropPlace& spot) { addSofa(stage_, random, spot); })) {
            const PropPlace seat = place(0.6F);
            seats_.push_back({seat.at(drawn(random, -0.3F, 0.3F), 0, 0), seat.yaw});
        }
    } else if (kind < 0.56 && wallLength(wall) > 3) {
        put(RoomClass::Bed, 1.1F, 1.0F, [&](const PropPlace& spot) { addBed(stage_, random, spot); });
    } else if (kind < 0.72) {
        put(RoomClass::Plant, 0.35F, 0.25F, [&](const PropPlace& spot) { addPlant(stage_, random, spot); });
    } else if (kind < 0.82) {
        const bool lit = chance(random, 0.5);
        put(RoomClass::Lamp, 0.3F, 0.2F, [&](const PropPlace& spot) { addFloorLamp(stage_, random, spot, lit); });
    } else if (kind < 0.92) {
        put(RoomClass::Clutter, 0.3F, 0.25F, [&](const PropPlace& spot) { addClutter(stage_, random, spot); });
    }
}

void Room::addDistractor(Random& random) {
    Vec3 spot;
    if (!findSpot(random, 1.4F, 0.9F * size_.depth, 0.3F, spot)) return;
    occupy(spot, 0.3F);
    const PropPlace place{spot, drawn(random, 0, 6.283F)};
    stage_.use(idOf(RoomClass::Clutter));
    switch (random.below(4)) {
        case 0:
        case 1:
            return addCoatRack(stage_, random, place);
        case 2:
            return addDressForm(stage_, random, place);
        default:
            stage_.use(idOf(RoomClass::Chair));
            return addCoatedChair(stage_, random, place);
    }
}

void Room::addPerson(Random& random, ObjectId id) {
    const double d = options_.difficulty;
    FigureLook look = drawLook(random);
    // Hard pictures hide people in the colours of the room and leave them far away.
    if (chance(random, 0.4 * d)) {
        look.top.color = mixed(look.top.color, wall_paint_.color, 0.75F);
        look.top.second = look.top.color * 0.92F;
    }
    const bool sits = !seats_.empty() && chance(random, 0.55);
    const FigurePose pose = drawPose(random, sits);
    FigurePlace place;
    place.yaw = drawn(random, 0, 6.283F);
    const float far = 2.2F + (size_.depth - 2.4F) * static_cast<float>(0.2 + 0.8 * d);
    const float near = chance(random, 0.5 - 0.38 * d) ? 0.75F : 1.3F + 1.4F * static_cast<float>(d);
    if (sits) {
        const PropPlace seat = seats_.back();
        seats_.pop_back();
        place.ground = seat.ground;
        place.yaw = seat.yaw + drawn(random, -0.35F, 0.35F);
    } else if (!findSpot(random, near, std::max(near + 0.3F, std::min(far, size_.depth - 0.3F)), 0.22F, place.ground)) {
        return;
    }
    occupy(place.ground, 0.3F);
    stage_.use(id);
    stage_.begin();
    addFigure(stage_, look, pose, place);
    stage_.end(sits ? 0.25F : 0.0F);
}

void Room::furnish(Random& random, const RoomPlan& plan) {
    occupy(stage_.camera().position(), 0.35F);
    for (int wall = 0; wall < 3; ++wall) {
        const float length = wallLength(wall);
        for (float along = drawn(random, 0.6F, 1.4F); along < length - 0.4F; along += drawn(random, 0.9F, 2.2F))
            addAgainstWall(random, wall, along);
    }
    Vec3 spot;
    const uint64_t tables = random.below(3);
    for (uint64_t i = 0; i < tables; ++i) {
        if (!findSpot(random, 1.5F, 0.8F * size_.depth, 0.6F, spot)) continue;
        occupy(spot, 0.45F);
        stage_.use(idOf(RoomClass::Table));
        addTable(stage_, random, {spot, drawn(random, -0.4F, 0.4F) + (chance(random, 0.5) ? 1.571F : 0.0F)},
                 idOf(RoomClass::Clutter));
    }
    const uint64_t chairs = random.below(4);
    for (uint64_t i = 0; i < chairs; ++i) {
        if (!findSpot(random, 1.2F, 0.85F * size_.depth, 0.25F, spot)) continue;
        occupy(spot, 0.28F);
        const PropPlace chair{spot, drawn(random, 0, 6.283F)};
        stage_.use(idOf(RoomClass::Chair));
        addChair(stage_, random, chair);
        seats_.push_back(chair);
    }
    auto distractors = static_cast<int>(plan.distractors);
    if (chance(random, plan.distractors - distractors)) ++distractors;
    for (int i = 0; i < distractors; ++i)
        addDistractor(random);
    for (int i = 0; i < plan.people; ++i)
        addPerson(random, plan.label_everything ? idOf(RoomClass::Person) : stage_.object(0));
    // What stands before the others: it comes last, so that people are not kept away from it.
    const auto clutter = random.below(static_cast<uint64_t>(3 + 4 * options_.difficulty));
    for (uint64_t i = 0; i < clutter; ++i) {
        if (!findSpot(random, 0.7F, 0.9F * size_.depth, 0.12F, spot)) continue;
        stage_.use(idOf(RoomClass::Clutter));
        addClutter(stage_, random, {spot, drawn(random, 0, 6.283F)});
    }
}

}  // namespace bw
