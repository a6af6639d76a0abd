// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "learn/data/data_set.h"
#include "learn/metrics/average_precision.h"
#include "learn/train/train_backend.h"

namespace bw {

/// How good a network is, 0 to 1 each; the first is what training looks at.
struct TrainMetrics {
    struct Value {
        std::string name;  ///< "top-1", "mAP@[.5:.95]", "AP50", "mIoU".
        double value = 0;
    };
    std::vector<Value> values;
    std::vector<double> per_class;  ///< The first by class; -1 where the set has none of it.

    double main() const { return values.empty() ? 0 : values.front().value; }
};

/// What a network says of one picture, for people to look at.
struct TrainAnswer {
    int class_index = -1;         ///< Classification, and
    float score = 0;              ///< how sure it is.
    std::vector<FoundBox> boxes;  ///< Detection, in pixels of the picture.
    ClassMask mask;               ///< Segmentation, of the size of the scores.
};

/// What a data set teaches: how its labels become numbers and what numbers mean. One file per task.
class TrainTask {
public:
    virtual ~TrainTask() = default;

    /// Names of the metrics, the one that counts first.
    virtual std::vector<std::string> metricNames() const = 0;
    /// Marks in a form which outputs are what.
    virtual void mark(TrainForm& form) const = 0;
    /// Writes the labels of one sample, which has the size of the network's input, behind those in `batch`.
    virtual void encode(const DataSample& sample, TrainBatch& batch) const = 0;
    /// What the outputs of a batch say of picture `index` in it, whose own size is given.
    virtual TrainAnswer answer(const TrainOutputs& outputs, size_t index, int width, int height) const = 0;

    /// Collects answers and judges them all.
    class Judge {
    public:
        virtual ~Judge() = default;
        virtual void add(const TrainAnswer& answer, const DataSample& truth) = 0;
        virtual TrainMetrics metrics() const = 0;
    };
    virtual std::unique_ptr<Judge> judge() const = 0;
};

/// The task of a data set for a network that was fitted to it (fitToData()). Unsupported, with the block, where the
/// network gives something else than the task needs. Detection looks at the boxes of up to 2,000 samples, drawn by
/// `seed`.
Result<std::unique_ptr<TrainTask>> makeTrainTask(const Network& network, const LoweredNetwork& lowered,
                                                 const DataSet& set, uint64_t seed);

// One for each task; makeTrainTask() chooses.
Result<std::unique_ptr<TrainTask>> makeClassificationTask(const Network&, const LoweredNetwork&, const DataSet&,
                                                          uint64_t seed);
Result<std::unique_ptr<TrainTask>> makeSegmentationTask(const Network&, const LoweredNetwork&, const DataSet&,
                                                        uint64_t seed);
Result<std::unique_ptr<TrainTask>> makeDetectionTask(const Network&, const LoweredNetwork&, const DataSet&,
                                                     uint64_t seed);

}  // namespace bw
