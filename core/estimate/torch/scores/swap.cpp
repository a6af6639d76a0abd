// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/Functions.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

#include "estimate/torch/scores/scores.h"

namespace bw {
namespace {

/// Bits of a pattern; with 16 inputs all patterns would occur in wide networks.
constexpr int64_t kInputs = 32;

/// Appends, for each unit, the inputs that switch it on, one bit each.
void appendPatterns(const at::Tensor& x, std::vector<uint32_t>& patterns) {
    const at::Tensor dense = x.contiguous(x.suggest_memory_format());
    const auto units = static_cast<size_t>(dense.numel() / kInputs);
    const float* numbers = dense.data_ptr<float>();
    const size_t first = patterns.size();
    patterns.resize(first + units, 0);
    for (size_t i = 0; i < kInputs; ++i) {
        for (size_t u = 0; u < units; ++u)
            patterns[first + u] |= static_cast<uint32_t>(numbers[i * units + u] > 0) << i;
    }
}

}  // namespace

double swapScore(const ScoreTask& task) {
    ScoreNetwork network(task, {.batch = kInputs});
    std::vector<uint32_t> patterns;
    network.run(network.noise(), [&](size_t index, at::Tensor& output) {
        if (!network.form().roles[index].pre_activation) return;
        appendPatterns(output, patterns);
        std::sort(patterns.begin(), patterns.end());
        patterns.erase(std::unique(patterns.begin(), patterns.end()), patterns.end());
    });
    if (patterns.empty()) return std::numeric_limits<double>::quiet_NaN();
    return static_cast<double>(patterns.size());
}

}  // namespace bw
