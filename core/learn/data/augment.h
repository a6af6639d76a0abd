// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/random.h"
#include "learn/data/data_sample.h"

namespace bw {

/// By how much pictures are varied while training; all zero leaves them as they are. Labels follow the picture.
struct AugmentOptions {
    double flip = 0.5;        ///< Probability of mirroring left and right.
    double zoom = 0.25;       ///< Up to this share is cut away from each side's length, or added around it.
    double shift = 0.1;       ///< The cut moves by up to this share of the picture beyond what its zoom allows.
    double aspect = 0.1;      ///< Width against height stretched by up to this share.
    double brightness = 0.2;  ///< Share by which values are scaled at most.
    double contrast = 0.2;    ///< The same around the picture's mean.
    double saturation = 0.2;  ///< The same around each pixel's grey.
    double hue = 0.03;        ///< Turns of the colour circle at most.

    static AugmentOptions none() { return {0, 0, 0, 0, 0, 0, 0, 0}; }
};

/// A box counts on while at least this share of it is inside the picture; less of it becomes `ignored`.
inline constexpr double kKeptBoxShare = 0.25;

/// The sample at another size, whole, stretched where the shape differs.
DataSample resized(const DataSample& sample, int width, int height);

/// A variation of the sample at the size `width` x `height`; draws only from `random`, the same number of times always.
DataSample augmented(const DataSample& sample, int width, int height, const AugmentOptions& options, Random& random);

/// The seed of sample `index`'s variation in an epoch: independent of the order in which samples are prepared.
uint64_t augmentSeed(uint64_t seed, int64_t epoch, int64_t index);

/// (value / 255 - 0.5) / 0.25 of every value, CHW, into 3 * height * width floats: what networks are trained on.
void toFloats(const Image& image, float* out);

}  // namespace bw
