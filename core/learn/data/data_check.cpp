// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/data/data_check.h"

#include <algorithm>
#include <cmath>

namespace bw {
namespace {

void countSize(const Image& image, SplitStatistics& statistics) {
    const bool first = statistics.images == 0;
    statistics.min_width = first ? image.width : std::min(statistics.min_width, image.width);
    statistics.max_width = std::max(statistics.max_width, image.width);
    statistics.min_height = first ? image.height : std::min(statistics.min_height, image.height);
    statistics.max_height = std::max(statistics.max_height, image.height);
}

void countBoxes(const DataSample& sample, SplitStatistics& statistics) {
    std::vector<bool> shown(statistics.per_class.size(), false);
    for (const LabelBox& box : sample.boxes) {
        if (box.ignored) {
            ++statistics.ignored_boxes;
            continue;
        }
        const auto index = static_cast<size_t>(box.class_index);
        ++statistics.boxes;
        ++statistics.per_class[index];
        shown[index] = true;
        const double side = std::sqrt(static_cast<double>(box.area()) / static_cast<double>(sample.image.area()));
        ++(side < 0.1 ? statistics.small_boxes : (side < 0.3 ? statistics.medium_boxes : statistics.large_boxes));
    }
    for (size_t i = 0; i < shown.size(); ++i)
        statistics.images_with_class[i] += shown[i];
    if (sample.boxes.empty()) ++statistics.unlabelled;
}

void countMask(const ClassMask& mask, SplitStatistics& statistics) {
    std::vector<int64_t> pixels(size_t{kVoidClass} + 1, 0);
    for (const uint8_t value : mask.classes)
        ++pixels[value];
    for (size_t i = 0; i < statistics.per_class.size(); ++i) {
        statistics.per_class[i] += pixels[i];
        statistics.images_with_class[i] += pixels[i] > 0;
    }
    statistics.void_pixels += pixels[kVoidClass];
}

void count(const DataSample& sample, LearnTask task, SplitStatistics& statistics) {
    countSize(sample.image, statistics);
    ++statistics.images;
    switch (task) {
        case LearnTask::Classification:
            ++statistics.per_class[static_cast<size_t>(sample.class_index)];
            return;
        case LearnTask::Detection:
            return countBoxes(sample, statistics);
        case LearnTask::Segmentation:
            return countMask(sample.mask, statistics);
    }
}

void reportEmptyClasses(const DataSet& set, DataStatistics& statistics) {
    for (const DataSplit split : {DataSplit::Train, DataSplit::Validation}) {
        if (set.size(split) == 0) {
            statistics.problems.add(ErrorCode::InvalidFile, set.info().name, splitName(split),
                                    "the part holds no pictures");
            continue;
        }
        for (size_t i = 0; i < set.info().classes.size(); ++i) {
            if (statistics.of(split).per_class[i] > 0) continue;
            statistics.problems.add(ErrorCode::InvalidFile, set.info().name, splitName(split),
                                    "no sample of class '" + set.info().classes[i] + "'");
        }
    }
}

}  // namespace

Result<DataStatistics> checkDataSet(const DataSet& set, int64_t limit, const std::function<void(double)>& progress,
                                    const std::atomic<bool>* stop) {
    DataStatistics statistics;
    statistics.problems = set.problems();
    statistics.total = set.size(DataSplit::Train) + set.size(DataSplit::Validation);
    const int64_t wanted = std::min(statistics.total, std::max<int64_t>(limit, 1));
    for (const DataSplit split : {DataSplit::Train, DataSplit::Validation}) {
        const size_t classes = set.info().classes.size();
        statistics.of(split).per_class.assign(classes, 0);
        statistics.of(split).images_with_class.assign(classes, 0);
    }
    const int64_t train = set.size(DataSplit::Train);
    for (int64_t i = 0; i < wanted; ++i) {
        if (stop != nullptr && *stop) return fail(ErrorCode::Cancelled, "the check was cancelled");
        if (progress) progress(static_cast<double>(i) / static_cast<double>(wanted));
        const auto place = static_cast<int64_t>(static_cast<double>(statistics.total) * static_cast<double>(i) /
                                                static_cast<double>(wanted));
        const DataSplit split = place < train ? DataSplit::Train : DataSplit::Validation;
        const auto sample = set.load(split, split == DataSplit::Train ? place : place - train);
        ++statistics.read;
        if (sample) {
            count(**sample, set.info().task, statistics.of(split));
        } else {
            statistics.problems.add(sample.error());
        }
    }
    if (wanted == statistics.total) reportEmptyClasses(set, statistics);
    return statistics;
}

}  // namespace bw
