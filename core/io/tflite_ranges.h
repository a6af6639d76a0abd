// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <vector>

#include "io/tflite_output.h"

namespace bw::tflite {

/// The values that a tensor takes.
struct ValueRange {
    double low = 0;
    double high = 0;
};

/// Mean and variance of a tensor's values, one pair for each place along its last axis or one for all.
struct Moments {
    std::vector<double> mean;
    std::vector<double> variance;

    size_t size() const { return mean.size(); }
    double meanAt(size_t i) const { return mean[size() == 1 ? 0 : i]; }
    double varianceAt(size_t i) const { return variance[size() == 1 ? 0 : i]; }
};

/// Estimates the values of every float tensor of a network without running it: mean and variance go forward through
/// the operators, channel by channel, with the network's own weights (data-free as in Nagel et al., "Data-Free
/// Quantization Through Weight Equalization and Bias Correction", 2019, but from the inputs on). Inputs count as
/// uniform in -1 ... 1, values as normal and independent; the range is the mean plus and minus kDeviations standard
/// deviations, cut where the operator cuts. Ranges that are known (`known`, by tensor) are taken as they are.
class RangeEstimate {
public:
    static constexpr double kDeviations = 5;

    RangeEstimate(const OutputModel& model, const std::map<int32_t, ValueRange>& known);

    const ValueRange& range(int32_t tensor) const { return ranges_[static_cast<size_t>(tensor)]; }

private:
    void propagate(const OutputOperator& op);
    Moments resultOf(const OutputOperator& op, ValueRange& cut);
    Moments weighted(const OutputOperator& op, size_t input, size_t filter, size_t bias);
    Moments arithmetic(const OutputOperator& op) const;
    /// True for x times LOGISTIC(x), whose factors go together.
    bool isSilu(const OutputOperator& op) const;
    Moments function(const Moments& x, double (*f)(double)) const;
    Moments moved(const Moments& x, int32_t from, int32_t to) const;
    Moments joined(const OutputOperator& op) const;
    double elements(int32_t tensor) const;
    const Moments& of(int32_t tensor) const { return moments_[static_cast<size_t>(tensor)]; }
    const OutputTensor& info(int32_t tensor) const { return model_.tensors[static_cast<size_t>(tensor)]; }
    /// `least`: how wide the range is at least.
    void settle(int32_t tensor, Moments moments, const ValueRange& cut, double least = 0);

    const OutputModel& model_;
    const std::map<int32_t, ValueRange>& known_;
    std::vector<int32_t> producers_;  ///< By tensor: the operator that computes it, -1 for none.
    std::vector<Moments> moments_;
    std::vector<ValueRange> ranges_;
};

/// The numbers of a float constant.
std::vector<float> floatsOf(const OutputTensor& tensor);

}  // namespace bw::tflite
