// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/data/data_set.h"

namespace bw {

const char* taskName(LearnTask task) {
    switch (task) {
        case LearnTask::Classification:
            return "classification";
        case LearnTask::Detection:
            return "detection";
        case LearnTask::Segmentation:
            return "segmentation";
    }
    return "";
}

const char* splitName(DataSplit split) {
    return split == DataSplit::Train ? "train" : "validation";
}

int64_t DataSample::bytes() const {
    return static_cast<int64_t>(sizeof(DataSample) + image.planes.size() + mask.classes.size() +
                                boxes.size() * sizeof(LabelBox));
}

const DataProblems& DataSet::problems() const {
    static const DataProblems none;
    return none;
}

}  // namespace bw
