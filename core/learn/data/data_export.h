// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <functional>

#include "learn/data/data_set.h"

namespace bw {

/// Writes a data set into a new or empty folder in formats that others read too, pictures as PNG:
/// classification  train/CLASS/000000.png, validation likewise in val/;
/// detection       images/train + labels/train (YOLO text, classes.txt) and instances_train.json (COCO), val likewise;
/// segmentation    images/train + masks/train (grey values are classes, 255 none) and classes.txt, val likewise.
/// `limit` pictures at most, spread over both parts as they are. Pictures that cannot be read are left out and added to
/// `problems`. Errors name the file that could not be written; what was written before stays.
Result<int64_t> exportDataSet(const DataSet& set, const std::string& folder, int64_t limit, DataProblems& problems,
                              const std::function<void(double)>& progress = {},
                              const std::atomic<bool>* stop = nullptr);

}  // namespace bw
