// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "learn/data/scenes/furniture.h"
#include "learn/data/scenes/scene_options.h"

namespace bw {

/// What the pixels of a room may show, in the order of roomClassNames().
enum class RoomClass {
    Wall,
    Floor,
    Ceiling,
    Door,
    Window,
    Table,
    Chair,
    Sofa,
    Bed,
    Cabinet,
    Plant,
    Lamp,
    Picture,
    Person,
    Clutter
};
std::vector<std::string> roomClassNames();

/// Size of a room: x from -width / 2 to width / 2, z from 0 (behind the camera) to depth.
struct RoomSize {
    float width = 4;
    float depth = 5;
    float height = 2.5F;
};

/// How a room is filled.
struct RoomPlan {
    int people = 0;
    bool label_everything = false;  ///< Pixels get the classes of RoomClass; otherwise only people have one, 0.
    double distractors = 1;         ///< Things that look like people, expected.
};

/// A furnished room with people, ready to be painted.
class Room {
public:
    Room(Random& random, const SceneOptions& options, const RoomPlan& plan);

    /// Paints everything.
    void paint();
    Stage& stage() { return stage_; }

private:
    ObjectId idOf(RoomClass room_class) const { return ids_[static_cast<size_t>(room_class)]; }
    void paintShell(Random& random);
    void paintWallItems(Random& random, int wall);
    void paintDoor(Random& random, int wall, float from, float to);
    void paintWindow(Random& random, int wall, float from, float to);
    void paintPicture(Random& random, int wall, float from, float to);
    void paintPoster(Random& random, int wall, float from, float to);
    /// A place on a wall: 0 far, 1 left, 2 right; `along` metres from its left end, `out` from the wall.
    Vec3 onWall(int wall, float along, float up, float out) const;
    float wallLength(int wall) const { return wall == 0 ? size_.width : size_.depth; }
    float wallYaw(int wall) const;

    void furnish(Random& random, const RoomPlan& plan);
    void addAgainstWall(Random& random, int wall, float along);
    void addDistractor(Random& random);
    void addPerson(Random& random, ObjectId id);
    /// A free spot that the camera sees, at a distance; nothing after some tries.
    bool findSpot(Random& random, float nearest, float farthest, float radius, Vec3& spot);
    bool isFree(Vec3 spot, float radius) const;
    void occupy(Vec3 spot, float radius) { occupied_.push_back({spot.x, radius, spot.z}); }

    SceneOptions options_;
    RoomSize size_;
    Stage stage_;
    std::array<ObjectId, 15> ids_{};
    Material wall_paint_;
    std::vector<Vec3> occupied_;    ///< x, radius, z
    std::vector<PropPlace> seats_;  ///< Free chairs and places on sofas.
    std::vector<ObjectId> people_;
};

}  // namespace bw
