// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "learn/data/augment.h"
#include "learn/data/data_set.h"
#include "learn/train/train_task.h"

namespace bw {

/// A batch that is ready.
struct LoadedBatch {
    TrainBatch batch;
    /// The samples that are in it, at their own size; padding behind them is repeated from the first.
    std::vector<std::shared_ptr<const DataSample>> samples;
};

struct BatchOptions {
    DataSplit split = DataSplit::Train;
    int batch = 32;
    int width = 96, height = 96;
    bool shuffle = true;
    bool keep_samples = false;  ///< Hand the samples out with the batch, for judging.
    bool whole_batches = true;  ///< Drops the samples that fill no batch; else the last one is padded.
    AugmentOptions augment;
    uint64_t seed = 1;
    int64_t epoch = 0;  ///< Equal seeds and epochs give equal batches.
    int64_t limit = 0;  ///< At most so many samples; 0: all.
};

/// Prepares the batches of one epoch on a thread of its own, a few ahead of who takes them. Samples that cannot be
/// loaded are replaced by the next that can and are counted.
class BatchLoader {
public:
    BatchLoader(std::shared_ptr<const DataSet> set, const TrainTask& task, const BatchOptions& options);
    ~BatchLoader();
    BatchLoader(const BatchLoader&) = delete;
    BatchLoader& operator=(const BatchLoader&) = delete;

    int64_t batches() const { return batches_; }
    /// The next batch; nothing at the end. The error is that of a set of which nothing can be loaded.
    Result<std::optional<LoadedBatch>> next();
    /// Samples that could not be loaded so far.
    int64_t skipped() const;
    /// Seconds that next() waited: what loading costs beyond training.
    double waited_s() const { return waited_s_; }

private:
    void prepare(const std::stop_token& stop);
    Result<LoadedBatch> make(int64_t index) const;
    Result<std::shared_ptr<const DataSample>> load(int64_t position) const;

    std::shared_ptr<const DataSet> set_;
    const TrainTask& task_;
    BatchOptions options_;
    std::vector<int64_t> order_;
    int64_t batches_ = 0;
    int64_t taken_ = 0;
    double waited_s_ = 0;
    mutable std::mutex mutex_;
    std::condition_variable_any changed_;
    std::deque<Result<LoadedBatch>> ready_;
    mutable int64_t skipped_ = 0;
    std::jthread thread_;  ///< Last: ends before what it uses.
};

}  // namespace bw
