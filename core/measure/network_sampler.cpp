// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/network_sampler.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>

#include "base/checked.h"
#include "graph/operator_builder.h"

namespace bw {
namespace {

template <class T>
T pick(Random& random, std::initializer_list<T> values) {
    return *(values.begin() + static_cast<ptrdiff_t>(random.below(values.size())));
}

/// Grows one network. The builder refuses what is impossible; the sampler then keeps the tensor it had.
class NetworkSampler {
public:
    explicit NetworkSampler(Random& random) : random_(random), builder_(graph_) {}

    OperatorGraph draw() {
        const int64_t height =
            pick<int64_t>(random_, {32, 49, 64, 96, 96, 112, 128, 160, 192, 224, 224, 256, 320, 513});
        const int64_t width_pixels =
            pick<int64_t>(random_, {height, height, height, height, height * 4 / 3, height / 2});
        x_ = builder_.addInput(Shape{1, pick<int64_t>(random_, {1, 3, 3, 3}), height, width_pixels}, "input");
        if (random_.below(6) == 0) {
            take(builder_.pad(x_, {0, 0, 0, 0, 1, 1, 1, 1}));
        }
        clip_ = pick(random_,
                     {Activation::Relu6, Activation::Relu6, Activation::Relu, Activation::HardSwish, Activation::Silu});
        alignment_ = pick<int64_t>(random_, {1, 2, 4, 8, 8, 8, 16, 16, 32});
        const double width = 0.25 + random_.uniform() * 1.5;
        if (random_.below(12) == 0) {
            ConvSpec spec;  // As networks over spectrograms have it.
            spec.window = {10, 4, 2, pick<int32_t>(random_, {1, 2})};
            spec.out_channels = channels(width * 48.0);
            spec.activation = clip_;
            take(builder_.conv(x_, spec));
        } else {
            conv(channels(width * 32.0), pick<int32_t>(random_, {3, 3, 3, 5, 7}), 2, clip_);
        }
        constexpr std::array<double, 6> kStageWidths = {16, 24, 40, 80, 160, 320};
        const int stages = static_cast<int>(random_.between(3, 6));
        std::vector<TensorId> taps;
        for (int stage = 0; stage < stages; ++stage) {
            const int64_t out = channels(width * kStageWidths[static_cast<size_t>(stage)] * (0.5 + random_.uniform()));
            const int32_t stride = stage == 0 ? pick<int32_t>(random_, {1, 2}) : 2;
            const int blocks = static_cast<int>(random_.between(1, 4));
            for (int i = 0; i < blocks; ++i) {
                block(out, i == 0 && shape().height() > 3 ? stride : 1);
            }
            taps.push_back(x_);
        }
        head(taps);
        return std::move(graph_);
    }

private:
    const Shape& shape() const { return builder_.shape(x_); }
    int64_t width() const { return shape().channels(); }

    int64_t channels(double wanted) {
        const auto count = static_cast<int64_t>(std::llround(wanted));
        return std::clamp<int64_t>(roundUp(std::max<int64_t>(1, count), alignment_), alignment_, 2048);
    }

    /// Takes the result of a builder call where it worked.
    bool take(const Result<TensorId>& result) {
        if (result) {
            x_ = *result;
        }
        return result.has_value();
    }

    bool conv(int64_t out, int32_t kernel, int32_t stride, Activation activation, int64_t groups = 1,
              int32_t dilation = 1) {
        ConvSpec spec;
        spec.window = {kernel, kernel, stride, stride, dilation, dilation};
        spec.out_channels = out;
        spec.groups = groups;
        spec.activation = activation;
        return take(builder_.conv(x_, spec));
    }

    void depthwise(int32_t kernel, int32_t stride, int32_t dilation = 1) {
        ConvSpec spec;
        spec.window = {kernel, kernel, stride, stride, dilation, dilation};
        spec.activation = clip_;
        take(builder_.depthwise(x_, spec));
    }

    void addResidual(TensorId source) {
        if (builder_.shape(source) == shape() && source != x_) {
            const std::array<TensorId, 2> both = {x_, source};
            take(builder_.elementwise(OpType::Add, both, pick(random_, {Activation::None, Activation::Relu})));
        }
    }

    void squeezeAndExcite() {
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

    void invertedBottleneck(int64_t out, int32_t stride, bool fused) {
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

    /// Half of the channels pass, half go through a bottleneck; then the halves mix.
    void shuffleUnit() {
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

    /// A non-linearity that no convolution hosts.
    void loneActivation() {
        take(builder_.activation(x_, pick(random_, {Activation::HardSwish, Activation::Prelu, Activation::Sigmoid,
                                                    Activation::Relu, Activation::Tanh})));
    }

    void residualBlock(int64_t out, int32_t stride) {
        const TensorId source = x_;
        conv(out, 3, stride, Activation::Relu, 1, stride == 1 ? pick<int32_t>(random_, {1, 1, 1, 2}) : 1);
        const int64_t groups = width() % 4 == 0 && out % 4 == 0 ? pick<int64_t>(random_, {1, 1, 1, 2, 4}) : 1;
        conv(out, 3, 1, Activation::None, groups);
        addResidual(source);
    }

    void attention() {
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

    void block(int64_t out, int32_t stride) {
        switch (random_.below(14)) {
            case 0:
            case 1:
                invertedBottleneck(out, stride, true);
                break;
            case 2:
                depthwise(pick<int32_t>(random_, {3, 5}), stride);
                conv(out, 1, 1, clip_);
                break;
            case 3:
                residualBlock(out, stride);
                break;
            case 4:
                if (stride == 2) {
                    take(builder_.pool(x_, pick(random_, {OpType::MaxPool, OpType::AvgPool}), {2, 2, 2, 2},
                                       Padding::Same));
                }
                conv(out, pick<int32_t>(random_, {1, 3}), 1, clip_);
                break;
            case 5:
                invertedBottleneck(out, stride, false);
                attention();
                break;
            case 6:
                invertedBottleneck(out, stride, false);
                shuffleUnit();
                break;
            case 7:
                residualBlock(out, stride);
                loneActivation();
                break;
            default:
                invertedBottleneck(out, stride, false);
                break;
        }
    }

    void classifier() {
        if (random_.below(2) == 0) {
            conv(channels(640.0 + 640.0 * random_.uniform()), 1, 1, clip_);
        }
        const std::array<int64_t, 2> flat = {1, -1};
        if (take(builder_.globalAvgPool(x_)) && take(builder_.reshape(x_, flat))) {
            take(builder_.dense(x_, pick<int64_t>(random_, {2, 10, 21, 100, 1001}), true));
            take(builder_.softmax(x_, 1));
        }
        graph_.outputs = {x_};
    }

    void detector(const std::vector<TensorId>& taps) {
        graph_.outputs.clear();
        for (size_t i = taps.size() - std::min<size_t>(taps.size(), 3); i < taps.size(); ++i) {
            for (const int64_t out : {pick<int64_t>(random_, {12, 16, 24}), pick<int64_t>(random_, {6, 12, 63, 126})}) {
                x_ = taps[i];
                depthwise(3, 1);
                conv(out, 1, 1, Activation::None);
                graph_.outputs.push_back(x_);
            }
        }
    }

    void segmentation(const std::vector<TensorId>& taps) {
        const Shape target = builder_.shape(taps[taps.size() / 2]);
        conv(channels(128.0), 1, 1, clip_);
        take(builder_.resize(x_, target.height(), target.width(), pick<const char*>(random_, {"bilinear", "nearest"})));
        const std::array<TensorId, 2> both = {x_, taps[taps.size() / 2]};
        take(builder_.concat(both, 1));
        depthwise(3, 1);
        conv(channels(96.0), 1, 1, clip_);
        if (random_.below(2) == 0) {
            ConvSpec spec;
            spec.window = {3, 3, 2, 2};
            spec.out_channels = channels(48.0);
            spec.activation = clip_;
            take(builder_.transposedConv(x_, spec, 1, 1));
        }
        conv(pick<int64_t>(random_, {2, 21, 32}), 1, 1, Activation::None);
        const int64_t factor = pick<int64_t>(random_, {2, 4, 8});
        take(builder_.resize(x_, target.height() * factor, target.width() * factor, "bilinear"));
        graph_.outputs = {x_};
    }

    void head(const std::vector<TensorId>& taps) {
        switch (random_.below(4)) {
            case 0:
                detector(taps);
                break;
            case 1:
                segmentation(taps);
                break;
            default:
                classifier();
                break;
        }
    }

    Random& random_;
    OperatorGraph graph_;
    OperatorBuilder builder_;
    TensorId x_ = 0;
    Activation clip_ = Activation::Relu6;
    int64_t alignment_ = 8;
};

}  // namespace

OperatorGraph sampleNetwork(Random& random) {
    return NetworkSampler(random).draw();
}

}  // namespace bw
