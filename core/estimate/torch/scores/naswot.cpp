// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/Functions.h>
#include <ATen/ops/linalg_slogdet.h>

#include <bit>
#include <limits>
#include <vector>

#include "estimate/torch/scores/scores.h"

namespace bw {
namespace {

/// K_ij = number of units that switch alike for inputs i and j, over all non-linearities; the score is log|det K|.
class NaswotMeter final : public ForwardMeter {
public:
    void preActivation(const at::Tensor& x) override {
        const int64_t inputs = x.size(0);
        if (kernel_.empty()) {
            inputs_ = inputs;
            kernel_.assign(static_cast<size_t>(inputs * inputs), 0);
        }
        const at::Tensor dense = x.contiguous(x.suggest_memory_format());
        const int64_t units = dense.numel() / inputs;
        packSigns(dense.data_ptr<float>(), units);
        const size_t words = codes_.size() / static_cast<size_t>(inputs);
        for (int64_t i = 0; i < inputs; ++i) {
            for (int64_t j = 0; j <= i; ++j) {
                const int64_t unlike =
                    difference(static_cast<size_t>(i) * words, static_cast<size_t>(j) * words, words);
                kernel_[static_cast<size_t>(i * inputs + j)] += units - unlike;
                if (i != j) kernel_[static_cast<size_t>(j * inputs + i)] += units - unlike;
            }
        }
    }

    double value() const override {
        if (kernel_.empty()) return std::numeric_limits<double>::quiet_NaN();
        const std::vector<double> numbers(kernel_.begin(), kernel_.end());
        const at::Tensor k = at::tensor(numbers, at::kDouble).view({inputs_, inputs_});
        return std::get<1>(at::linalg_slogdet(k)).item<double>();
    }

private:
    /// One bit a unit: whether it is positive.
    void packSigns(const float* numbers, int64_t units) {
        const int64_t words = (units + 63) / 64;
        codes_.assign(static_cast<size_t>(words * inputs_), 0);
        for (int64_t i = 0; i < inputs_; ++i) {
            for (int64_t w = 0; w < words; ++w) {
                const float* from = numbers + i * units + w * 64;
                const int64_t count = std::min<int64_t>(64, units - w * 64);
                uint64_t word = 0;
                for (int64_t b = 0; b < count; ++b)
                    word |= static_cast<uint64_t>(from[b] > 0) << b;
                codes_[static_cast<size_t>(i * words + w)] = word;
            }
        }
    }

    int64_t difference(size_t a, size_t b, size_t words) const {
        int64_t count = 0;
        for (size_t w = 0; w < words; ++w)
            count += std::popcount(codes_[a + w] ^ codes_[b + w]);
        return count;
    }

    int64_t inputs_ = 0;
    std::vector<int64_t> kernel_;
    std::vector<uint64_t> codes_;  ///< Of one non-linearity, input by input.
};

}  // namespace

std::unique_ptr<ForwardMeter> naswotMeter() {
    return std::make_unique<NaswotMeter>();
}

}  // namespace bw
