// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "learn/data/augment.h"
#include "learn/data/data_set.h"
#include "learn/train/fit_to_data.h"
#include "learn/train/train_backend.h"
#include "learn/train/train_task.h"

namespace bw {

/// How a network is trained.
struct TrainOptions {
    int epochs = 30;
    int batch = 32;
    /// At its highest, for batches of 32; rises over the first epoch (or the first tenth), then falls as a half cosine.
    double learning_rate = 3e-3;
    OptimizerOptions optimizer;
    double label_smoothing = 0.1;
    AugmentOptions augment;
    int patience = 0;     ///< Ends when so many epochs brought nothing better; 0: never.
    int judge_every = 1;  ///< Epochs between two judgements; the last epoch is always judged.
    uint64_t seed = 1;    ///< Draws weights, orders and variations.
    int threads = 1;
    bool allow_gpu = true;
    int hold_after = 0;      ///< Returns after so many epochs, to go on from the checkpoint later; 0: at the end.
    std::string checkpoint;  ///< File in which the state is kept after every epoch; empty: none.
};

/// One epoch behind us.
struct TrainEpoch {
    int epoch = 0;  ///< From 1.
    double loss = 0;
    double learning_rate = 0;  ///< At its end.
    bool judged = false;
    TrainMetrics metrics;  ///< On the validation part.
    double seconds = 0;    ///< Without pauses.
    double waited_s = 0;   ///< For data.
    double judge_s = 0;    ///< Of the seconds, spent on judging.
};

/// A picture of the validation part and what the network says of it.
struct ShownAnswer {
    std::shared_ptr<const DataSample> truth;
    TrainAnswer answer;
};

/// Pictures whose answers are kept, spread over the validation part.
inline constexpr int64_t kShownAnswers = 24;

/// A training under way, for people to look at.
struct TrainProgress {
    int epoch = 0;  ///< From 1.
    int epochs = 0;
    int64_t step = 0, steps = 0;  ///< In this epoch.
    double loss = 0;              ///< Mean over this epoch so far.
    double remaining_s = 0;       ///< As it goes; 0 before that can be said.
    const std::vector<TrainEpoch>* history = nullptr;
    const std::vector<ShownAnswer>* answers = nullptr;  ///< Of the last judgement.
    const std::vector<std::string>* warnings = nullptr;
    std::string device;
};

/// What training gave.
struct TrainResult {
    std::vector<TrainEpoch> history;
    TrainMetrics metrics;              ///< Of the numbers given here, on the validation part.
    std::vector<NamedTensor> weights;  ///< By the keys of TrainForm: those of the best epoch.
    std::vector<ShownAnswer> answers;  ///< With the numbers of the last epoch.
    int best_epoch = 0;
    std::string device;
    double seconds = 0;                 ///< In this run and those it goes on from.
    int64_t skipped = 0;                ///< Samples that could not be loaded, over all epochs.
    std::vector<std::string> warnings;  ///< What went wrong without ending it: a full disk, steps taken back.
};

/// Who watches a training and may hold or end it.
struct TrainControl {
    std::stop_token stop;
    const std::atomic<bool>* pause = nullptr;  ///< Waits while true.
    std::function<void(const TrainProgress&)> progress;
};

/// Waits while paused; Cancelled after `stop`.
Result<void> mayGoOn(const TrainControl& control);
/// The learning rate of a step, counted from 0 over all epochs.
double learningRate(const TrainOptions& options, int64_t step, int64_t steps_per_epoch);

/// Trains a network, fitted to the set, and keeps the numbers of its best epoch. `start` are numbers to begin with, of
/// another network perhaps: those that fit are taken. With a checkpoint that exists it goes on from there, bit for bit.
/// A loss that is not a number takes the epoch back at half the learning rate, three times, and then ends with
/// Unsupported. Cancelled after `stop`; the checkpoint then holds the last whole epoch.
Result<TrainResult> trainNetwork(const FittedNetwork& network, const std::shared_ptr<const DataSet>& set,
                                 const TrainOptions& options, std::span<const NamedTensor> start = {},
                                 const TrainControl& control = {});

/// Judges a network on the validation part of a set with numbers that training gave.
Result<TrainMetrics> judgeNetwork(const FittedNetwork& network, const std::shared_ptr<const DataSet>& set,
                                  std::span<const NamedTensor> weights, const TrainOptions& options,
                                  const TrainControl& control = {});

}  // namespace bw
