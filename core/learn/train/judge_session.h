// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include "learn/train/batch_loader.h"
#include "learn/train/trainer.h"

namespace bw {

/// A session for a task with the options of a training.
Result<std::unique_ptr<TrainSession>> openSession(const TrainOptions& options, LearnTask task);

/// What a training ends with whose loss became infinite or not-a-number. `whose`: "the loss"; steps count from 1.
Error lossIsNoNumber(const std::string& whose, int epoch, int64_t step);

/// Hears of each picture and what the network says of it.
using AnswerWatcher = std::function<void(const std::shared_ptr<const DataSample>& truth, const TrainAnswer& answer)>;

/// Judges a network of a session, by its averaged numbers, on the samples of a loader that keeps them. `may_go_on` is
/// asked before every batch; its error ends the judging.
Result<TrainMetrics> judgeSession(TrainSession& session, int network, BatchLoader& loader, const TrainTask& task,
                                  const std::function<Result<void>()>& may_go_on, const AnswerWatcher& watcher = {});

}  // namespace bw
