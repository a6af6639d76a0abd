// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Convolutions and poolings: sliding windows over N x C x H x W, or over N x C x L as height 1.
#include <ATen/Functions.h>

#include <algorithm>
#include <array>
#include <limits>
#include <optional>

#include "estimate/torch/execute_operator.h"

namespace bw {
namespace {

using Pair = std::array<int64_t, 2>;

Pair kernelOf(const Window& w) {
    return {w.kernel_h, w.kernel_w};
}
Pair strideOf(const Window& w) {
    return {w.stride_h, w.stride_w};
}
Pair dilationOf(const Window& w) {
    return {w.dilation_h, w.dilation_w};
}
bool isEven(const Window& w) {
    return w.pad_top == w.pad_bottom && w.pad_left == w.pad_right;
}

/// LibTorch pads both ends alike; other paddings are a copy into a larger map before.
at::Tensor padded(const at::Tensor& x, const Window& w, double value) {
    return at::constant_pad_nd(x, {w.pad_left, w.pad_right, w.pad_top, w.pad_bottom}, value);
}

at::Tensor convolve(const Execution& e, const at::Tensor& x) {
    const Window& w = e.op.window;
    if (isEven(w)) {
        return at::conv2d(x, e.weights.weight, e.weights.bias, strideOf(w), Pair{w.pad_top, w.pad_left}, dilationOf(w),
                          e.op.groups);
    }
    return at::conv2d(padded(x, w, 0.0), e.weights.weight, e.weights.bias, strideOf(w), Pair{0, 0}, dilationOf(w),
                      e.op.groups);
}

/// Padding and extra rows that give a transposed convolution `wanted` outputs, if LibTorch takes such.
std::optional<Pair> transposedPadding(int64_t in, int64_t wanted, int64_t kernel, int64_t stride, int64_t dilation,
                                      int64_t before, int64_t after) {
    const int64_t whole = (in - 1) * stride + dilation * (kernel - 1) + 1;
    // The pads stated, else the least even ones that cut the result down to size.
    const int64_t cut = std::max<int64_t>(0, whole - wanted);
    const int64_t pad = before == after && before > 0 ? before : (cut + 1) / 2;
    const int64_t extra = wanted - (whole - 2 * pad);
    if (extra < 0 || extra >= std::max(stride, dilation)) return std::nullopt;
    return Pair{pad, extra};
}

at::Tensor convolveTransposed(const Execution& e, const at::Tensor& x, int64_t height, int64_t width) {
    const Window& w = e.op.window;
    const auto rows =
        transposedPadding(x.size(2), height, w.kernel_h, w.stride_h, w.dilation_h, w.pad_top, w.pad_bottom);
    const auto columns =
        transposedPadding(x.size(3), width, w.kernel_w, w.stride_w, w.dilation_w, w.pad_left, w.pad_right);
    if (rows && columns) {
        return at::conv_transpose2d(x, e.weights.weight, e.weights.bias, strideOf(w), Pair{(*rows)[0], (*columns)[0]},
                                    Pair{(*rows)[1], (*columns)[1]}, e.op.groups, dilationOf(w));
    }
    const at::Tensor whole = at::conv_transpose2d(x, e.weights.weight, e.weights.bias, strideOf(w), Pair{0, 0},
                                                  Pair{0, 0}, e.op.groups, dilationOf(w));
    if (whole.size(2) < height || whole.size(3) < width) {
        throw NotExecutable("LibTorch cannot extend a transposed convolution this far");
    }
    return whole.narrow(2, w.pad_top, height).narrow(3, w.pad_left, width).contiguous();
}

int64_t pooledSize(int64_t in, int64_t pad, int64_t kernel, int64_t stride, int64_t dilation, bool ceil) {
    const int64_t reach = dilation * (kernel - 1) + 1;
    int64_t out = (in + 2 * pad - reach + (ceil ? stride - 1 : 0)) / stride + 1;
    // LibTorch drops a window that would start in the padding behind the map.
    if (ceil && (out - 1) * stride >= in + pad) --out;
    return out;
}

/// Even padding, with or without a last partial window, under which LibTorch gives the wanted size; absent: none.
std::optional<bool> ceilMode(const Window& w, const at::Tensor& x, int64_t height, int64_t width) {
    const bool allowed = w.pad_top * 2 <= w.kernel_h && w.pad_left * 2 <= w.kernel_w && w.pad_bottom >= w.pad_top &&
                         w.pad_right >= w.pad_left;
    if (!allowed) return std::nullopt;
    for (const bool ceil : {false, true}) {
        if (!ceil && !isEven(w)) continue;
        if (pooledSize(x.size(2), w.pad_top, w.kernel_h, w.stride_h, w.dilation_h, ceil) == height &&
            pooledSize(x.size(3), w.pad_left, w.kernel_w, w.stride_w, w.dilation_w, ceil) == width) {
            return ceil;
        }
    }
    return std::nullopt;
}

at::Tensor pool(const Execution& e, const at::Tensor& x, int64_t height, int64_t width) {
    const Window& w = e.op.window;
    const bool average = e.op.type == OpType::AvgPool;
    const bool unpadded = w.pad_top + w.pad_bottom + w.pad_left + w.pad_right == 0;
    if (average && unpadded && w.kernel_h == x.size(2) && w.kernel_w == x.size(3)) {
        return at::mean(x, {2, 3}, true);
    }
    if (average && (w.dilation_h != 1 || w.dilation_w != 1)) throw NotExecutable("a dilated average pooling");
    const auto ceil = ceilMode(w, x, height, width);
    const Pair pads = ceil ? Pair{w.pad_top, w.pad_left} : Pair{0, 0};
    if (average) {
        // Padding does not count towards the mean, but for that which LibTorch cannot do and a copy holds.
        const at::Tensor map = ceil ? x : padded(x, w, 0.0);
        return at::avg_pool2d(map, kernelOf(w), strideOf(w), pads, ceil.value_or(false), false);
    }
    const at::Tensor map = ceil ? x : padded(x, w, -std::numeric_limits<double>::infinity());
    return at::max_pool2d(map, kernelOf(w), strideOf(w), pads, dilationOf(w), ceil.value_or(false));
}

/// Runs `work` on a map with height and width; a sequence N x C x L becomes N x C x 1 x L and back.
template <class Work>
at::Tensor onPlane(const Execution& e, Work work) {
    const at::Tensor& x = e.inputs[0];
    if (x.dim() == 4) return work(x, e.output[2], e.output[3]);
    if (x.dim() == 3) return work(x.unsqueeze(2), int64_t{1}, e.output[2]).squeeze(2);
    throw NotExecutable("a window over a tensor of " + std::to_string(x.dim()) + " axes");
}

}  // namespace

at::Tensor executeConvolution(const Execution& e) {
    return onPlane(e, [&](const at::Tensor& x, int64_t height, int64_t width) {
        return e.op.type == OpType::TransposedConv2d ? convolveTransposed(e, x, height, width) : convolve(e, x);
    });
}

at::Tensor executePool(const Execution& e) {
    return onPlane(e, [&](const at::Tensor& x, int64_t height, int64_t width) { return pool(e, x, height, width); });
}

}  // namespace bw
