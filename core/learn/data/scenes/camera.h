// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "learn/data/scenes/vectors.h"

namespace bw {

/// A pinhole camera in a scene.
class Camera {
public:
    /// At `position`, turned right by `yaw` and up by `pitch` radians; `view_angle` radians fit into the picture's
    /// larger side.
    Camera(int width, int height, Vec3 position, float yaw, float pitch, float view_angle);

    /// A point of the scene as the camera has it: x right, y up, z ahead.
    Vec3 toView(Vec3 world) const;
    /// A direction of the scene.
    Vec3 directionToView(Vec3 world) const;
    /// Where a point ahead (view.z > 0) lies in the picture.
    Vec2 project(Vec3 view) const {
        return {center_.x + focal_ * view.x / view.z, center_.y - focal_ * view.y / view.z};
    }
    /// The direction in which a pixel looks, with z = 1.
    Vec3 ray(float x, float y) const { return {(x - center_.x) / focal_, (center_.y - y) / focal_, 1}; }
    /// Pixels for a metre at a distance ahead.
    float scaleAt(float z) const { return focal_ / z; }
    float focal() const { return focal_; }
    Vec3 position() const { return position_; }
    float yaw() const { return yaw_; }

    /// Nothing nearer is drawn.
    static constexpr float kNear = 0.12F;

    /// A polygon in view coordinates without what lies nearer than kNear.
    static std::vector<Vec3> clipNear(const std::vector<Vec3>& polygon);

private:
    Vec3 position_;
    float yaw_;
    float sin_pitch_, cos_pitch_;
    float focal_;
    Vec2 center_;
};

}  // namespace bw
