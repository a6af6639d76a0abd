// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "learn/data/scenes/scene_options.h"
#include "learn/data/scenes/subjects.h"

namespace bw {

/// What a porch camera sees behind its subject: porch floor and posts, path and drive, lawn, fence, trees, houses, sky.
class Porch {
public:
    Porch(Random& random, const SceneOptions& options, bool night);

    /// Adds flower pots, bins, chairs and bushes that belong to the place.
    void addPlaceThings(Random& random, double expected);
    /// A spot at a distance that the camera sees whole across.
    Vec3 spotAt(Random& random, float nearest, float farthest) const;
    void paint();
    Stage& stage() { return stage_; }
    /// Where the porch's floor ends and the garden begins.
    float edge() const { return edge_; }

private:
    void paintGround(Random& random);
    void paintBackdrop(Random& random);
    /// Beyond a road at this distance.
    void addHouses(Random& random, float road);
    void addTrees(Random& random, float road);
    void addFence(Random& random);
    void addFrame(Random& random);

    SceneOptions options_;
    bool night_;
    float edge_;
    Stage stage_;
    ObjectId ground_;
    ObjectId backdrop_;
};

}  // namespace bw
