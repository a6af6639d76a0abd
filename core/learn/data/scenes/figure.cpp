// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/data/scenes/figure.h"

namespace bw {
namespace {

/// Joints in the figure's own directions (x its left, y up, z its front) for a stature of 1, hips at the origin.
struct Joints {
    Vec3 hips, chest, neck, head;
    Vec3 hip[2], knee[2], ankle[2], toe[2];
    Vec3 shoulder[2], elbow[2], wrist[2], hand[2];
};

/// A limb that hangs down, swung forward and spread to its side (1 left, -1 right).
Vec3 hanging(float swing, float spread, float side) {
    return {side * std::sin(spread), -std::cos(spread) * std::cos(swing), std::cos(spread) * std::sin(swing)};
}

/// Leans a direction of the trunk forward and to the side.
Vec3 leaned(Vec3 a, float forward, float sideways) {
    const float sf = std::sin(forward), cf = std::cos(forward);
    const Vec3 b = {a.x, a.y * cf - a.z * sf, a.z * cf + a.y * sf};
    const float ss = std::sin(sideways), cs = std::cos(sideways);
    return {b.x * cs + b.y * ss, b.y * cs - b.x * ss, b.z};
}

Joints jointsOf(const FigurePose& pose) {
    Joints j;
    j.hips = {};
    const auto trunk = [&](Vec3 a) { return leaned(a, pose.lean, pose.side_lean); };
    j.chest = trunk({0, 0.285F, 0});
    j.neck = trunk({0, 0.318F, 0.008F});
    j.head = j.neck + leaned({0, 0.088F, 0.012F}, pose.lean * 0.6F + pose.nod * 0.6F, pose.side_lean);
    for (int i = 0; i < 2; ++i) {
        const float side = i == 0 ? 1.0F : -1.0F;
        j.hip[i] = {side * 0.052F, -0.01F, 0};
        const Vec3 thigh = hanging(pose.leg_swing[i], pose.leg_spread[i], side);
        const Vec3 shin = hanging(pose.leg_swing[i] - pose.knee[i], pose.leg_spread[i] * 0.7F, side);
        j.knee[i] = j.hip[i] + thigh * 0.245F;
        j.ankle[i] = j.knee[i] + shin * 0.238F;
        j.toe[i] = j.ankle[i] + Vec3{side * 0.018F, -0.022F, 0.085F};
        const Vec3 across = turned({side * 0.105F, 0, 0}, pose.twist);
        j.shoulder[i] = j.chest + leaned(across, pose.lean, pose.side_lean);
        const Vec3 upper =
            leaned(hanging(pose.arm_swing[i], pose.arm_spread[i], side), pose.lean * 0.5F, pose.side_lean);
        const Vec3 lower =
            leaned(hanging(pose.arm_swing[i] + pose.elbow[i], pose.arm_spread[i] - pose.elbow_inward[i], side),
                   pose.lean * 0.5F, pose.side_lean);
        j.elbow[i] = j.shoulder[i] + upper * 0.172F;
        j.wrist[i] = j.elbow[i] + lower * 0.15F;
        j.hand[i] = j.wrist[i] + lower * 0.045F;
    }
    return j;
}

/// Puts joints into the scene.
class Body {
public:
    Body(Stage& stage, const FigureLook& look, const FigurePose& pose, const FigurePlace& place)
        : stage_(stage),
          look_(look),
          place_(place),
          joints_(jointsOf(pose)),
          size_(look.height),
          width_(look.height * look.girth) {
        float lowest = 1e9F;
        for (int i = 0; i < 2; ++i)
            lowest = std::min({lowest, joints_.ankle[i].y, joints_.toe[i].y, joints_.knee[i].y});
        lift_ = pose.seat_height >= 0 ? pose.seat_height + 0.06F * width_ : (0.03F - lowest) * size_;
    }

    void add() {
        legs();
        trunk();
        for (int i = 0; i < 2; ++i)
            arm(i);
        head();
    }

private:
    Vec3 at(Vec3 joint) const {
        const Vec3 local = {joint.x * size_, joint.y * size_ + lift_, joint.z * size_ * place_.flat};
        return place_.ground + turned(local, place_.yaw);
    }
    void limb(Vec3 a, float ra, Vec3 b, float rb, const Material& material) {
        stage_.limb(at(a), ra * width_, at(b), rb * width_, material);
    }
    void ball(Vec3 center, float radius, const Material& material) {
        stage_.ball(at(center), radius * size_, material);
    }

    void legs() {
        const Joints& j = joints_;
        for (int i = 0; i < 2; ++i) {
            const bool bare = look_.skirt;
            limb(j.hip[i], 0.052F, j.knee[i], 0.034F, bare ? look_.skin : look_.bottom);
            limb(j.knee[i], 0.033F, j.ankle[i], 0.022F, bare || look_.short_legs ? look_.skin : look_.bottom);
            limb(j.ankle[i] + Vec3{0, -0.012F, -0.015F}, 0.024F, j.toe[i], 0.02F, look_.shoes);
        }
    }

    void trunk() {
        const Joints& j = joints_;
        const Vec3 below = {0, 0.022F, 0};
        const Vec3 waist[2] = {j.hip[0] + below, j.hip[1] + below};
        if (look_.skirt || look_.coat) {
            const Material& material = look_.coat ? look_.top : look_.bottom;
            const float reach = look_.coat ? 0.75F : 0.95F;
            const Vec3 hem[2] = {between(j.hip[0], j.knee[0], reach), between(j.hip[1], j.knee[1], reach)};
            hull({waist[0], waist[1], hem[0], hem[1]}, {0.05F, 0.05F, 0.056F, 0.056F}, material);
        } else {
            hull({waist[0], waist[1], j.hip[0], j.hip[1]}, {0.048F, 0.048F, 0.054F, 0.054F}, look_.bottom);
        }
        const Vec3 in[2] = {between(j.shoulder[0], j.chest, 0.28F), between(j.shoulder[1], j.chest, 0.28F)};
        hull({in[0], in[1], waist[0], waist[1]}, {0.046F, 0.046F, 0.044F, 0.044F}, look_.top);
        if (look_.backpack) {
            const Vec3 back = {0, 0, -0.09F};
            hull({in[0] + back, in[1] + back, between(in[0], waist[0], 0.75F) + back,
                  between(in[1], waist[1], 0.75F) + back},
                 {0.03F, 0.03F, 0.04F, 0.04F}, look_.shoes);
        }
    }
    void hull(const std::array<Vec3, 4>& joints, std::array<float, 4> radii, const Material& material) {
        std::array<Vec3, 4> world;
        for (size_t i = 0; i < 4; ++i) {
            world[i] = at(joints[i]);
            radii[i] *= width_;
        }
        stage_.hull(world, radii, material);
    }

    void arm(int i) {
        const Joints& j = joints_;
        limb(j.shoulder[i], 0.037F, j.elbow[i], 0.026F, look_.top);
        limb(j.elbow[i], 0.025F, j.wrist[i], 0.018F, look_.short_sleeves ? look_.skin : look_.top);
        limb(j.wrist[i], 0.017F, j.hand[i], 0.02F, look_.skin);
        if (look_.bag && i == 0) {
            const Vec3 down = {0, -0.1F, 0};
            limb(j.hand[i] + down, 0.055F, j.hand[i] + down * 1.5F, 0.06F, look_.shoes);
        }
    }

    void head() {
        const Joints& j = joints_;
        limb(j.chest, 0.034F, j.neck, 0.028F, look_.skin);
        const Vec3 up = unit(j.head - j.neck);
        const Vec3 jaw = j.head - up * 0.022F + Vec3{0, 0, 0.012F};
        const Vec3 crown = j.head + up * 0.012F;
        stage_.limb(at(jaw), 0.042F * size_, at(crown), 0.05F * size_, look_.skin);
        if (!look_.bald) {
            ball(crown + up * 0.016F + Vec3{0, 0, -0.016F}, 0.05F, look_.hair);
            if (look_.long_hair) {
                const Vec3 back = {0, 0, -0.034F};
                stage_.limb(at(crown + back), 0.046F * size_, at(j.neck + Vec3{0, -0.03F, -0.03F}), 0.04F * size_,
                            look_.hair);
            }
        }
        if (look_.hood) ball(crown + Vec3{0, 0.004F, -0.022F}, 0.062F, look_.top);
        if (look_.hat) {
            ball(crown + up * 0.03F, 0.05F, look_.shoes);
            stage_.limb(at(crown + up * 0.022F + Vec3{0, 0, 0.02F}), 0.035F * size_,
                        at(crown + up * 0.016F + Vec3{0, 0, 0.06F}), 0.02F * size_, look_.shoes);
        }
        face(jaw, crown, up);
    }

    /// Eyes, brows and mouth, which only show from the front because the head hides them otherwise.
    void face(Vec3 jaw, Vec3 crown, Vec3 up) {
        Material dark;
        dark.color = look_.skin.color * 0.35F;
        const Vec3 front = {0, 0, 0.046F};
        for (const float side : {-1.0F, 1.0F}) {
            const Vec3 eye = crown - up * 0.012F + front + Vec3{side * 0.019F, 0, -0.002F};
            stage_.limb(at(eye + Vec3{-0.005F, 0, 0}), 0.0045F * size_, at(eye + Vec3{0.005F, 0, 0}), 0.0045F * size_,
                        dark);
        }
        Material mouth;
        mouth.color = mixed(look_.skin.color, {0.5F, 0.1F, 0.1F}, 0.5F);
        const Vec3 lips = jaw - up * 0.008F + Vec3{0, 0, 0.04F};
        stage_.limb(at(lips + Vec3{-0.011F, 0, 0}), 0.004F * size_, at(lips + Vec3{0.011F, 0, 0}), 0.004F * size_,
                    mouth);
    }

    Stage& stage_;
    const FigureLook& look_;
    const FigurePlace& place_;
    Joints joints_;
    float size_;
    float width_;
    float lift_ = 0;
};

}  // namespace

void addFigure(Stage& stage, const FigureLook& look, const FigurePose& pose, const FigurePlace& place) {
    Body(stage, look, pose, place).add();
}

}  // namespace bw
