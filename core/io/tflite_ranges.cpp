// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/tflite_ranges.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>

#include "io/tflite_functions.h"

namespace bw::tflite {
namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();
constexpr ValueRange kUncut = {-kInfinite, kInfinite};

/// Moments of all places together.
Moments pooled(const Moments& x) {
    const auto count = static_cast<double>(x.size());
    const double mean = std::accumulate(x.mean.begin(), x.mean.end(), 0.0) / count;
    double variance = std::accumulate(x.variance.begin(), x.variance.end(), 0.0) / count;
    for (const double m : x.mean)
        variance += (m - mean) * (m - mean) / count;
    return {{mean}, {variance}};
}

/// `x` for a last axis of `size` places.
Moments fitted(const Moments& x, size_t size) {
    return x.size() == 1 || x.size() == size ? x : pooled(x);
}

}  // namespace

std::vector<float> floatsOf(const OutputTensor& tensor) {
    const std::string made = tensor.constant->make ? tensor.constant->make() : std::string(tensor.constant->view);
    std::vector<float> values(made.size() / sizeof(float));
    std::memcpy(values.data(), made.data(), values.size() * sizeof(float));
    return values;
}

RangeEstimate::RangeEstimate(const OutputModel& model, const std::map<int32_t, ValueRange>& known)
    : model_(model), known_(known) {
    moments_.resize(model.tensors.size(), {{0}, {1}});
    ranges_.resize(model.tensors.size());
    for (const int32_t input : model.inputs)
        settle(input, {{0}, {1.0 / 3}}, {-1, 1});
    for (size_t i = 0; i < model.tensors.size(); ++i) {
        const auto given = known.find(static_cast<int32_t>(i));
        if (given != known.end()) {
            settle(static_cast<int32_t>(i), {}, kUncut);
            continue;
        }
        const OutputTensor& tensor = model.tensors[i];
        if (!tensor.constant || tensor.type != static_cast<int>(ElementType::Float32) ||
            tensor.constant->bytes > (1U << 16U)) {
            continue;
        }
        // Small constants are operands of arithmetic; filters are looked at where they are used.
        const std::vector<float> values = floatsOf(tensor);
        Moments x{{values.begin(), values.end()}, std::vector<double>(values.size(), 0)};
        if (x.size() == 0) continue;
        const size_t last = tensor.shape.empty() ? 1 : static_cast<size_t>(tensor.shape.back());
        moments_[i] = x.size() == last ? x : pooled(x);
        const auto [low, high] = std::minmax_element(values.begin(), values.end());
        ranges_[i] = {*low, *high};
    }
    producers_.assign(model.tensors.size(), -1);
    for (size_t i = 0; i < model.operators.size(); ++i) {
        for (const int32_t output : model.operators[i].outputs)
            producers_[static_cast<size_t>(output)] = static_cast<int32_t>(i);
        propagate(model.operators[i]);
    }
}

bool RangeEstimate::isSilu(const OutputOperator& op) const {
    if (op.code != static_cast<int32_t>(Builtin::Mul)) return false;
    const int32_t gate = producers_[static_cast<size_t>(op.inputs[1])];
    if (gate < 0) return false;
    const OutputOperator& before = model_.operators[static_cast<size_t>(gate)];
    return before.code == static_cast<int32_t>(Builtin::Logistic) && before.inputs[0] == op.inputs[0];
}

void RangeEstimate::settle(int32_t tensor, Moments moments, const ValueRange& cut, double least) {
    const auto given = known_.find(tensor);
    if (given != known_.end()) {
        const auto [low, high] = given->second;
        const double deviation = (high - low) / (2 * kDeviations);
        moments = {{(low + high) / 2}, {deviation * deviation}};
        ranges_[static_cast<size_t>(tensor)] = given->second;
    } else {
        ValueRange range = {kInfinite, -kInfinite};
        for (size_t i = 0; i < moments.size(); ++i) {
            const double reach = kDeviations * std::sqrt(moments.variance[i]);
            range.low = std::min(range.low, moments.mean[i] - reach);
            range.high = std::max(range.high, moments.mean[i] + reach);
        }
        range = {std::max(range.low, cut.low), std::min(range.high, cut.high)};
        range.high = std::max(range.high, range.low + least);
        ranges_[static_cast<size_t>(tensor)] = range;
    }
    moments_[static_cast<size_t>(tensor)] = std::move(moments);
}

void RangeEstimate::propagate(const OutputOperator& op) {
    ValueRange cut = kUncut;
    Moments y = resultOf(op, cut);
    double least = 0;
    if (const Function fused = fusedFunction(op)) {
        // What an activation clips away altogether still needs a scale that the sums before it can be brought to.
        constexpr double kLeastShare = 1.0 / 256;
        const double spread = *std::max_element(y.variance.begin(), y.variance.end());
        least = 2 * kDeviations * std::sqrt(spread) * kLeastShare;
        y = function(y, fused);
        cut = {fused(-kInfinite), fused(kInfinite)};
    }
    for (const int32_t output : op.outputs)
        settle(output, y, cut, least);
}

Moments RangeEstimate::function(const Moments& x, Function f) const {
    // The rule of equal steps over the part of a normal distribution that the ranges count.
    constexpr int kSteps = 40;
    Moments y;
    for (size_t i = 0; i < x.size(); ++i) {
        const double deviation = std::sqrt(x.variance[i]);
        double weight = 0;
        double sum = 0;
        double squares = 0;
        for (int step = 0; step <= kSteps; ++step) {
            const double z = kDeviations * (2.0 * step / kSteps - 1);
            const double density = std::exp(-z * z / 2);
            const double value = f(x.mean[i] + z * deviation);
            weight += density;
            sum += density * value;
            squares += density * value * value;
        }
        const double mean = sum / weight;
        y.mean.push_back(mean);
        y.variance.push_back(std::max(0.0, squares / weight - mean * mean));
    }
    return y;
}

Moments RangeEstimate::weighted(const OutputOperator& op, size_t input, size_t filter, size_t bias) {
    const OutputTensor& kernel = info(op.inputs[filter]);
    if (!kernel.constant || kernel.type != static_cast<int>(ElementType::Float32)) return {{0}, {1}};
    const std::vector<float> weights = floatsOf(kernel);
    const bool depthwise = op.code == static_cast<int32_t>(Builtin::DepthwiseConv2d);
    const auto out = static_cast<size_t>(depthwise ? kernel.shape.back() : kernel.shape.front());
    const auto depth = static_cast<size_t>(kernel.shape.back());
    const auto in = static_cast<size_t>(info(op.inputs[input]).shape.back());
    const Moments x = fitted(of(op.inputs[input]), in);
    Moments y{std::vector<double>(out, 0), std::vector<double>(out, 0)};
    const size_t per_output = out == 0 ? 0 : weights.size() / out;
    const size_t groups = depthwise || depth == 0 ? 1 : std::max<size_t>(1, in / depth);
    for (size_t i = 0; i < weights.size(); ++i) {
        const size_t o = depthwise ? i % out : i / per_output;
        const size_t channel =
            depthwise ? o / std::max<size_t>(1, out / in) : i % depth + (groups > 1 ? o / (out / groups) * depth : 0);
        const double w = weights[i];
        const size_t at = std::min(channel, in - 1);
        y.mean[o] += w * x.meanAt(at);
        y.variance[o] += w * w * x.varianceAt(at);
    }
    if (bias < op.inputs.size() && op.inputs[bias] >= 0) {
        const std::vector<float> offsets = floatsOf(info(op.inputs[bias]));
        for (size_t o = 0; o < out && o < offsets.size(); ++o)
            y.mean[o] += offsets[o];
    }
    return y;
}

Moments RangeEstimate::arithmetic(const OutputOperator& op) const {
    const OutputTensor& result = info(op.outputs.front());
    const size_t size = result.shape.empty() ? 1 : static_cast<size_t>(result.shape.back());
    const Moments a = fitted(of(op.inputs[0]), size);
    const Moments b = fitted(of(op.inputs[1]), size);
    Moments y;
    for (size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
        const double ma = a.meanAt(i);
        const double mb = b.meanAt(i);
        const double va = a.varianceAt(i);
        const double vb = b.varianceAt(i);
        switch (static_cast<Builtin>(op.code)) {
            case Builtin::Mul:
                y.mean.push_back(ma * mb);
                y.variance.push_back(va * vb + va * mb * mb + vb * ma * ma);
                break;
            case Builtin::Div: {
                const double divisor = std::copysign(std::max(std::fabs(mb), 1e-3), mb);
                y.mean.push_back(ma / divisor);
                y.variance.push_back(va / (divisor * divisor));
                break;
            }
            case Builtin::Sub:
                y.mean.push_back(ma - mb);
                y.variance.push_back(va + vb);
                break;
            case Builtin::SquaredDifference: {
                const double spread = va + vb;
                const double gap = (ma - mb) * (ma - mb);
                y.mean.push_back(spread + gap);
                y.variance.push_back(2 * spread * spread + 4 * spread * gap);
                break;
            }
            case Builtin::Maximum:
            case Builtin::Minimum:
                y.mean.push_back((ma + mb) / 2);
                y.variance.push_back(std::max(va, vb) + (ma - mb) * (ma - mb) / 4);
                break;
            default:
                y.mean.push_back(ma + mb);
                y.variance.push_back(va + vb);
        }
    }
    return y;
}

Moments RangeEstimate::moved(const Moments& x, int32_t from, int32_t to) const {
    const auto last = [this](int32_t tensor) { return info(tensor).shape.empty() ? 1 : info(tensor).shape.back(); };
    return last(from) == last(to) ? x : pooled(x);
}

double RangeEstimate::elements(int32_t tensor) const {
    double count = 1;
    for (const int32_t size : info(tensor).shape)
        count *= size;
    return count;
}

Moments RangeEstimate::joined(const OutputOperator& op) const {
    const auto last = static_cast<size_t>(info(op.outputs.front()).shape.back());
    Moments y;
    for (const int32_t input : op.inputs) {
        const auto size = static_cast<size_t>(info(input).shape.back());
        for (size_t i = 0; i < size; ++i) {
            y.mean.push_back(fitted(of(input), size).meanAt(i));
            y.variance.push_back(fitted(of(input), size).varianceAt(i));
        }
    }
    return y.size() == last ? y : pooled(y);
}

Moments RangeEstimate::resultOf(const OutputOperator& op, ValueRange& cut) {
    if (const Function f = functionOf(op.code)) {
        cut = {isNeverNegative(op.code) ? 0 : -kInfinite, kInfinite};
        return function(of(op.inputs[0]), f);
    }
    if (isSilu(op)) return function(of(op.inputs[0]), siluFunction());
    switch (static_cast<Builtin>(op.code)) {
        case Builtin::Conv2d:
        case Builtin::DepthwiseConv2d:
        case Builtin::FullyConnected:
            return weighted(op, 0, 1, 2);
        case Builtin::TransposeConv:
            return weighted(op, 2, 1, 3);
        case Builtin::SquaredDifference:
            cut.low = 0;
            return arithmetic(op);
        case Builtin::Add:
        case Builtin::Sub:
        case Builtin::Mul:
        case Builtin::Div:
        case Builtin::Maximum:
        case Builtin::Minimum:
            return arithmetic(op);
        case Builtin::BatchMatmul: {
            const Moments a = pooled(of(op.inputs[0]));
            const Moments b = pooled(of(op.inputs[1]));
            const double depth = info(op.inputs[0]).shape.back();
            const double ma = a.mean[0];
            const double mb = b.mean[0];
            return {{depth * ma * mb},
                    {depth * (a.variance[0] * b.variance[0] + a.variance[0] * mb * mb + b.variance[0] * ma * ma)}};
        }
        case Builtin::Softmax:
            cut = {0, 1};
            return {{0.5}, {0.01}};
        case Builtin::Concatenation:
            return joined(op);
        case Builtin::Sum: {
            const double terms = elements(op.inputs[0]) / elements(op.outputs[0]);
            Moments y = moved(of(op.inputs[0]), op.inputs[0], op.outputs[0]);
            for (size_t i = 0; i < y.size(); ++i) {
                y.mean[i] *= terms;
                y.variance[i] *= terms;
            }
            return y;
        }
        case Builtin::Mean: {
            // Neighbours in a map are alike, so that their mean keeps their spread; features along the last axis
            // are not.
            const std::vector<int32_t>& from = info(op.inputs[0]).shape;
            const std::vector<int32_t>& to = info(op.outputs[0]).shape;
            if (from.empty() || from.back() == 1 || (!to.empty() && to.back() == from.back())) break;
            Moments y = pooled(of(op.inputs[0]));
            y.variance[0] /= from.back();
            return y;
        }
        default:
            break;
    }
    // Movement of data, pooling and means: as what comes in. What comes in over a mean stays correlated, so that its
    // spread counts in full.
    for (const int32_t input : op.inputs) {
        if (input < 0 || info(input).constant || op.outputs.empty()) continue;
        const ValueRange& before = range(input);
        cut = {std::min(before.low, 0.0), std::max(before.high, 0.0)};
        return moved(of(input), input, op.outputs.front());
    }
    return {{0}, {1}};
}

}  // namespace bw::tflite
