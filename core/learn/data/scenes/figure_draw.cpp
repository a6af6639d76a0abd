// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <iterator>

#include "learn/data/scenes/figure.h"

namespace bw {
namespace {

constexpr Rgb kSkins[] = {{0.96F, 0.80F, 0.69F}, {0.90F, 0.72F, 0.58F}, {0.80F, 0.60F, 0.46F},
                          {0.66F, 0.47F, 0.34F}, {0.50F, 0.34F, 0.24F}, {0.36F, 0.24F, 0.17F}};
constexpr Rgb kHairs[] = {{0.09F, 0.07F, 0.06F}, {0.22F, 0.14F, 0.09F}, {0.40F, 0.27F, 0.16F},
                          {0.72F, 0.56F, 0.34F}, {0.55F, 0.24F, 0.12F}, {0.68F, 0.67F, 0.66F}};
constexpr Rgb kTrousers[] = {{0.16F, 0.20F, 0.32F}, {0.26F, 0.34F, 0.50F}, {0.10F, 0.10F, 0.11F},
                             {0.35F, 0.33F, 0.30F}, {0.60F, 0.54F, 0.42F}, {0.28F, 0.26F, 0.20F},
                             {0.72F, 0.70F, 0.66F}, {0.40F, 0.16F, 0.16F}};

template <size_t N>
Rgb oneOf(Random& random, const Rgb (&colors)[N]) {
    const Rgb color = colors[random.below(N)];
    return color * drawn(random, 0.88F, 1.1F);
}

Rgb clothColor(Random& random) {
    // Greys and muted colours are as common as bright ones.
    const float base = drawn(random, 0.08F, 0.9F);
    const float strength = chance(random, 0.45) ? drawn(random, 0.05F, 0.2F) : drawn(random, 0.3F, 0.85F);
    Rgb color = {base, base, base};
    const Rgb hue = {drawn(random, 0, 1), drawn(random, 0, 1), drawn(random, 0, 1)};
    return mixed(color, hue, strength);
}

Material cloth(Random& random) {
    Material material;
    material.color = clothColor(random);
    material.seed = static_cast<uint32_t>(random.next());
    const double kind = random.uniform();
    material.second = mixed(clothColor(random), material.color, drawn(random, 0, 0.6F));
    if (kind < 0.12) {
        material.pattern = Material::Pattern::Stripes;
        material.size = drawn(random, 0.05F, 0.12F);
    } else if (kind < 0.22) {
        material.pattern = Material::Pattern::Checks;
        material.size = drawn(random, 0.06F, 0.14F);
    } else if (kind < 0.34) {
        material.pattern = Material::Pattern::Print;
        material.size = drawn(random, 0.08F, 0.25F);
    } else {
        material.pattern = Material::Pattern::Speckle;
        material.second = material.color * drawn(random, 0.75F, 0.95F);
        material.size = drawn(random, 0.05F, 0.15F);
    }
    return material;
}

Material plain(Rgb color) {
    Material material;
    material.color = color;
    return material;
}

void walk(Random& random, FigurePose& pose) {
    const float stride = drawn(random, 0.15F, 0.55F) * (chance(random, 0.5) ? 1.0F : -1.0F);
    pose.leg_swing[0] = stride;
    pose.leg_swing[1] = -stride;
    pose.knee[stride > 0 ? 1 : 0] = drawn(random, 0.2F, 0.9F);
    pose.arm_swing[0] = -stride * drawn(random, 0.5F, 1.2F);
    pose.arm_swing[1] = stride * drawn(random, 0.5F, 1.2F);
    pose.lean = drawn(random, 0, 0.15F);
}

void raiseArm(Random& random, FigurePose& pose, int arm) {
    pose.arm_swing[arm] = drawn(random, 1.2F, 2.8F);
    pose.arm_spread[arm] = drawn(random, 0.1F, 0.6F);
    pose.elbow[arm] = drawn(random, 0, 0.9F);
}

void crouch(Random& random, FigurePose& pose) {
    for (int leg = 0; leg < 2; ++leg) {
        pose.leg_swing[leg] = drawn(random, 1.1F, 1.9F);
        pose.knee[leg] = drawn(random, 1.7F, 2.3F);
        pose.leg_spread[leg] = drawn(random, 0.05F, 0.35F);
        pose.arm_swing[leg] = drawn(random, 0.4F, 1.2F);
    }
    pose.lean = drawn(random, 0.2F, 0.8F);
}

void carry(Random& random, FigurePose& pose) {
    for (int arm = 0; arm < 2; ++arm) {
        pose.arm_swing[arm] = drawn(random, 0.1F, 0.5F);
        pose.elbow[arm] = drawn(random, 1.2F, 1.7F);
        pose.elbow_inward[arm] = drawn(random, 0, 0.7F);
    }
}

void handsOnHips(Random& random, FigurePose& pose) {
    for (int arm = 0; arm < 2; ++arm) {
        pose.arm_spread[arm] = drawn(random, 0.6F, 0.9F);
        pose.elbow[arm] = drawn(random, 1.4F, 1.8F);
        pose.elbow_inward[arm] = drawn(random, 1.2F, 1.6F);
    }
}

void sit(Random& random, FigurePose& pose) {
    pose.seat_height = drawn(random, 0.42F, 0.52F);
    const float reach = drawn(random, 1.35F, 1.6F);
    for (int side = 0; side < 2; ++side) {
        pose.leg_swing[side] = reach + drawn(random, -0.1F, 0.1F);
        pose.knee[side] = drawn(random, 1.1F, 1.7F);
        pose.leg_spread[side] = drawn(random, 0.02F, 0.25F);
        pose.arm_swing[side] = drawn(random, 0.1F, 0.7F);
        pose.elbow[side] = drawn(random, 0.5F, 1.6F);
        pose.elbow_inward[side] = drawn(random, 0, 0.6F);
    }
    pose.lean = drawn(random, -0.25F, 0.35F);
    if (chance(random, 0.15)) raiseArm(random, pose, chance(random, 0.5) ? 0 : 1);
}

}  // namespace

float drawn(Random& random, float low, float high) {
    return low + (high - low) * static_cast<float>(random.uniform());
}

bool chance(Random& random, double probability) {
    return random.uniform() < probability;
}

FigureLook drawLook(Random& random) {
    FigureLook look;
    const bool child = chance(random, 0.15);
    look.height = child ? drawn(random, 0.95F, 1.4F) : drawn(random, 1.52F, 1.94F);
    look.girth = drawn(random, 0.86F, 1.28F) * (child ? 1.12F : 1.0F);
    look.skin = plain(oneOf(random, kSkins));
    look.hair = plain(oneOf(random, kHairs));
    look.top = cloth(random);
    look.bottom = chance(random, 0.75) ? plain(oneOf(random, kTrousers)) : cloth(random);
    look.shoes = plain(chance(random, 0.6) ? Rgb{0.1F, 0.09F, 0.09F} : clothColor(random));
    look.short_sleeves = chance(random, 0.4);
    look.short_legs = chance(random, 0.15);
    look.skirt = chance(random, 0.16);
    look.coat = !look.skirt && chance(random, 0.14);
    look.long_hair = chance(random, 0.4);
    look.bald = !look.long_hair && chance(random, 0.1);
    look.hat = chance(random, 0.14);
    look.hood = !look.hat && chance(random, 0.07);
    look.backpack = chance(random, 0.1);
    look.bag = chance(random, 0.12);
    return look;
}

FigurePose drawPose(Random& random, bool sitting) {
    FigurePose pose;
    pose.lean = drawn(random, -0.05F, 0.1F);
    pose.side_lean = drawn(random, -0.08F, 0.08F);
    pose.twist = drawn(random, -0.35F, 0.35F);
    pose.nod = drawn(random, -0.2F, 0.5F);
    for (int side = 0; side < 2; ++side) {
        pose.arm_swing[side] = drawn(random, -0.25F, 0.35F);
        pose.arm_spread[side] = drawn(random, 0.04F, 0.3F);
        pose.elbow[side] = drawn(random, 0.05F, 0.6F);
        pose.leg_swing[side] = drawn(random, -0.12F, 0.12F);
        pose.leg_spread[side] = drawn(random, 0.01F, 0.16F);
    }
    if (sitting) {
        sit(random, pose);
        return pose;
    }
    const double kind = random.uniform();
    if (kind < 0.32) {
        walk(random, pose);
    } else if (kind < 0.42) {
        raiseArm(random, pose, chance(random, 0.5) ? 0 : 1);
    } else if (kind < 0.5) {
        carry(random, pose);
    } else if (kind < 0.57) {
        handsOnHips(random, pose);
    } else if (kind < 0.66) {
        crouch(random, pose);
    } else if (kind < 0.74) {
        pose.lean = drawn(random, 0.5F, 1.3F);
        pose.arm_swing[0] = drawn(random, 0.6F, 1.5F);
        pose.arm_swing[1] = drawn(random, 0.6F, 1.5F);
    } else if (kind < 0.8) {
        const int arm = chance(random, 0.5) ? 0 : 1;
        pose.arm_swing[arm] = drawn(random, 0.5F, 0.9F);
        pose.elbow[arm] = drawn(random, 2.1F, 2.5F);
    }
    return pose;
}

}  // namespace bw
