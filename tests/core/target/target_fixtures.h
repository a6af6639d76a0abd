// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include "graph/operator_builder.h"
#include "target/kernel.h"
#include "target/target_profile.h"

namespace bw::test {

/// A bundled target; ends the program where it cannot be read.
inline TargetProfile bundledTarget(const char* id) {
    const auto registry = TargetRegistry::load(BW_SOURCE_DIR "/models/targets");
    if (!registry) qFatal("%s", registry.error().text().c_str());
    const auto profile = registry->find(id);
    if (!profile) qFatal("%s", profile.error().text().c_str());
    return *profile;
}

inline Kernel convKernel(int64_t size, int64_t in_c, int64_t out_c, int32_t kernel, int32_t stride = 1) {
    Kernel k;
    k.type = OpType::Conv2d;
    k.in_h = k.in_w = size;
    k.in_c = in_c;
    k.out_h = k.out_w = (size + stride - 1) / stride;
    k.out_c = out_c;
    k.kernel_h = k.kernel_w = kernel;
    k.stride_h = k.stride_w = stride;
    k.weight_elements = int64_t{kernel} * kernel * in_c * out_c;
    k.bias_elements = out_c;
    k.macs = k.out_h * k.out_w * k.weight_elements;
    return k;
}

inline Kernel depthwiseKernel(int64_t size, int64_t channels, int32_t kernel, int32_t stride = 1) {
    Kernel k = convKernel(size, channels, channels, kernel, stride);
    k.type = OpType::DepthwiseConv2d;
    k.groups = channels;
    k.weight_elements = int64_t{kernel} * kernel * channels;
    k.macs = k.out_h * k.out_w * k.weight_elements;
    return k;
}

inline Kernel addKernel(int64_t size, int64_t channels) {
    Kernel k;
    k.type = OpType::Add;
    k.in_h = k.in_w = k.out_h = k.out_w = size;
    k.in_c = k.out_c = channels;
    k.second_input_elements = size * size * channels;
    return k;
}

/// Unwraps what a test's own network cannot fail to build.
inline TensorId built(const Result<TensorId>& tensor) {
    if (!tensor) qFatal("%s", tensor.error().text().c_str());
    return *tensor;
}

inline ConvSpec convSpec(int64_t out_channels, int32_t kernel, int32_t stride, Activation activation) {
    ConvSpec spec;
    spec.window.kernel_h = spec.window.kernel_w = kernel;
    spec.window.stride_h = spec.window.stride_w = stride;
    spec.out_channels = out_channels;
    spec.activation = activation;
    return spec;
}

}  // namespace bw::test
