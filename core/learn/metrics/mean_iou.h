// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "learn/data/image/image.h"

namespace bw {

/// How well pixels were told apart.
struct SegmentationScores {
    double mean_iou = 0;  ///< Mean over classes that occur in labels or answers of intersection over union.
    double pixel_accuracy = 0;
    std::vector<double> per_class;  ///< -1 where a class does not occur.
};

/// Counts pixels of all pictures together, as the field does; kVoidClass in the labels does not count.
class SegmentationJudge {
public:
    explicit SegmentationJudge(int classes);

    /// Classes of `width` x `height` pixels, taken from the nearest where the labels have another size.
    void add(std::span<const uint8_t> answer, int width, int height, const ClassMask& truth);
    SegmentationScores scores() const;

private:
    size_t classes_;
    std::vector<int64_t> counts_;  ///< Truth by answer.
};

}  // namespace bw
