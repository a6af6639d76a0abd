// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/data/scenes/camera.h"

namespace bw {

Camera::Camera(int width, int height, Vec3 position, float yaw, float pitch, float view_angle)
    : position_(position),
      yaw_(yaw),
      sin_pitch_(std::sin(pitch)),
      cos_pitch_(std::cos(pitch)),
      focal_(0.5F * static_cast<float>(std::max(width, height)) / std::tan(view_angle / 2)),
      center_{0.5F * static_cast<float>(width), 0.5F * static_cast<float>(height)} {}

Vec3 Camera::directionToView(Vec3 world) const {
    const Vec3 a = turned(world, -yaw_);
    return {a.x, a.y * cos_pitch_ - a.z * sin_pitch_, a.z * cos_pitch_ + a.y * sin_pitch_};
}

Vec3 Camera::toView(Vec3 world) const {
    return directionToView(world - position_);
}

std::vector<Vec3> Camera::clipNear(const std::vector<Vec3>& polygon) {
    std::vector<Vec3> result;
    for (size_t i = 0; i < polygon.size(); ++i) {
        const Vec3 a = polygon[i];
        const Vec3 b = polygon[(i + 1) % polygon.size()];
        if (a.z >= kNear) result.push_back(a);
        if ((a.z >= kNear) != (b.z >= kNear)) result.push_back(between(a, b, (kNear - a.z) / (b.z - a.z)));
    }
    return result;
}

}  // namespace bw
