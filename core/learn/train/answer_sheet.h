// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "learn/data/preview/label_drawing.h"
#include "learn/train/trainer.h"

namespace bw {

/// Boxes of at least this score are shown, the best ones of them: below more no picture is to be seen, and early in
/// training there are more.
inline constexpr float kShownScore = 0.3F;
inline constexpr size_t kMostShownBoxes = 8;

/// How many boxes have that score, shown or not.
int64_t foundBoxes(const TrainAnswer& answer);

/// The picture with what the network says in place of its labels.
DataSample answered(const ShownAnswer& shown);

/// Pictures with what the network says drawn on them, in a grid.
Result<Image> answerSheet(std::span<const ShownAnswer> answers, const DataInfo& info, int tile);

}  // namespace bw
