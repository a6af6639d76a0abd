// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "learn/data/data_sample.h"

namespace bw {

/// A box that a network found, in pixels of the picture; class_index of the box is its class.
struct FoundBox {
    LabelBox box;
    float score = 0;
};

/// How well boxes were found, as COCO has it: precision at 101 recalls, mean over classes that have boxes, at most 100
/// boxes a picture; boxes that are `ignored` count neither way.
struct DetectionScores {
    double map = 0;   ///< mAP@[.5:.95], the mean over ten thresholds of overlap.
    double ap50 = 0;  ///< At the overlap .5 alone.
    double ap75 = 0;
    std::vector<double> per_class;  ///< mAP@[.5:.95] by class; -1 where the class has no box.
};

/// Collects pictures and judges them.
class DetectionJudge {
public:
    explicit DetectionJudge(int classes) : classes_(classes) {}

    void add(std::vector<FoundBox> found, std::vector<LabelBox> truth);
    DetectionScores scores() const;

private:
    struct Picture {
        std::vector<FoundBox> found;  ///< Best first.
        std::vector<LabelBox> truth;
    };
    int classes_;
    std::vector<Picture> pictures_;
};

/// Intersection over union; over the area of `found` alone where `truth` is ignored (a crowd).
float overlap(const LabelBox& found, const LabelBox& truth);

/// Keeps the best boxes of those of one class that overlap by more than `limit`, best first, at most `most`.
std::vector<FoundBox> withoutRepeats(std::vector<FoundBox> found, float limit, size_t most);

}  // namespace bw
