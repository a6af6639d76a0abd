// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/block_sampler.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/checked.h"

namespace bw {

int64_t BlockSampler::channels(double wanted) {
    const auto count = static_cast<int64_t>(std::llround(wanted));
    return std::clamp<int64_t>(roundUp(std::max<int64_t>(1, count), alignment_), alignment_, 2048);
}

bool BlockSampler::take(const Result<TensorId>& result) {
    if (result) {
        x_ = *result;
    }
    return result.has_value();
}

bool BlockSampler::conv(int64_t out, int32_t kernel, int32_t stride, Activation activation, int64_t groups,
                        int32_t dilation) {
    ConvSpec spec;
    spec.window = {kernel, kernel, stride, stride, dilation, dilation};
    spec.out_channels = out;
    spec.groups = groups;
    spec.activation = activation;
    return take(builder_.conv(x_, spec));
}

void BlockSampler::depthwise(int32_t kernel, int32_t stride, int32_t dilation) {
    ConvSpec spec;
    spec.window = {kernel, kernel, stride, stride, dilation, dilation};
    spec.activation = clip_;
    take(builder_.depthwise(x_, spec));
}

void BlockSampler::addResidual(TensorId source) {
    if (builder_.shape(source) == shape() && source != x_) {
        const std::array<TensorId, 2> both = {x_, source};
        take(builder_.elementwise(OpType::Add, both, pick(random_, {Activation::None, Activation::Relu})));
    }
}

void BlockSampler::squeezeAndExcite() {
    const TensorId map = x_;
    const int64_t c = width();
    if (!take(builder_.globalAvgPool(x_))) {
        return;
    }
    conv(std::max<int64_t>(4, c / pick<int64_t>(random_, {4, 8, 16})), 1, 1, Activation::Relu);
    conv(c, 1, 1, pick(random_, {Activation::HardSigmoid, Activation::Sigmoid}));
    const std::array<TensorId, 2> both = {map, x_};
    take(builder_.elementwise(OpType::Mul, both));
}

void BlockSampler::invertedBottleneck(int64_t out, int32_t stride, bool fused) {
    const TensorId source = x_;
    const int32_t kernel = pick<int32_t>(random_, {3, 3, 3, 5, 7});
    const int64_t expanded = channels(static_cast<double>(width()) * pick(random_, {1.0, 2.0, 3.0, 4.0, 6.0, 6.0}));
    if (fused) {
        conv(expanded, pick<int32_t>(random_, {3, 3, 5}), stride, clip_);
    } else {
        if (expanded > width()) {
            conv(expanded, 1, 1, clip_);
        }
        depthwise(kernel, stride, stride == 1 ? pick<int32_t>(random_, {1, 1, 1, 1, 2}) : 1);
        if (random_.below(5) == 0) {
            squeezeAndExcite();
        }
    }
    conv(out, 1, 1, Activation::None);
    addResidual(source);
}

void BlockSampler::separable(int64_t out, int32_t stride) {
    depthwise(pick<int32_t>(random_, {3, 3, 5}), stride);
    conv(out, 1, 1, clip_);
}

void BlockSampler::shuffleUnit() {
    const Shape map = shape();
    const int64_t half = map.channels() / 2;
    if (map.channels() % 2 != 0 || half < 4) {
        return;
    }
    const TensorId source = x_;
    const auto left = builder_.slice(source, 1, 0, half);
    if (!left || !take(builder_.slice(source, 1, half, half))) {
        return;
    }
    conv(half, 1, 1, clip_);
    depthwise(3, 1);
    conv(half, 1, 1, clip_);
    const std::array<TensorId, 2> both = {*left, x_};
    const std::array<int64_t, 5> grouped = {1, 2, half, map.height(), map.width()};
    const std::array<int64_t, 4> flat = {1, map.channels(), map.height(), map.width()};
    if (!take(builder_.concat(both, 1)) || !take(builder_.reshape(x_, grouped)) ||
        !take(builder_.transpose(x_, {0, 2, 1, 3, 4})) || !take(builder_.reshape(x_, flat))) {
        x_ = source;
    }
}

void BlockSampler::loneActivation() {
    take(builder_.activation(x_, pick(random_, {Activation::HardSwish, Activation::Prelu, Activation::Sigmoid,
                                                Activation::Relu, Activation::Tanh})));
}

void BlockSampler::residualBlock(int64_t out, int32_t stride) {
    const TensorId source = x_;
    conv(out, 3, stride, Activation::Relu, 1, stride == 1 ? pick<int32_t>(random_, {1, 1, 1, 2}) : 1);
    const int64_t groups = width() % 4 == 0 && out % 4 == 0 ? pick<int64_t>(random_, {1, 1, 1, 2, 4}) : 1;
    conv(out, 3, 1, Activation::None, groups);
    addResidual(source);
}

void BlockSampler::bottleneck(int64_t out, int32_t stride) {
    const TensorId source = x_;
    const int64_t inner = channels(static_cast<double>(out) / pick(random_, {2.0, 4.0}));
    conv(inner, 1, 1, clip_);
    const int64_t groups = inner % 8 == 0 ? pick<int64_t>(random_, {1, 1, 1, 4, 8}) : 1;
    conv(inner, 3, stride, clip_, groups);
    conv(out, 1, 1, Activation::None);
    addResidual(source);
}

void BlockSampler::inception(int64_t out) {
    const TensorId source = x_;
    const auto part = [&](double share) { return channels(static_cast<double>(out) * share); };
    std::array<TensorId, 4> branches{};
    conv(part(0.25), 1, 1, clip_);
    branches[0] = x_;
    x_ = source;
    conv(part(0.375), 1, 1, clip_);
    conv(part(0.5), 3, 1, clip_);
    branches[1] = x_;
    x_ = source;
    conv(part(0.0625), 1, 1, clip_);
    conv(part(0.125), pick<int32_t>(random_, {3, 5}), 1, clip_);
    branches[2] = x_;
    x_ = source;
    take(builder_.pool(x_, pick(random_, {OpType::MaxPool, OpType::AvgPool}), {3, 3, 1, 1}, Padding::Same));
    conv(part(0.125), 1, 1, clip_);
    branches[3] = x_;
    if (!take(builder_.concat(branches, 1))) {
        x_ = source;
    }
}

void BlockSampler::denselyConnected(int64_t growth) {
    const TensorId source = x_;
    conv(growth * 4, 1, 1, clip_);
    conv(growth, 3, 1, clip_);
    const std::array<TensorId, 2> both = {source, x_};
    if (!take(builder_.concat(both, 1))) {
        x_ = source;
    }
}

void BlockSampler::attention() {
    const Shape map = shape();
    const int64_t tokens = map.height() * map.width();
    if (tokens > 400 || tokens < 4) {
        return;
    }
    const std::array<int64_t, 3> flat = {1, map.channels(), -1};
    const std::array<int64_t, 4> spatial = {1, map.channels(), map.height(), map.width()};
    const TensorId source = x_;
    if (!take(builder_.reshape(x_, flat)) || !take(builder_.transpose(x_, {0, 2, 1})) ||
        !take(builder_.layerNorm(x_))) {
        x_ = source;
        return;
    }
    const TensorId normal = x_;
    const int64_t width = map.channels();
    const auto query = builder_.dense(normal, width, true);
    const auto key = builder_.dense(normal, width, true);
    const auto value = builder_.dense(normal, width, true);
    if (query && key && value && take(builder_.matmul(*query, *key, true)) && take(builder_.softmax(x_, 2)) &&
        take(builder_.matmul(x_, *value, false))) {
        take(builder_.dense(x_, width, true));
        addResidual(normal);
        take(builder_.dense(x_, width * 2, true, pick(random_, {Activation::Gelu, Activation::Relu})));
        take(builder_.dense(x_, width, true));
    }
    if (!take(builder_.transpose(x_, {0, 2, 1})) || !take(builder_.reshape(x_, spatial))) {
        x_ = source;
    }
}

void BlockSampler::maxOrAveragePool() {
    take(builder_.pool(x_, pick(random_, {OpType::MaxPool, OpType::AvgPool}), {2, 2, 2, 2}, Padding::Same));
}

}  // namespace bw
