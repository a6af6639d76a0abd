// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "learn/data/data_set.h"
#include "learn/train/batch_loader.h"
#include "learn/train/trainer.h"
#include "space/search_space.h"

namespace bw {

/// How a supernet is trained.
struct SupernetOptions {
    TrainOptions train;  ///< Epochs, batch, rate and the rest; checkpoint, patience and judge_every do not apply.
    int width = 0, height = 0;  ///< Pixels that networks read; 0: as they are.
    int random_paths = 2;       ///< Networks drawn for each step, beside the largest and the smallest.
    /// Batches from which a network takes the statistics of its normalisation before it is judged; 0: it is judged
    /// with those of no network in particular, for comparison.
    int calibration_batches = 12;
    int64_t judged = 0;  ///< Samples that judge a network; 0: the whole validation part.
};

/// All networks of a space in one set of weights: a network takes the first channels of every kernel and the middle of
/// its window; fused and unfused blocks, which differ in their tensors, have weights of their own. Trained by the
/// sandwich rule with in-place distillation (Yu et al., BigNAS, 2003.11142). Use it from one thread.
class Supernet {
public:
    static Result<std::unique_ptr<Supernet>> make(SearchSpace space, std::shared_ptr<const DataSet> set,
                                                  const SupernetOptions& options);

    /// Trains all epochs. Unsupported where the loss is no number; Cancelled after `stop`, with what was learnt kept.
    Result<void> train(const TrainControl& control = {});

    /// How good a network of the space is with its share of the weights. Its normalisation is calibrated anew.
    Result<TrainMetrics> judge(const Network& network, const std::stop_token& stop = {});
    /// Its share of the weights, to train it on by itself.
    Result<std::vector<NamedTensor>> weights(const Network& network);

    const SearchSpace& space() const { return space_; }
    const std::vector<double>& losses() const { return losses_; }  ///< Mean of the largest network's, by epoch.
    /// One step of several genomes, the first by labels, and its loss; for those who train otherwise.
    Result<double> step(std::span<const Genome> genomes, const TrainBatch& batch, double learning_rate);
    const SupernetOptions& options() const { return options_; }
    /// SupernetOptions::calibration_batches from now on.
    void setCalibrationBatches(int batches) {
        options_.calibration_batches = batches;
        calibration_.clear();
    }
    BatchOptions batchOptions(DataSplit split) const;
    const std::shared_ptr<const DataSet>& set() const { return set_; }
    const TrainTask& task() const { return *task_; }
    /// The genome with every size at its largest, or smallest; kinds, which have no size, are drawn.
    Genome extreme(bool largest, Random& random) const;
    Genome drawn(Random& random) const;

private:
    Supernet(SearchSpace space, std::shared_ptr<const DataSet> set, SupernetOptions options)
        : space_(std::move(space)), set_(std::move(set)), options_(std::move(options)) {}
    Result<void> prepare();
    /// The network in the session; the caller removes it.
    Result<int> enter(const Network& network);
    Result<void> calibrate(int network);

    SearchSpace space_;
    std::shared_ptr<const DataSet> set_;
    SupernetOptions options_;
    std::unique_ptr<TrainTask> task_;
    std::unique_ptr<TrainSession> session_;
    std::vector<TrainBatch> calibration_;
    std::vector<double> losses_;
};

}  // namespace bw
