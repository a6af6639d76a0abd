// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <functional>
#include <vector>

#include "measure/train_regressor.h"

namespace bw {

/// How the error on `report`'s held-out networks falls with the number of training networks: at 25, 50 and 100 % of
/// them. The parts train one member of the ensemble each, with the options of the whole; the last point is the first
/// member of `report`'s ensemble, so that the three compare like with like and cost a quarter of a three-member
/// training. Cancelled where `stop` is raised.
Result<std::vector<LearningPoint>> learningCurve(const TargetProfile& target, const LabelledNetworks& data,
                                                 const TrainRegressorOptions& options, const TrainingReport& report,
                                                 const std::function<void(double)>& progress = {},
                                                 const std::atomic<bool>* stop = nullptr);

/// trainRegressor, then its learning curve entered into the card.
Result<TrainingReport> trainWithLearningCurve(const TargetProfile& target, const LabelledNetworks& data,
                                              const TrainRegressorOptions& options,
                                              const std::function<void(double)>& progress = {},
                                              const std::atomic<bool>* stop = nullptr);

}  // namespace bw
