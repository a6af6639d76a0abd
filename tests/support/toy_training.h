// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "learn/train/trainer.h"

namespace bw::test {

/// Options by which toy networks learn toy sets in seconds.
inline TrainOptions quickTraining(int epochs) {
    TrainOptions options;
    options.epochs = epochs;
    options.batch = 16;
    options.learning_rate = 0.01;
    options.optimizer.average_decay = 0.9;
    options.augment = AugmentOptions::none();
    return options;
}

}  // namespace bw::test
