// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <initializer_list>

#include "base/random.h"
#include "graph/operator_builder.h"

namespace bw {

/// One of a few values, each as likely.
template <class T>
T pick(Random& random, std::initializer_list<T> values) {
    return *(values.begin() + static_cast<ptrdiff_t>(random.below(values.size())));
}

/// Grows a network at its end by blocks as real networks have them, with sizes drawn around theirs. The builder refuses
/// what is impossible; the sampler then keeps the tensor that it had.
class BlockSampler {
public:
    explicit BlockSampler(Random& random) : random_(random), builder_(graph_) {}

protected:
    const Shape& shape() const { return builder_.shape(x_); }
    int64_t width() const { return shape().channels(); }
    /// About `wanted` channels, aligned as this network's channels are.
    int64_t channels(double wanted);
    /// Takes the result of a builder call where it worked.
    bool take(const Result<TensorId>& result);

    bool conv(int64_t out, int32_t kernel, int32_t stride, Activation activation, int64_t groups = 1,
              int32_t dilation = 1);
    void depthwise(int32_t kernel, int32_t stride, int32_t dilation = 1);
    void addResidual(TensorId source);
    void squeezeAndExcite();
    /// MobileNetV2 and V3; fused as in EfficientNetV2.
    void invertedBottleneck(int64_t out, int32_t stride, bool fused);
    /// MobileNetV1.
    void separable(int64_t out, int32_t stride);
    /// ShuffleNetV2: half of the channels pass, half go through a bottleneck; then the halves mix.
    void shuffleUnit();
    /// A non-linearity that no convolution hosts.
    void loneActivation();
    /// Two 3 x 3 convolutions around a sum.
    void residualBlock(int64_t out, int32_t stride);
    /// 1 x 1, 3 x 3 (perhaps grouped), 1 x 1 around a sum.
    void bottleneck(int64_t out, int32_t stride);
    /// Four branches side by side, as in GoogLeNet.
    void inception(int64_t out);
    /// New channels beside all the old ones, as in DenseNet.
    void denselyConnected(int64_t growth);
    /// One encoder layer over the map's places as tokens, where they are few enough.
    void attention();
    void maxOrAveragePool();

    Random& random_;
    OperatorGraph graph_;
    OperatorBuilder builder_;
    TensorId x_ = 0;
    Activation clip_ = Activation::Relu6;
    int64_t alignment_ = 8;
};

}  // namespace bw
