// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/data/scenes/subjects.h"

namespace bw {
namespace {

/// Measures of a kind of animal in metres.
struct Species {
    float shoulder;  ///< Height of the back.
    float body;      ///< Length from shoulder to hip.
    float chest;     ///< Radius.
    float belly;
    float neck;
    float head;  ///< Radius.
    float snout;
    float ear;
    float tail;
    float tail_radius;
    bool pointed_ears;
};

constexpr Species kDog = {0.52F, 0.5F, 0.12F, 0.095F, 0.2F, 0.085F, 0.12F, 0.09F, 0.3F, 0.022F, false};
constexpr Species kTerrier = {0.28F, 0.3F, 0.085F, 0.075F, 0.1F, 0.065F, 0.07F, 0.06F, 0.14F, 0.018F, true};
constexpr Species kCat = {0.25F, 0.28F, 0.065F, 0.07F, 0.07F, 0.052F, 0.025F, 0.05F, 0.28F, 0.016F, true};
constexpr Species kFox = {0.36F, 0.38F, 0.08F, 0.075F, 0.12F, 0.065F, 0.11F, 0.08F, 0.36F, 0.05F, true};
constexpr Species kDeer = {0.9F, 0.75F, 0.17F, 0.16F, 0.45F, 0.085F, 0.16F, 0.11F, 0.12F, 0.03F, true};
constexpr Species kRaccoon = {0.26F, 0.3F, 0.095F, 0.11F, 0.06F, 0.07F, 0.06F, 0.04F, 0.24F, 0.045F, false};

struct Coat {
    Material body;
    Material under;
    Material tip;
};

Species drawSpecies(Random& random, Coat& coat) {
    constexpr Rgb kDogs[] = {
        {0.12F, 0.1F, 0.09F}, {0.55F, 0.38F, 0.2F}, {0.78F, 0.66F, 0.46F}, {0.9F, 0.88F, 0.84F}, {0.38F, 0.25F, 0.15F}};
    constexpr Rgb kCats[] = {{0.1F, 0.1F, 0.1F}, {0.6F, 0.36F, 0.16F}, {0.45F, 0.43F, 0.4F}, {0.88F, 0.86F, 0.82F}};
    const auto set = [&](Rgb body, Rgb under, Rgb tip) {
        coat = {plainMaterial(body), plainMaterial(under), plainMaterial(tip)};
        coat.body.pattern = chance(random, 0.3) ? Material::Pattern::Print : Material::Pattern::Speckle;
        coat.body.second = coat.body.pattern == Material::Pattern::Print ? mixed(body, under, 0.8F) : body * 0.75F;
        coat.body.size = drawn(random, 0.06F, 0.2F);
        coat.body.seed = static_cast<uint32_t>(random.next());
    };
    const double kind = random.uniform();
    if (kind < 0.4) {
        const Rgb body = kDogs[random.below(5)];
        set(body, mixed(body, {0.9F, 0.85F, 0.78F}, drawn(random, 0, 0.8F)), body * 0.8F);
        return chance(random, 0.65) ? kDog : kTerrier;
    }
    if (kind < 0.68) {
        const Rgb body = kCats[random.below(4)];
        set(body, mixed(body, {0.92F, 0.9F, 0.88F}, drawn(random, 0, 0.9F)), body * 0.7F);
        return kCat;
    }
    if (kind < 0.8) {
        set({0.72F, 0.36F, 0.14F}, {0.9F, 0.86F, 0.8F}, {0.95F, 0.93F, 0.9F});
        return kFox;
    }
    if (kind < 0.9) {
        set({0.5F, 0.36F, 0.22F}, {0.72F, 0.62F, 0.5F}, {0.92F, 0.9F, 0.86F});
        return kDeer;
    }
    set({0.36F, 0.35F, 0.34F}, {0.5F, 0.48F, 0.45F}, {0.12F, 0.12F, 0.12F});
    return kRaccoon;
}

/// Four legs, body, neck, head and tail; z is ahead.
class Quadruped {
public:
    Quadruped(Stage& stage, Random& random, const PropPlace& place)
        : stage_(stage), random_(random), place_(place), kind_(drawSpecies(random, coat_)) {
        const float size = drawn(random, 0.8F, 1.25F);
        for (float* measure : {&kind_.shoulder, &kind_.body, &kind_.chest, &kind_.belly, &kind_.neck, &kind_.head,
                               &kind_.snout, &kind_.ear, &kind_.tail, &kind_.tail_radius})
            *measure *= size;
        sits_ = chance(random, 0.22);
        feeds_ = !sits_ && chance(random, 0.22);
    }

    void add(bool night) {
        const float half = kind_.body / 2;
        const float drop = sits_ ? 0.45F * kind_.shoulder : 0.0F;
        const Vec3 chest = {0, kind_.shoulder - kind_.chest, half};
        const Vec3 rump = {0, kind_.shoulder - kind_.belly - drop, sits_ ? -half * 0.55F : -half};
        limb(chest, kind_.chest, rump, kind_.belly, coat_.body);
        limb(chest + Vec3{0, -kind_.chest * 0.35F, -0.02F}, kind_.chest * 0.75F,
             rump + Vec3{0, -kind_.belly * 0.3F, 0.04F}, kind_.belly * 0.75F, coat_.under);
        for (const float side : {-1.0F, 1.0F}) {
            leg(chest, side, kind_.chest, true);
            leg(rump, side, kind_.belly, false);
        }
        const float curl = drawn(random_, -0.3F, 1.0F);
        const Vec3 tail = rump + Vec3{0, kind_.belly * 0.4F, -kind_.belly * 0.7F};
        const Vec3 tail_end =
            tail + Vec3{drawn(random_, -0.3F, 0.3F) * kind_.tail, curl * kind_.tail, -kind_.tail * 0.7F};
        limb(tail, kind_.tail_radius, tail_end, kind_.tail_radius * 0.8F, coat_.body);
        limb(between(tail, tail_end, 0.8F), kind_.tail_radius * 0.9F, tail_end, kind_.tail_radius * 0.7F, coat_.tip);
        head(chest, night);
    }

private:
    Vec3 at(Vec3 a) const { return place_.at(a.x, a.y, a.z); }
    void limb(Vec3 a, float ra, Vec3 b, float rb, const Material& material) {
        stage_.limb(at(a), ra, at(b), rb, material);
    }

    void leg(Vec3 from, float side, float radius, bool front) {
        const Vec3 top = from + Vec3{side * radius * 0.65F, -radius * 0.2F, 0};
        const float step = sits_ ? 0.0F : drawn(random_, -0.22F, 0.22F) * kind_.shoulder;
        Vec3 foot = {top.x, 0.02F, top.z + step};
        Vec3 knee = between(top, foot, 0.5F) + Vec3{0, 0, (front ? 0.04F : -0.08F) * kind_.shoulder};
        if (sits_ && !front) {
            foot = {top.x * 1.4F, 0.02F, top.z + 0.3F * kind_.body};
            knee = {top.x * 1.5F, top.y * 0.9F, top.z + 0.25F * kind_.body};
        }
        limb(top, radius * 0.42F, knee, radius * 0.27F, coat_.body);
        limb(knee, radius * 0.26F, foot, radius * 0.2F, coat_.body);
        limb(foot, radius * 0.22F, foot + Vec3{0, 0, radius * 0.35F}, radius * 0.2F,
             chance(random_, 0.4) ? coat_.tip : coat_.body);
    }

    void head(Vec3 chest, bool night) {
        const float rise = feeds_ ? -0.7F : drawn(random_, 0.35F, 1.0F);
        const float aside = drawn(random_, -0.6F, 0.6F);
        const Vec3 top = chest + Vec3{0, kind_.chest * 0.4F, kind_.chest * 0.5F};
        const Vec3 head = top + unit(Vec3{aside * 0.3F, rise, 0.8F}) * (kind_.neck + kind_.head);
        limb(top, kind_.chest * 0.62F, head, kind_.head * 0.8F, coat_.body);
        limb(head, kind_.head, head, kind_.head, coat_.body);
        const Vec3 ahead = unit({aside, feeds_ ? -0.8F : -0.15F, 1});
        const Vec3 nose = head + ahead * (kind_.head * 0.7F + kind_.snout);
        limb(head + ahead * (kind_.head * 0.5F), kind_.head * 0.6F, nose, kind_.head * 0.32F, coat_.under);
        stage_.ball(at(nose + ahead * 0.01F), kind_.head * 0.2F, plainMaterial({0.06F, 0.05F, 0.05F}));
        const Vec3 across = unit(cross({0, 1, 0}, ahead));
        for (const float side : {-1.0F, 1.0F}) {
            const Vec3 root = head + across * (side * kind_.head * 0.65F) + Vec3{0, kind_.head * 0.65F, 0};
            const Vec3 tip = kind_.pointed_ears
                                 ? root + across * (side * kind_.ear * 0.35F) + Vec3{0, kind_.ear, 0}
                                 : root + across * (side * kind_.ear * 0.7F) + Vec3{0, -kind_.ear * 0.8F, 0};
            limb(root, kind_.head * 0.34F, tip, kind_.pointed_ears ? kind_.head * 0.08F : kind_.head * 0.25F,
                 coat_.tip);
            // Eyes give infrared light back to where it came from.
            Material eye = plainMaterial(night ? Rgb{1.3F, 1.3F, 1.3F} : Rgb{0.05F, 0.04F, 0.03F});
            eye.glows = night;
            stage_.ball(at(head + across * (side * kind_.head * 0.5F) + ahead * (kind_.head * 0.82F) +
                           Vec3{0, kind_.head * 0.25F, 0}),
                        kind_.head * 0.15F, eye);
        }
    }

    Stage& stage_;
    Random& random_;
    const PropPlace& place_;
    Coat coat_;
    Species kind_;
    bool sits_ = false;
    bool feeds_ = false;
};

}  // namespace

void addAnimal(Stage& stage, Random& random, const PropPlace& place, bool night) {
    stage.begin();
    Quadruped(stage, random, place).add(night);
    stage.end();
}

}  // namespace bw
