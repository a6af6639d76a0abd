// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/train/train_task.h"

namespace bw {

Result<std::unique_ptr<TrainTask>> makeTrainTask(const Network& network, const LoweredNetwork& lowered,
                                                 const DataSet& set, uint64_t seed) {
    switch (set.info().task) {
        case LearnTask::Classification:
            return makeClassificationTask(network, lowered, set, seed);
        case LearnTask::Segmentation:
            return makeSegmentationTask(network, lowered, set, seed);
        case LearnTask::Detection:
            break;
    }
    return makeDetectionTask(network, lowered, set, seed);
}

}  // namespace bw
