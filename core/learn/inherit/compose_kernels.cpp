// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/inherit/compose_kernels.h"

#include <algorithm>
#include <cmath>

namespace bw {
namespace {

double applied(Activation activation, double x) {
    const double hard = std::clamp(x / 6 + 0.5, 0.0, 1.0);
    switch (activation) {
        case Activation::Relu:
            return std::max(0.0, x);
        case Activation::Relu6:
            return std::clamp(x, 0.0, 6.0);
        case Activation::ReluN1To1:
            return std::clamp(x, -1.0, 1.0);
        case Activation::HardSwish:
            return x * hard;
        case Activation::HardSigmoid:
            return hard;
        case Activation::Sigmoid:
            return 1 / (1 + std::exp(-x));
        case Activation::Silu:
            return x / (1 + std::exp(-x));
        case Activation::Tanh:
            return std::tanh(x);
        case Activation::Gelu:
            return x * 0.5 * std::erfc(-x * std::sqrt(0.5));
        default:
            return x;
    }
}

size_t at(int64_t index) {
    return static_cast<size_t>(index);
}

/// u and v of the nearest matrix u v^T, both of length sqrt(sigma).
void nearestProduct(std::span<const float> matrix, size_t rows, size_t columns, std::span<float> u,
                    std::span<float> v) {
    constexpr int kRounds = 24;
    std::vector<double> right(columns, 0.0), left(rows, 0.0);
    // The longest row is a start that cannot be at a right angle to what is looked for.
    size_t longest = 0;
    double most = -1;
    for (size_t r = 0; r < rows; ++r) {
        double sum = 0;
        for (size_t c = 0; c < columns; ++c)
            sum += static_cast<double>(matrix[r * columns + c]) * matrix[r * columns + c];
        if (sum > most) {
            most = sum;
            longest = r;
        }
    }
    for (size_t c = 0; c < columns; ++c)
        right[c] = matrix[longest * columns + c];
    double length = 0;
    for (int round = 0; round < kRounds; ++round) {
        for (size_t r = 0; r < rows; ++r) {
            left[r] = 0;
            for (size_t c = 0; c < columns; ++c)
                left[r] += matrix[r * columns + c] * right[c];
        }
        double norm = 0;
        for (const double x : left)
            norm += x * x;
        norm = std::sqrt(norm);
        if (norm == 0) break;
        length = 0;
        std::fill(right.begin(), right.end(), 0.0);
        for (size_t r = 0; r < rows; ++r) {
            left[r] /= norm;
            for (size_t c = 0; c < columns; ++c)
                right[c] += matrix[r * columns + c] * left[r];
        }
        for (const double x : right)
            length += x * x;
        length = std::sqrt(length);
    }
    const double root = std::sqrt(length);
    for (size_t r = 0; r < rows; ++r)
        u[r] = static_cast<float>(left[r] * root);
    for (size_t c = 0; c < columns; ++c)
        v[c] = static_cast<float>(root > 0 ? right[c] / root : 0);
}

}  // namespace

Line nearestLine(Activation activation, double mean, double deviation) {
    constexpr int kPoints = 128;
    constexpr double kReach = 5;
    if (deviation <= 0) return {1, applied(activation, mean) - mean};
    double weights = 0, sum = 0, product = 0, squares = 0;
    for (int i = 0; i < kPoints; ++i) {
        const double z = kReach * (2 * (i + 0.5) / kPoints - 1);
        const double weight = std::exp(-z * z / 2);
        const double value = applied(activation, mean + deviation * z);
        weights += weight;
        sum += weight * value;
        product += weight * z * value;
        squares += weight * z * z;
    }
    const double slope = product / squares / deviation;
    return {slope, sum / weights - slope * mean};
}

ComposedKernel composeExpansion(std::span<const float> pointwise, std::span<const float> depthwise,
                                std::span<const Line> middle, int64_t inputs, int64_t window) {
    ComposedKernel result;
    for (size_t o = 0; o < middle.size(); ++o) {
        const auto taps = depthwise.subspan(o * at(window), at(window));
        for (size_t i = 0; i < at(inputs); ++i) {
            const double factor = middle[o].slope * pointwise[o * at(inputs) + i];
            for (const float tap : taps)
                result.values.push_back(static_cast<float>(factor * tap));
        }
        double sum = 0;
        for (const float tap : taps)
            sum += tap;
        result.added.push_back(static_cast<float>(sum * middle[o].offset));
    }
    return result;
}

ComposedKernel composeSeparable(std::span<const float> depthwise, std::span<const float> pointwise,
                                std::span<const Line> middle, int64_t outputs, int64_t window) {
    ComposedKernel result;
    const size_t inputs = middle.size();
    for (size_t o = 0; o < at(outputs); ++o) {
        double added = 0;
        for (size_t i = 0; i < inputs; ++i) {
            const double factor = pointwise[o * inputs + i];
            for (const float tap : depthwise.subspan(i * at(window), at(window)))
                result.values.push_back(static_cast<float>(factor * middle[i].slope * tap));
            added += factor * middle[i].offset;
        }
        result.added.push_back(static_cast<float>(added));
    }
    return result;
}

SplitKernel splitKernel(std::span<const float> values, int64_t outputs, int64_t inputs, int64_t window,
                        bool depthwise_behind) {
    const size_t o_count = at(outputs), i_count = at(inputs), taps = at(window);
    SplitKernel result;
    result.pointwise.resize(o_count * i_count);
    result.depthwise.resize((depthwise_behind ? o_count : i_count) * taps);
    if (depthwise_behind) {
        for (size_t o = 0; o < o_count; ++o) {
            nearestProduct(values.subspan(o * i_count * taps, i_count * taps), i_count, taps,
                           std::span(result.pointwise).subspan(o * i_count, i_count),
                           std::span(result.depthwise).subspan(o * taps, taps));
        }
        return result;
    }
    std::vector<float> matrix(o_count * taps), column(o_count);
    for (size_t i = 0; i < i_count; ++i) {
        for (size_t o = 0; o < o_count; ++o)
            std::copy_n(values.begin() + static_cast<std::ptrdiff_t>((o * i_count + i) * taps), taps,
                        matrix.begin() + static_cast<std::ptrdiff_t>(o * taps));
        nearestProduct(matrix, o_count, taps, column, std::span(result.depthwise).subspan(i * taps, taps));
        for (size_t o = 0; o < o_count; ++o)
            result.pointwise[o * i_count + i] = column[o];
    }
    return result;
}

}  // namespace bw
