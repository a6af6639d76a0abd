// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

#include "base/random.h"
#include "learn/data/data_sample.h"
#include "learn/data/scenes/camera.h"
#include "learn/data/scenes/canvas.h"
#include "learn/data/scenes/texture.h"

namespace bw {

/// What lights a scene. Directions and places are in the scene's coordinates.
struct Light {
    Vec3 toward = {0.3F, 0.9F, -0.3F};  ///< Unit direction to the sun or window.
    float ambient = 0.55F;
    float direct = 0.5F;
    Rgb tint = {1, 1, 1};
    Vec3 lamp = {0, 2, 2};      ///< A lamp in the room.
    float lamp_power = 0;       ///< 0: none.
    float shadow = 0.4F;        ///< How much darker the ground is in shadow.
    float shadow_blur = 0.01F;  ///< Share of the width over which a shadow's edge fades.
    /// Infrared lamps around the lens: about the brightness at two metres. Above 0 nothing else lights but `ambient`.
    float at_lens = 0;
};

/// A scene: things made of limbs, hulls and faces in metres, painted far to near, with the objects that own the pixels.
/// The ground is y = 0. Everything added between begin() and end() is one thing and sorted against others as a whole.
class Stage {
public:
    Stage(int width, int height, const Camera& camera, const Light& light);

    const Camera& camera() const { return camera_; }
    const Light& light() const { return light_; }
    Canvas& canvas() { return canvas_; }

    /// A new object of a class; everything added from now on belongs to it. -1: of no class.
    ObjectId object(int class_index);
    /// Parts that are added belong to this object from now on.
    void use(ObjectId id) { current_ = id; }

    /// Paints a part of the background at once, lit pixel by pixel: corners a, b, c, d in order around.
    void wall(const std::array<Vec3, 4>& corners, const Material& material);

    void begin() { first_part_ = parts_.size(); }
    /// A rounded limb between two points.
    void limb(Vec3 a, float radius_a, Vec3 b, float radius_b, const Material& material);
    void ball(Vec3 center, float radius, const Material& material) { limb(center, radius, center, radius, material); }
    /// The hull of up to four balls: the first two across the top, the others across the bottom.
    void hull(const std::array<Vec3, 4>& centers, const std::array<float, 4>& radii, const Material& material);
    /// A flat four-cornered face that is seen from both sides. `toward` metres nearer when it is sorted.
    void face(const std::array<Vec3, 4>& corners, const Material& material, float toward = 0);
    /// A box standing on `base` (the middle of its bottom), turned by `yaw`; size is width, height, depth.
    void box(Vec3 base, Vec3 size, float yaw, const Material& material);
    /// Ends a thing; `nearer` metres move it forward in the order. Things without `shadow` cast none.
    void end(float nearer = 0, bool shadow = true);

    /// Paints shadows onto `ground` objects, then all things far to near.
    void finish(std::span<const ObjectId> ground);

    /// Boxes around what is seen of objects of classes 0 and up, in the order of the objects. A box of which less than
    /// `ignored_below` is seen, or of fewer pixels than 0.05 % of the picture, is `ignored`; none where less than
    /// `dropped_below` is seen.
    std::vector<LabelBox> boxes(double ignored_below, double dropped_below) const;
    /// The class of every pixel's object.
    ClassMask mask() const;
    int classOf(ObjectId id) const { return classes_[id]; }
    /// Share of an object's pixels that nothing covers; 0 for one outside the picture.
    double seenShare(ObjectId id) const;

private:
    struct Part {
        enum class Kind { Limb, Hull, Face };
        Kind kind = Kind::Limb;
        ObjectId id = kNoObject;
        std::array<Vec3, 4> world;
        std::array<Vec3, 4> view;
        std::array<float, 4> radii{};
        Material material;
        float depth = 0;
    };
    struct Thing {
        size_t first = 0;
        size_t last = 0;
        float depth = 0;
        bool shadow = true;
    };

    void add(Part part, int points, float toward);
    Rgb lit(Rgb color, const Material& material, Vec3 view, Vec3 normal) const;
    void paintPart(const Part& part);
    void paintLimb(const Part& part);
    void paintHull(const Part& part);
    void paintFace(const Part& part, bool pixel_light);
    void castShadows(std::span<const ObjectId> ground);

    Canvas canvas_;
    Camera camera_;
    Light light_;
    Vec3 toward_view_;
    Vec3 lamp_view_;
    ObjectId current_ = kNoObject;
    std::vector<int> classes_ = {-1};
    std::vector<Part> parts_;
    std::vector<Thing> things_;
    size_t first_part_ = 0;
};

}  // namespace bw
