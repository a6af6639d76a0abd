// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "learn/data/scenes/canvas.h"
#include "learn/data/scenes/scene_options.h"

namespace bw {

/// How a camera turns light into a picture.
struct Sensor {
    float exposure = 1;
    float contrast = 1;
    Rgb balance = {1, 1, 1};
    float vignette = 0;  ///< Darkening of the corners, 0 to 1.
    float blur = 0;      ///< 0 sharp to 1: weight of the neighbours.
    float noise = 0;     ///< Standard deviation of a mid grey, of 1.
    bool grey = false;   ///< Infrared: one channel, in which clothes lose their colours.
};

/// A sensor by chance; difficult pictures are darker, flatter and noisier.
Sensor drawSensor(Random& random, double difficulty);

/// The picture that the sensor takes of the canvas.
Image develop(Canvas& canvas, const Sensor& sensor, Random& random);

}  // namespace bw
