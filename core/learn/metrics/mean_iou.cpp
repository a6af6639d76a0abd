// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/metrics/mean_iou.h"

#include <algorithm>

namespace bw {

SegmentationJudge::SegmentationJudge(int classes)
    : classes_(static_cast<size_t>(classes)), counts_(classes_ * classes_, 0) {}

void SegmentationJudge::add(std::span<const uint8_t> answer, int width, int height, const ClassMask& truth) {
    for (int y = 0; y < truth.height; ++y) {
        const int from_y = std::min(height - 1, (2 * y + 1) * height / (2 * truth.height));
        for (int x = 0; x < truth.width; ++x) {
            const size_t wanted =
                truth.classes[static_cast<size_t>(y) * static_cast<size_t>(truth.width) + static_cast<size_t>(x)];
            if (wanted >= classes_) continue;
            const int from_x = std::min(width - 1, (2 * x + 1) * width / (2 * truth.width));
            const size_t said =
                answer[static_cast<size_t>(from_y) * static_cast<size_t>(width) + static_cast<size_t>(from_x)];
            if (said < classes_) ++counts_[wanted * classes_ + said];
        }
    }
}

SegmentationScores SegmentationJudge::scores() const {
    SegmentationScores scores;
    int64_t all = 0, right = 0;
    int occurring = 0;
    for (size_t c = 0; c < classes_; ++c) {
        int64_t row = 0, column = 0;
        for (size_t other = 0; other < classes_; ++other) {
            row += counts_[c * classes_ + other];
            column += counts_[other * classes_ + c];
        }
        const int64_t both = counts_[c * classes_ + c];
        const int64_t either = row + column - both;
        scores.per_class.push_back(either > 0 ? static_cast<double>(both) / static_cast<double>(either) : -1);
        all += row;
        right += both;
        if (either == 0) continue;
        scores.mean_iou += scores.per_class.back();
        ++occurring;
    }
    if (occurring > 0) scores.mean_iou /= occurring;
    if (all > 0) scores.pixel_accuracy = static_cast<double>(right) / static_cast<double>(all);
    return scores;
}

}  // namespace bw
