// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include <map>
#include <string>
#include <vector>

#include "base/random.h"
#include "learn/torch/parameter_store.h"
#include "learn/train/train_form.h"

namespace bw {

/// What batch normalisation goes by.
enum class NormMode {
    Learn,      ///< The batch; running statistics follow.
    Imitate,    ///< The batch; running statistics stay.
    Calibrate,  ///< The batch; running statistics become the mean over all batches since forget().
    Judge,      ///< Running statistics.
};

/// Running statistics of one batch normalisation, by channel.
struct NormStatistics {
    at::Tensor mean, variance;
    at::Tensor average_mean, average_variance;  ///< Moving averages, as those of the numbers.
};

/// A network in training form that takes its numbers from a store.
class FormRunner {
public:
    /// Puts the network's numbers into the store. They are drawn from `random` where nobody has drawn them.
    FormRunner(TrainForm form, ParameterStore& store, Random& random, at::Device device);

    const TrainForm& form() const { return form_; }
    /// N x 3 x H x W in, the outputs in the form's order out. Throws NotExecutable with the block.
    std::vector<at::Tensor> run(const at::Tensor& images, NormMode mode, bool averaged);

    void forget();
    /// Moves the averages of statistics towards them.
    void average(double decay);
    /// Statistics by the name of the normalisation.
    std::map<std::string, NormStatistics>& statistics() { return statistics_; }
    /// Sizes of the network's own numbers by name.
    const std::map<std::string, std::vector<int64_t>>& sizes() const { return sizes_; }

private:
    at::Tensor normalise(size_t index, const at::Tensor& x, NormMode mode, bool averaged);
    at::Tensor runOperator(size_t index, const std::vector<at::Tensor>& tensors, NormMode mode, bool averaged);
    at::Tensor activated(size_t index, const at::Tensor& x) const;

    TrainForm form_;
    ParameterStore& store_;
    std::vector<std::vector<TensorId>> last_read_;
    std::vector<bool> in_place_;  ///< By operator: an activation that may overwrite what it reads.
    std::map<std::string, NormStatistics> statistics_;
    std::map<std::string, std::vector<int64_t>> sizes_;
    int64_t calibrated_ = 0;
};

}  // namespace bw
