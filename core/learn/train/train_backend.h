// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "io/safetensors.h"
#include "learn/data/data_sample.h"
#include "learn/train/train_form.h"

namespace bw {

/// Version of everything in this header; the LibTorch module and the program must agree on it.
inline constexpr uint32_t kTrainBackendVersion = 1;

/// Labels of this number neither train nor count.
inline constexpr int64_t kNoLabel = -1;

/// Inputs with what should come out of them; all float32, row by row.
struct TrainBatch {
    std::vector<float> images;  ///< N x 3 x H x W.
    /// Classification: N. Segmentation: N x height x width of the scores. Detection: N x anchors, 0 for nothing there.
    std::vector<int64_t> labels;
    std::vector<float> offsets;  ///< Detection: N x anchors x 4, of those anchors whose label is above 0.
};

/// How the numbers of a network are moved.
struct OptimizerOptions {
    bool adaptive = true;          ///< AdamW; else stochastic gradient descent with Nesterov's momentum.
    double momentum = 0.9;         ///< Of the gradient.
    double weight_decay = 0.02;    ///< Decoupled; kernels alone. With plain descent added to the gradient.
    double clip_norm = 5;          ///< Longest gradient; 0: as it is.
    double average_decay = 0.998;  ///< Of the moving average of all numbers, which is what is judged and kept.
};

struct TrainSessionOptions {
    LearnTask task = LearnTask::Classification;
    OptimizerOptions optimizer;
    double label_smoothing = 0.1;  ///< Classification.
    uint64_t seed = 1;             ///< Draws the first weights.
    int threads = 1;
    bool allow_gpu = true;  ///< Trains on a GPU where LibTorch has one.
};

/// What the network gives for inputs: as many floats as each output has for the whole batch.
using TrainOutputs = std::vector<std::vector<float>>;

/// One set of numbers and the networks that share it: one network, or the sub-networks of a supernet. Not thread-safe;
/// use it from the thread that made it.
class TrainSession {
public:
    virtual ~TrainSession() = default;

    /// Adds a network and gives its number. Numbers that no network had before, or fewer of, are drawn; a network whose
    /// kernels are smaller takes the first channels and the middle of the window. Unsupported, with the block, where
    /// LibTorch cannot run an operator.
    virtual Result<int> add(const TrainForm& form) = 0;

    /// Forgets a network, but not its numbers; others keep theirs.
    virtual void remove(int network) = 0;

    /// One step on a batch: the first network learns from the labels and the others from what it gives (in-place
    /// distillation). Returns the first one's loss, which may be not-a-number: nothing moves then.
    virtual Result<double> step(std::span<const int> networks, const TrainBatch& batch, double learning_rate) = 0;

    /// What a network gives, with the moving average of its numbers or with those of the last step.
    virtual Result<TrainOutputs> predict(int network, std::span<const float> images, bool averaged) = 0;
    /// The loss of a batch without learning.
    virtual Result<double> loss(int network, const TrainBatch& batch, bool averaged) = 0;

    /// Starts the statistics of a network's batch normalisation anew; calibrate() then takes the mean over batches.
    virtual void forgetStatistics(int network) = 0;
    virtual Result<void> calibrate(int network, std::span<const float> images) = 0;

    /// All numbers, to go on later: restore() of a session with equal networks continues bit for bit.
    virtual std::vector<NamedTensor> state() const = 0;
    virtual Result<void> restore(std::span<const NamedTensor> numbers) = 0;

    /// The numbers of one network by the keys of its form, with ".bias", ".scale", ".shift", ".mean" and ".variance"
    /// behind them, sliced to its sizes; averaged ones.
    virtual std::vector<NamedTensor> weights(int network) const = 0;
    /// Puts numbers of weights() in; those of other sizes or unknown names are passed over. Gives how many fitted.
    virtual int setWeights(int network, std::span<const NamedTensor> numbers) = 0;

    /// "CPU, 2 threads", "NVIDIA GPU".
    virtual std::string device() const = 0;
};

/// Trains networks with LibTorch. One object per process; safe to call from any thread.
class TrainBackend {
public:
    virtual ~TrainBackend() = default;
    virtual std::string version() const = 0;
    virtual Result<std::unique_ptr<TrainSession>> start(const TrainSessionOptions& options) const = 0;
};

/// Name and type of the function that the module exports; gives null where the versions differ.
inline constexpr const char* kTrainBackendSymbol = "bwTrainBackend";
using TrainBackendFactory = const TrainBackend* (*)(uint32_t version);

/// The training part of the LibTorch module (estimate/torch_module.h). The first call may take half a second.
Result<const TrainBackend*> openTrainBackend();

}  // namespace bw
