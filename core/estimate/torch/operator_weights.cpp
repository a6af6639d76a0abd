// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/torch/operator_weights.h"

#include <ATen/Functions.h>
#include <ATen/TensorOperators.h>

#include <algorithm>
#include <cmath>
#include <optional>

namespace bw {
namespace {

constexpr double kBiasBound = 0.05;

/// Sizes that `elements` constants have beside a map of `shape`: one number, one a channel, the last axes, or all.
std::optional<std::vector<int64_t>> constantSizes(const Shape& shape, int64_t elements) {
    if (elements == 1) return std::vector<int64_t>{1};
    if (elements == shape.channels()) {
        std::vector<int64_t> sizes(static_cast<size_t>(shape.rank()), 1);
        sizes[static_cast<size_t>(shape.channelAxis())] = elements;
        return sizes;
    }
    int64_t trailing = 1;
    for (int axis = shape.rank() - 1; axis >= 0; --axis) {
        trailing *= shape[axis];
        if (trailing == elements) return std::vector<int64_t>(shape.sizes().begin() + axis, shape.sizes().end());
    }
    return std::nullopt;
}

class WeightDrawer {
public:
    WeightDrawer(const OperatorGraph& graph, Random& random) : graph_(graph), random_(random) {}

    OperatorWeights draw(const Operator& op) {
        if (op.inputs.empty() || op.outputs.empty()) return {};
        switch (op.type) {
            case OpType::Conv2d:
            case OpType::DepthwiseConv2d:
                return convolution(op, {op.out_channels, inputChannels(op) / op.groups});
            case OpType::TransposedConv2d:
                return convolution(op, {inputChannels(op), op.out_channels / op.groups});
            case OpType::Dense: {
                const int64_t depth = op.out_channels > 0 ? op.weight_elements / op.out_channels : 0;
                return weighted(op, {op.out_channels, depth}, depth);
            }
            case OpType::LayerNorm:
            case OpType::Normalize:
                return normalisation(op);
            case OpType::Activation:
                return op.activation == Activation::Prelu ? OperatorWeights{drawUniform({op.weight_elements}, 0.3), {}}
                                                          : OperatorWeights{};
            case OpType::Gather:
                return table(op);
            default:
                return constant(op);
        }
    }

private:
    at::Tensor drawUniform(at::IntArrayRef sizes, double bound) { return bw::drawUniform(sizes, bound, random_); }

    int64_t inputChannels(const Operator& op) const { return graph_.shape(op.inputs[0])[1]; }

    OperatorWeights convolution(const Operator& op, std::vector<int64_t> sizes) {
        const int64_t fan_in = sizes[1] * op.window.kernel_h * op.window.kernel_w;
        sizes.push_back(op.window.kernel_h);
        sizes.push_back(op.window.kernel_w);
        return weighted(op, sizes, fan_in);
    }

    OperatorWeights weighted(const Operator& op, at::IntArrayRef sizes, int64_t fan_in) {
        const double gain = op.activation == Activation::None ? 1.0 : 2.0;
        OperatorWeights weights;
        weights.weight = drawUniform(sizes, std::sqrt(3.0 * gain / static_cast<double>(std::max<int64_t>(1, fan_in))));
        if (op.biasElements() > 0) weights.bias = drawUniform({op.out_channels}, kBiasBound);
        return weights;
    }

    OperatorWeights normalisation(const Operator& op) {
        const Shape& shape = graph_.shape(op.inputs[0]);
        const int64_t size = op.type == OpType::LayerNorm ? shape[shape.rank() - 1] : shape.channels();
        return {at::ones({size}), at::zeros({size})};
    }

    /// Rows of an embedding; the last axis of the result is the length of a row.
    OperatorWeights table(const Operator& op) {
        const Shape& out = graph_.shape(op.outputs[0]);
        const int64_t row = out.rank() > 0 ? out[out.rank() - 1] : 1;
        if (op.weight_elements < 1 || op.weight_elements % row != 0) return {};
        return {drawUniform({op.weight_elements / row, row}, 1.0), {}};
    }

    OperatorWeights constant(const Operator& op) {
        if (op.weight_elements < 1) return {};
        const auto sizes = constantSizes(graph_.shape(op.outputs[0]), op.weight_elements);
        if (!sizes) return {};
        // Near one: harmless as factor, divisor or exponent.
        return {drawUniform(*sizes, 0.25) + 1.0, {}};
    }

    const OperatorGraph& graph_;
    Random& random_;
};

}  // namespace

at::Tensor drawUniform(at::IntArrayRef sizes, double bound, Random& random) {
    at::Tensor tensor = at::empty(sizes, at::kFloat);
    float* numbers = tensor.data_ptr<float>();
    // Two numbers of 24 bits from each draw.
    constexpr double kStep = 1.0 / (1 << 23);
    const auto number = [bound](uint64_t bits) {
        return static_cast<float>((static_cast<double>(bits & 0xFFFFFF) * kStep - 1.0) * bound);
    };
    const int64_t count = tensor.numel();
    for (int64_t i = 0; i < count; i += 2) {
        const uint64_t bits = random.next();
        numbers[i] = number(bits >> 40);
        if (i + 1 < count) numbers[i + 1] = number(bits >> 8);
    }
    return tensor;
}

std::vector<OperatorWeights> drawWeights(const OperatorGraph& graph, Random& random) {
    WeightDrawer drawer(graph, random);
    std::vector<OperatorWeights> weights;
    weights.reserve(graph.operators.size());
    for (const Operator& op : graph.operators)
        weights.push_back(drawer.draw(op));
    return weights;
}

std::vector<int64_t> sizesOf(const OperatorGraph& graph, TensorId tensor) {
    const auto sizes = graph.shape(tensor).sizes();
    return {sizes.begin(), sizes.end()};
}

}  // namespace bw
