// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "learn/data/scenes/vectors.h"

namespace bw {

/// Smooth noise in 0 to 1 with one hill about every unit; equal seeds give equal noise.
float valueNoise(float x, float y, uint32_t seed);

/// What a surface looks like.
struct Material {
    enum class Pattern { Plain, Speckle, Stripes, Checks, Planks, Tiles, Bricks, Print };

    Rgb color;
    Pattern pattern = Pattern::Plain;
    Rgb second;         ///< The pattern's other colour.
    float size = 0.1F;  ///< Metres from one of the pattern's features to the next.
    uint32_t seed = 0;
    float shine = 0;     ///< Light that a surface facing the light gives back unchanged, 0 to 1.
    bool glows = false;  ///< Its colour is light of its own.

    /// The colour at a place of the surface in metres. Patterns fade where a pixel covers `footprint` metres or more.
    Rgb at(float u, float v, float footprint) const;
};

}  // namespace bw
