// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/processor_features.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/checked.h"

namespace bw {
namespace {

constexpr double kFloatBytes = 4.0;
constexpr int64_t kSmallInput = 20'480;

/// Idle share of the last of the blocks of `step` that `value` is cut into.
double rest(int64_t value, int64_t step) {
    const int64_t whole = roundUp(std::max<int64_t>(1, value), step);
    return static_cast<double>(whole - value) / static_cast<double>(whole);
}

/// How full a cache is, as a logarithm that flattens far from the edge.
double fill(double bytes, double cache) {
    return std::tanh(std::log(std::max(1.0, bytes) / cache));
}

/// Every type of operator and of activation has code of its own, and its own speed.
void addFlags(const Kernel& kernel, std::vector<std::pair<const char*, double>>& features) {
    for (int i = 0; i < kOpTypeCount; ++i) {
        const auto type = static_cast<OpType>(i);
        features.emplace_back(opTypeId(type).data(), kernel.type == type ? 1.0 : 0.0);
    }
    for (int i = 1; i <= static_cast<int>(Activation::LeakyRelu); ++i) {
        const auto activation = static_cast<Activation>(i);
        features.emplace_back(activationId(activation).data(), kernel.activation == activation ? 1.0 : 0.0);
    }
}

}  // namespace

std::vector<std::pair<const char*, double>> processorFeatures(const Kernel& kernel) {
    const int64_t inputs = kernel.in_h * kernel.in_w * kernel.in_c;
    const int64_t pixels = kernel.out_h * kernel.out_w;
    const double in = kFloatBytes * static_cast<double>(inputs);
    const double out = kFloatBytes * static_cast<double>(pixels * kernel.out_c);
    const double second = kFloatBytes * static_cast<double>(kernel.second_input_elements);
    const double weights = kFloatBytes * static_cast<double>(kernel.weight_elements);
    const double all = in + second + out + weights;
    constexpr double kKilo = 1024.0;
    constexpr double kMega = 1024.0 * kKilo;
    std::vector<std::pair<const char*, double>> features;
    addFlags(kernel, features);
    const bool window = kernel.type == OpType::Conv2d && kernel.kernel_h * kernel.kernel_w > 1;
    const std::array<std::pair<const char*, double>, 16> figures = {{
        {"uneven_padding", kernel.uneven_padding ? 1.0 : 0.0},
        {"small_input", window && inputs <= kSmallInput ? 1.0 : 0.0},
        {"all_in_32k", fill(all, 32 * kKilo)},
        {"all_in_256k", fill(all, 256 * kKilo)},
        {"all_in_1m", fill(all, kMega)},
        {"all_in_4m", fill(all, 4 * kMega)},
        {"all_in_16m", fill(all, 16 * kMega)},
        {"input_in_1m", fill(in + second, kMega)},
        {"output_in_1m", fill(out, kMega)},
        {"weights_in_1m", fill(weights, kMega)},
        {"live_in_1m", fill(kFloatBytes * static_cast<double>(kernel.live_bytes), kMega)},
        {"live_in_16m", fill(kFloatBytes * static_cast<double>(kernel.live_bytes), 16 * kMega)},
        {"pixels_16_rest", rest(pixels, 16)},
        {"pixels_64_rest", rest(pixels, 64)},
        {"out_4_rest", rest(kernel.out_c, 4)},
        {"group_depth",
         std::log1p(static_cast<double>(kernel.in_c) / static_cast<double>(std::max<int64_t>(1, kernel.groups)))},
    }};
    features.insert(features.end(), figures.begin(), figures.end());
    return features;
}

}  // namespace bw
