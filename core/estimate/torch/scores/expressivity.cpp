// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/Functions.h>
#include <ATen/TensorOperators.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>
#include <vector>

#include "estimate/torch/scores/scores.h"

namespace bw {
namespace {

/// Entropy of the spectrum of features: of a map's positions as points with a coordinate a channel.
double spectrumEntropy(const at::Tensor& map) {
    at::Tensor rows = map.permute({0, 2, 3, 1}).reshape({-1, map.size(1)});
    rows = rows - rows.mean(0, true);
    // The smaller of the two products has the same eigenvalues but for zeros.
    const at::Tensor gram = rows.size(0) < rows.size(1) ? rows.mm(rows.t()) : rows.t().mm(rows);
    const at::Tensor values = eigenvalues(gram);
    const double* lambda = values.data_ptr<double>();
    double sum = 0;
    for (int64_t i = 0; i < values.numel(); ++i)
        sum += std::max(0.0, lambda[i]);
    if (!(sum > 0)) return 0;
    constexpr double kTiny = 1e-8;
    double entropy = 0;
    for (int64_t i = 0; i < values.numel(); ++i) {
        const double p = std::max(0.0, lambda[i]) / sum;
        entropy -= p * std::log(p + kTiny);
    }
    return entropy;
}

/// Mean over the sizes of maps of the mean over the blocks that give such maps: a block more at one size is no gain in
/// itself, which depth counts.
class ExpressivityMeter final : public ForwardMeter {
public:
    void features(const at::Tensor& map) override {
        Mean& mean = of_size_[{map.size(2), map.size(3)}];
        mean.sum += spectrumEntropy(map);
        ++mean.count;
    }

    double value() const override {
        double sum = 0;
        for (const auto& [size, mean] : of_size_)
            sum += mean.sum / mean.count;
        return sum / static_cast<double>(of_size_.size());
    }

private:
    struct Mean {
        double sum = 0;
        int count = 0;
    };
    std::map<std::pair<int64_t, int64_t>, Mean> of_size_;
};

class ProgressivityMeter final : public ForwardMeter {
public:
    void features(const at::Tensor& map) override { entropies_.push_back(spectrumEntropy(map)); }

    double value() const override {
        double least = std::numeric_limits<double>::infinity();
        for (size_t i = 1; i < entropies_.size(); ++i)
            least = std::min(least, entropies_[i] - entropies_[i - 1]);
        return least;
    }

private:
    std::vector<double> entropies_;  ///< By block.
};

}  // namespace

std::unique_ptr<ForwardMeter> expressivityMeter() {
    return std::make_unique<ExpressivityMeter>();
}

std::unique_ptr<ForwardMeter> progressivityMeter() {
    return std::make_unique<ProgressivityMeter>();
}

}  // namespace bw
