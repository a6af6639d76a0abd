// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <functional>

#include "learn/data/data_set.h"

namespace bw {

/// What a part of a data set holds.
struct SplitStatistics {
    int64_t images = 0;      ///< Read without an error.
    int64_t unlabelled = 0;  ///< Detection: pictures without a box.
    /// For each class: pictures (classification), boxes (detection), pixels (segmentation).
    std::vector<int64_t> per_class;
    std::vector<int64_t> images_with_class;  ///< Segmentation and detection: pictures that show it.
    int64_t boxes = 0;                       ///< Those that are ignored not included.
    int64_t ignored_boxes = 0;
    int64_t void_pixels = 0;
    /// Boxes by the square root of their area over the picture's: below 0.1, to 0.3, above.
    int64_t small_boxes = 0, medium_boxes = 0, large_boxes = 0;
    int min_width = 0, max_width = 0, min_height = 0, max_height = 0;
};

struct DataStatistics {
    SplitStatistics train;
    SplitStatistics validation;
    /// Pictures of both parts and how many of them were read: all, or samples spread evenly.
    int64_t total = 0;
    int64_t read = 0;
    DataProblems problems;  ///< Those of opening and those of reading.

    SplitStatistics& of(DataSplit split) { return split == DataSplit::Train ? train : validation; }
    const SplitStatistics& of(DataSplit split) const { return split == DataSplit::Train ? train : validation; }
};

/// Reads at most `limit` samples, spread evenly over both parts, and counts. What cannot be read becomes a problem, as
/// does a class without a sample when everything was read. `progress` hears the share done; Cancelled when `stop` is
/// set.
Result<DataStatistics> checkDataSet(const DataSet& set, int64_t limit, const std::function<void(double)>& progress = {},
                                    const std::atomic<bool>* stop = nullptr);

}  // namespace bw
