// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "learn/data/image/image.h"

namespace bw {

/// What a data set teaches.
enum class LearnTask { Classification, Detection, Segmentation };

/// "classification", "detection", "segmentation".
const char* taskName(LearnTask task);

/// The part of a set that trains, and the part that judges.
enum class DataSplit { Train, Validation };

/// "train", "validation".
const char* splitName(DataSplit split);

/// A labelled rectangle in pixels of its picture: from the left edge of pixel x0 to the right edge of pixel x1 - 1.
struct LabelBox {
    float x0 = 0;
    float y0 = 0;
    float x1 = 0;
    float y1 = 0;
    int class_index = 0;
    bool ignored = false;  ///< A crowd, or hardly visible: finding it is neither right nor wrong.

    float width() const { return x1 - x0; }
    float height() const { return y1 - y0; }
    float area() const { return width() * height(); }
    friend bool operator==(const LabelBox&, const LabelBox&) = default;
};

/// One picture with its labels; which of them are there follows from the set's task.
struct DataSample {
    Image image;
    int class_index = -1;         ///< Classification.
    std::vector<LabelBox> boxes;  ///< Detection.
    ClassMask mask;               ///< Segmentation: of the picture's size.

    /// Memory that it takes.
    int64_t bytes() const;
    friend bool operator==(const DataSample&, const DataSample&) = default;
};

}  // namespace bw
