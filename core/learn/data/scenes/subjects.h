// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "learn/data/scenes/furniture.h"

namespace bw {

// What comes to a porch; each adds one thing to the stage for the object in use. At night eyes and lamps may shine.
void addAnimal(Stage& stage, Random& random, const PropPlace& place, bool night);
void addVehicle(Stage& stage, Random& random, const PropPlace& place, bool night);
void addParcel(Stage& stage, Random& random, const PropPlace& place);

}  // namespace bw
