// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/mobilenets.h"

namespace bw::support {

/// EfficientNet-Lite0 at 224 x 224 (Tan and Le, arXiv 1905.11946, table 1, without squeeze-excite and with ReLU6 as the
/// lite variants have it).
inline OperatorGraph efficientNetLite0() {
    struct Stage {
        int32_t kernel;
        int64_t expansion, channels, repeats;
        int32_t stride;
    };
    constexpr Stage stages[] = {{3, 1, 16, 1, 1},  {3, 6, 24, 2, 2},  {5, 6, 40, 2, 2}, {3, 6, 80, 3, 2},
                                {5, 6, 112, 3, 1}, {5, 6, 192, 4, 2}, {3, 6, 320, 1, 1}};
    OperatorGraph graph;
    OperatorBuilder build(graph);
    TensorId x = build.addInput({1, 3, 224, 224}, "image");
    x = must(build.conv(x, convSpec(32, 3, 2, Activation::Relu6)));
    for (const Stage& stage : stages) {
        for (int64_t i = 0; i < stage.repeats; ++i) {
            const TensorId block = x;
            const int64_t in_channels = build.shape(x).channels();
            if (stage.expansion != 1)
                x = must(build.conv(x, convSpec(in_channels * stage.expansion, 1, 1, Activation::Relu6)));
            x = must(build.depthwise(x, convSpec(0, stage.kernel, i == 0 ? stage.stride : 1, Activation::Relu6)));
            x = must(build.conv(x, convSpec(stage.channels, 1, 1, Activation::None)));
            if (i > 0) x = must(build.elementwise(OpType::Add, std::array{block, x}));
        }
    }
    x = must(build.conv(x, convSpec(1280, 1, 1, Activation::Relu6)));
    x = must(build.globalAvgPool(x));
    x = must(build.reshape(x, std::array<int64_t, 2>{1, -1}));
    graph.outputs = {must(build.dense(x, 1000, true))};
    return graph;
}

/// ResNet-V2-101 at 299 x 299 (He et al., arXiv 1603.05027, with 3, 4, 23, 3 units, each stage's stride in its last
/// unit): batch normalisation and ReLU stand before the convolutions as an operator, and so a tensor, of their own.
inline OperatorGraph resNetV2_101() {
    struct Stage {
        int64_t width, units;
        int32_t stride;
    };
    constexpr Stage stages[] = {{64, 3, 2}, {128, 4, 2}, {256, 23, 2}, {512, 3, 1}};
    OperatorGraph graph;
    OperatorBuilder build(graph);
    TensorId x = build.addInput({1, 3, 299, 299}, "image");
    x = must(build.conv(x, convSpec(64, 7, 2, Activation::None)));
    Window pool;
    pool.kernel_h = pool.kernel_w = 3;
    pool.stride_h = pool.stride_w = 2;
    x = must(build.pool(x, OpType::MaxPool, pool, Padding::Same));
    for (const Stage& stage : stages) {
        for (int64_t unit = 0; unit < stage.units; ++unit) {
            const int32_t stride = unit + 1 == stage.units ? stage.stride : 1;
            const int64_t channels = stage.width * 4;
            const TensorId before = must(build.activation(x, Activation::Relu));
            TensorId shortcut = x;
            if (build.shape(x).channels() != channels) {
                shortcut = must(build.conv(before, convSpec(channels, 1, stride, Activation::None)));
            } else if (stride > 1) {
                Window every;
                every.stride_h = every.stride_w = stride;
                shortcut = must(build.pool(x, OpType::MaxPool, every, Padding::Same));
            }
            TensorId y = must(build.conv(before, convSpec(stage.width, 1, 1, Activation::Relu)));
            y = must(build.conv(y, convSpec(stage.width, 3, stride, Activation::Relu)));
            y = must(build.conv(y, convSpec(channels, 1, 1, Activation::None)));
            x = must(build.elementwise(OpType::Add, std::array{shortcut, y}));
        }
    }
    x = must(build.activation(x, Activation::Relu));
    x = must(build.globalAvgPool(x));
    x = must(build.reshape(x, std::array<int64_t, 2>{1, -1}));
    graph.outputs = {must(build.dense(x, 1001, true))};
    return graph;
}

}  // namespace bw::support
