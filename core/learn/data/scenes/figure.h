// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/random.h"
#include "learn/data/scenes/stage.h"

namespace bw {

/// Uniform in [low, high).
float drawn(Random& random, float low, float high);
/// True with the given probability.
bool chance(Random& random, double probability);

/// What a person looks like. Lengths are in metres.
struct FigureLook {
    float height = 1.7F;
    float girth = 1;  ///< Of limbs and body, about 1.
    Material skin;
    Material hair;
    Material top;
    Material bottom;
    Material shoes;
    bool short_sleeves = false;
    bool short_legs = false;
    bool skirt = false;
    bool coat = false;
    bool long_hair = false;
    bool bald = false;
    bool hat = false;
    bool hood = false;
    bool backpack = false;
    bool bag = false;
};

/// Angles of a person's joints in radians; 0 everywhere is standing upright with hanging arms.
struct FigurePose {
    float lean = 0;  ///< Of the trunk, forward.
    float side_lean = 0;
    float twist = 0;  ///< Shoulders against hips.
    float nod = 0;
    float arm_swing[2] = {0, 0};  ///< Left, right: upper arm forward.
    float arm_spread[2] = {0.12F, 0.12F};
    float elbow[2] = {0.15F, 0.15F};
    float elbow_inward[2] = {0, 0};  ///< Of the bent forearm, toward the middle.
    float leg_swing[2] = {0, 0};
    float leg_spread[2] = {0.05F, 0.05F};
    float knee[2] = {0, 0};
    float seat_height = -1;  ///< Of the hips above the ground where sitting; negative: stands on the lower foot.
};

/// Clothes, hair, skin and size by chance; children now and then.
FigureLook drawLook(Random& random);
/// Standing, walking, reaching, bending, crouching, carrying, phoning … by chance; `sitting` on a seat of 0.45 m.
FigurePose drawPose(Random& random, bool sitting);

/// Where a figure stands. `flat` squeezes it to a picture on a wall: 1 is a body, 0.02 a print.
struct FigurePlace {
    Vec3 ground;
    float yaw = 0;  ///< 0 faces away from the camera along z.
    float flat = 1;
};

/// Adds a person's parts to the stage's current thing and object.
void addFigure(Stage& stage, const FigureLook& look, const FigurePose& pose, const FigurePlace& place);

}  // namespace bw
