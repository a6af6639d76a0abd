// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

#include "graph/operator_builder.h"
#include "support/must.h"

namespace bw::support {

inline ConvSpec convSpec(int64_t out_channels, int32_t kernel, int32_t stride, Activation activation) {
    ConvSpec spec;
    spec.window.kernel_h = spec.window.kernel_w = kernel;
    spec.window.stride_h = spec.window.stride_w = stride;
    spec.out_channels = out_channels;
    spec.bias = false;
    spec.batch_norm = true;
    spec.activation = activation;
    return spec;
}

/// MobileNetV1 as in its paper (arXiv 1704.04861, table 1) with square input and 1000 classes.
inline OperatorGraph mobileNetV1(int64_t input_size = 224) {
    struct Layer {
        int64_t channels;
        int32_t stride;
    };
    constexpr Layer layers[] = {{64, 1},  {128, 2}, {128, 1}, {256, 2}, {256, 1},  {512, 2}, {512, 1},
                                {512, 1}, {512, 1}, {512, 1}, {512, 1}, {1024, 2}, {1024, 1}};
    OperatorGraph graph;
    OperatorBuilder build(graph);
    TensorId x = build.addInput({1, 3, input_size, input_size}, "image");
    x = must(build.conv(x, convSpec(32, 3, 2, Activation::Relu6)));
    for (const Layer& layer : layers) {
        x = must(build.depthwise(x, convSpec(0, 3, layer.stride, Activation::Relu6)));
        x = must(build.conv(x, convSpec(layer.channels, 1, 1, Activation::Relu6)));
    }
    x = must(build.globalAvgPool(x));
    x = must(build.reshape(x, std::array<int64_t, 2>{1, -1}));
    x = must(build.dense(x, 1000, true));
    graph.outputs = {x};
    return graph;
}

/// One inverted bottleneck: expansion, depthwise, projection, and the shortcut where shapes allow it.
inline TensorId invertedBottleneck(OperatorBuilder& build, TensorId x, int64_t channels, int32_t stride,
                                   int64_t expansion) {
    const int64_t in_channels = build.shape(x).channels();
    TensorId y = x;
    if (expansion != 1) y = must(build.conv(y, convSpec(in_channels * expansion, 1, 1, Activation::Relu6)));
    y = must(build.depthwise(y, convSpec(0, 3, stride, Activation::Relu6)));
    y = must(build.conv(y, convSpec(channels, 1, 1, Activation::None)));
    if (stride != 1 || in_channels != channels) return y;
    return must(build.elementwise(OpType::Add, std::array{x, y}));
}

/// MobileNetV2 as in its paper (arXiv 1801.04381, table 2) with square input and 1000 classes.
inline OperatorGraph mobileNetV2(int64_t input_size = 224) {
    struct Stage {
        int64_t expansion, channels, repeats;
        int32_t stride;
    };
    constexpr Stage stages[] = {{1, 16, 1, 1}, {6, 24, 2, 2},  {6, 32, 3, 2}, {6, 64, 4, 2},
                                {6, 96, 3, 1}, {6, 160, 3, 2}, {6, 320, 1, 1}};
    OperatorGraph graph;
    OperatorBuilder build(graph);
    TensorId x = build.addInput({1, 3, input_size, input_size}, "image");
    x = must(build.conv(x, convSpec(32, 3, 2, Activation::Relu6)));
    for (const Stage& stage : stages) {
        for (int64_t i = 0; i < stage.repeats; ++i)
            x = invertedBottleneck(build, x, stage.channels, i == 0 ? stage.stride : 1, stage.expansion);
    }
    x = must(build.conv(x, convSpec(1280, 1, 1, Activation::Relu6)));
    x = must(build.globalAvgPool(x));
    x = must(build.reshape(x, std::array<int64_t, 2>{1, -1}));
    x = must(build.dense(x, 1000, true));
    graph.outputs = {x};
    return graph;
}

}  // namespace bw::support
