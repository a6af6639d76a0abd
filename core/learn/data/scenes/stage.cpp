// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/data/scenes/stage.h"

namespace bw {

Stage::Stage(int width, int height, const Camera& camera, const Light& light)
    : canvas_(width, height),
      camera_(camera),
      light_(light),
      toward_view_(camera.directionToView(light.toward)),
      lamp_view_(camera.toView(light.lamp)) {}

ObjectId Stage::object(int class_index) {
    classes_.push_back(class_index);
    current_ = static_cast<ObjectId>(classes_.size() - 1);
    return current_;
}

void Stage::wall(const std::array<Vec3, 4>& corners, const Material& material) {
    Part part;
    part.kind = Part::Kind::Face;
    part.id = current_;
    part.world = corners;
    part.material = material;
    for (size_t i = 0; i < 4; ++i)
        part.view[i] = camera_.toView(corners[i]);
    paintFace(part, true);
}

void Stage::add(Part part, int points, float toward) {
    part.id = current_;
    for (size_t i = 0; i < static_cast<size_t>(points); ++i) {
        part.view[i] = camera_.toView(part.world[i]);
        part.depth += part.view[i].z;
    }
    part.depth = part.depth / static_cast<float>(points) - toward;
    parts_.push_back(part);
}

void Stage::limb(Vec3 a, float radius_a, Vec3 b, float radius_b, const Material& material) {
    Part part;
    part.kind = Part::Kind::Limb;
    part.world = {a, b};
    part.radii = {radius_a, radius_b};
    part.material = material;
    add(part, 2, 0);
}

void Stage::hull(const std::array<Vec3, 4>& centers, const std::array<float, 4>& radii, const Material& material) {
    Part part;
    part.kind = Part::Kind::Hull;
    part.world = centers;
    part.radii = radii;
    part.material = material;
    add(part, 4, 0);
}

void Stage::face(const std::array<Vec3, 4>& corners, const Material& material, float toward) {
    Part part;
    part.kind = Part::Kind::Face;
    part.world = corners;
    part.material = material;
    add(part, 4, toward);
}

void Stage::box(Vec3 base, Vec3 size, float yaw, const Material& material) {
    const Vec3 x = turned({size.x / 2, 0, 0}, yaw);
    const Vec3 z = turned({0, 0, size.z / 2}, yaw);
    const Vec3 up = {0, size.y, 0};
    const std::array<Vec3, 4> low = {base - x - z, base + x - z, base + x + z, base - x + z};
    const std::array<Vec3, 4> high = {low[0] + up, low[1] + up, low[2] + up, low[3] + up};
    const Vec3 middle = base + up * 0.5F;
    const float middle_depth = camera_.toView(middle).z;
    // Faces that look away are hidden; the others sort as the box does.
    const auto add_face = [&](Vec3 a, Vec3 b, Vec3 c, Vec3 d) {
        const Vec3 center = (a + c) * 0.5F;
        if (dot(center - middle, camera_.position() - center) <= 0) return;
        face({a, b, c, d}, material);
        parts_.back().depth = middle_depth;
    };
    for (size_t i = 0; i < 4; ++i) {
        const size_t j = (i + 1) % 4;
        add_face(low[i], low[j], high[j], high[i]);
    }
    add_face(high[0], high[1], high[2], high[3]);
    add_face(low[0], low[1], low[2], low[3]);
}

void Stage::end(float nearer, bool shadow) {
    if (first_part_ == parts_.size()) return;
    const auto from = parts_.begin() + static_cast<std::ptrdiff_t>(first_part_);
    std::stable_sort(from, parts_.end(), [](const Part& a, const Part& b) { return a.depth > b.depth; });
    float depth = 0;
    for (auto part = from; part != parts_.end(); ++part)
        depth += part->depth;
    depth = depth / static_cast<float>(parts_.end() - from) - nearer;
    things_.push_back({first_part_, parts_.size(), depth, shadow});
    first_part_ = parts_.size();
}

void Stage::finish(std::span<const ObjectId> ground) {
    castShadows(ground);
    std::stable_sort(things_.begin(), things_.end(), [](const Thing& a, const Thing& b) { return a.depth > b.depth; });
    for (const Thing& thing : things_) {
        for (size_t i = thing.first; i < thing.last; ++i)
            paintPart(parts_[i]);
    }
}

ClassMask Stage::mask() const {
    ClassMask mask{canvas_.width(), canvas_.height(), {}};
    mask.classes.reserve(canvas_.area());
    for (size_t i = 0; i < canvas_.area(); ++i) {
        const int class_index = classes_[canvas_.owner(i)];
        mask.classes.push_back(class_index < 0 ? kVoidClass : static_cast<uint8_t>(class_index));
    }
    return mask;
}

double Stage::seenShare(ObjectId id) const {
    int64_t seen = 0;
    for (size_t i = 0; i < canvas_.area(); ++i)
        seen += canvas_.owner(i) == id;
    const int64_t painted = canvas_.painted(id);
    return painted == 0 ? 0 : static_cast<double>(seen) / static_cast<double>(painted);
}

std::vector<LabelBox> Stage::boxes(double ignored_below, double dropped_below) const {
    struct Extent {
        int x0 = 1 << 20, y0 = 1 << 20, x1 = -1, y1 = -1;
        int64_t seen = 0;
    };
    std::vector<Extent> extents(classes_.size());
    for (int y = 0; y < canvas_.height(); ++y) {
        for (int x = 0; x < canvas_.width(); ++x) {
            const auto pixel = static_cast<size_t>(y) * static_cast<size_t>(canvas_.width()) + static_cast<size_t>(x);
            Extent& extent = extents[canvas_.owner(pixel)];
            extent.x0 = std::min(extent.x0, x);
            extent.x1 = std::max(extent.x1, x);
            extent.y0 = std::min(extent.y0, y);
            extent.y1 = std::max(extent.y1, y);
            ++extent.seen;
        }
    }
    std::vector<LabelBox> boxes;
    for (size_t id = 1; id < classes_.size(); ++id) {
        const Extent& extent = extents[id];
        if (classes_[id] < 0 || extent.seen == 0) continue;
        const double share =
            static_cast<double>(extent.seen) / static_cast<double>(canvas_.painted(static_cast<ObjectId>(id)));
        if (share < dropped_below) continue;
        LabelBox box;
        box.x0 = static_cast<float>(extent.x0);
        box.y0 = static_cast<float>(extent.y0);
        box.x1 = static_cast<float>(extent.x1 + 1);
        box.y1 = static_cast<float>(extent.y1 + 1);
        box.class_index = classes_[id];
        box.ignored =
            share < ignored_below || static_cast<double>(extent.seen) < 5e-4 * static_cast<double>(canvas_.area());
        boxes.push_back(box);
    }
    return boxes;
}

}  // namespace bw
