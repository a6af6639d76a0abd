// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "learn/data/scenes/figure.h"

namespace bw {

/// Where a piece of furniture stands; yaw 0 faces away from the camera along z.
struct PropPlace {
    Vec3 ground;
    float yaw = 0;

    /// A point in the piece's own directions.
    Vec3 at(float x, float y, float z) const { return ground + turned({x, y, z}, yaw); }
};

/// Materials by chance.
Material drawWood(Random& random);
Material drawFabric(Random& random);
Material drawPaint(Random& random);
Material plainMaterial(Rgb color);

// Each adds one thing or several to the stage for the object in use. Sizes come from `random`.
/// What stands on the table belongs to `on_top`.
void addTable(Stage& stage, Random& random, const PropPlace& place, ObjectId on_top);
void addChair(Stage& stage, Random& random, const PropPlace& place);
void addSofa(Stage& stage, Random& random, const PropPlace& place);
void addBed(Stage& stage, Random& random, const PropPlace& place);
void addCabinet(Stage& stage, Random& random, const PropPlace& place);
void addPlant(Stage& stage, Random& random, const PropPlace& place);
void addFloorLamp(Stage& stage, Random& random, const PropPlace& place, bool lit);
/// Small things on the floor or on a table: boxes, balls, bottles, books, bags.
void addClutter(Stage& stage, Random& random, const PropPlace& place);

// Things that look like people and are none.
void addCoatRack(Stage& stage, Random& random, const PropPlace& place);
void addDressForm(Stage& stage, Random& random, const PropPlace& place);
/// A chair with a coat over its back.
void addCoatedChair(Stage& stage, Random& random, const PropPlace& place);

}  // namespace bw
