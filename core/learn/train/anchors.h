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

/// All anchors of maps in their order, with sizes that the boxes of a data set ask for: each box belongs to the
/// coarsest map of whose cells it is at least kCellsOfBox large, and the sizes of a map are centres of k-means by
/// overlap (Redmon and Farhadi, 1612.08242) of its boxes. Maps with too few boxes get sizes spread over their range.
std::vector<Anchor> makeAnchors(std::span<const AnchorMap> maps, std::span<const LabelBox> boxes, float input_width,
                                float input_height, Random& random);

/// Square root of a box's area over the side of a cell.
inline constexpr float kCellsOfBox = 1.5F;

/// What each anchor should say: class + 1 where it is one of a box's, kNoLabel where that is open, 0 else; and how the
/// box differs (SSD's encoding with variances .1 and .2). A box's anchors are those in it that overlap it by more than
/// the mean and a standard deviation of all in it (after ATSS, Zhang et al., 1912.02424), and always the best one.
void encodeBoxes(std::span<const Anchor> anchors, std::span<const LabelBox> boxes, int64_t* labels, float* offsets);

/// The boxes that scores (anchors x classes + 1, before softmax) and offsets (anchors x 4) say, repeats removed.
std::vector<FoundBox> decodeBoxes(std::span<const Anchor> anchors, std::span<const float> scores,
                                  std::span<const float> offsets, int classes, float input_width, float input_height);

}  // namespace bw
