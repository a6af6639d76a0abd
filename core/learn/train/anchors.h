// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/random.h"
#include "learn/data/data_sample.h"
#include "learn/metrics/average_precision.h"

namespace bw {

/// A box that a detector starts from, in pixels of its input.
struct Anchor {
    float x = 0, y = 0;  ///< The middle.
    float width = 0, height = 0;
};

/// A map of a detector with several anchors at each place; rows run over places, then anchors.
struct AnchorMap {
    int64_t height = 0, width = 0;
    int64_t anchors = 0;
};

/// Sizes of anchors for the boxes of a data set: centres of k-means by overlap (Redmon and Farhadi, 1612.08242), small
/// ones first. Fewer boxes than anchors give sizes spread over the input.
std::vector<Anchor> anchorSizes(std::span<const LabelBox> boxes, size_t count, float input_width, float input_height,
                                Random& random);

/// All anchors of maps in their order: finer maps, which come with more places, take the smaller sizes.
std::vector<Anchor> placeAnchors(std::span<const AnchorMap> maps, std::span<const Anchor> sizes, float input_width,
                                 float input_height);

/// What each anchor should say: class + 1 where it overlaps a box by half or is the best there is for one, kNoLabel
/// where that is open, 0 else; and how the box differs (SSD's encoding with variances .1 and .2).
void encodeBoxes(std::span<const Anchor> anchors, std::span<const LabelBox> boxes, int64_t* labels, float* offsets);

/// The boxes that scores (anchors x classes + 1, before softmax) and offsets (anchors x 4) say, repeats removed.
std::vector<FoundBox> decodeBoxes(std::span<const Anchor> anchors, std::span<const float> scores,
                                  std::span<const float> offsets, int classes, float input_width, float input_height);

}  // namespace bw
