// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Operators that slide a window over a map or a sequence.
#include <algorithm>

#include "io/onnx_emitter.h"

namespace bw::onnx {
namespace {

/// A window's attributes for `spatial` axes; pads before all axes, then after them.
std::vector<OutputAttribute> windowAttributes(const Window& w, int spatial, bool dilates) {
    const auto both = [&](int64_t height, int64_t width) {
        return spatial == 1 ? std::vector<int64_t>{width} : std::vector<int64_t>{height, width};
    };
    std::vector<int64_t> pads = both(w.pad_top, w.pad_left);
    const std::vector<int64_t> after = both(w.pad_bottom, w.pad_right);
    pads.insert(pads.end(), after.begin(), after.end());
    std::vector<OutputAttribute> attributes = {{"kernel_shape", both(w.kernel_h, w.kernel_w)},
                                               {"strides", both(w.stride_h, w.stride_w)},
                                               {"pads", std::move(pads)}};
    if (dilates) attributes.push_back({"dilations", both(w.dilation_h, w.dilation_w)});
    return attributes;
}

}  // namespace

Result<void> Emitter::emitConv(const Operator& op) {
    const Shape& in = shape(op.inputs.front());
    const auto kernel = kernelOf();
    if (!kernel) return tl::unexpected(kernel.error());
    const auto bias = biasOf(op);
    if (!bias) return tl::unexpected(bias.error());
    Names inputs = {take(op.inputs.front()), *kernel};
    if (!bias->empty()) inputs.push_back(*bias);
    auto attributes = windowAttributes(op.window, in.rank() - 2, true);
    attributes.push_back({"group", op.groups});
    return appendActivated(op, "Conv", std::move(inputs), std::move(attributes));
}

Result<void> Emitter::emitTransposedConv(const Operator& op) {
    const Shape& in = shape(op.inputs.front());
    const Shape& out = shape(op.outputs.front());
    const int spatial = in.rank() - 2;
    Window w = op.window;
    const auto extra = [&](int axis, int32_t stride, int32_t kernel, int32_t dilation, int32_t before, int32_t& after) {
        const int64_t full = (in[axis] - 1) * stride + int64_t{dilation} * (kernel - 1) + 1;
        int64_t padding = out[axis] - (full - before - after);
        if (padding < 0) {
            after -= static_cast<int32_t>(padding);
            padding = 0;
        }
        return padding;
    };
    std::vector<int64_t> output_padding;
    if (spatial == 2) output_padding.push_back(extra(2, w.stride_h, w.kernel_h, w.dilation_h, w.pad_top, w.pad_bottom));
    output_padding.push_back(extra(in.rank() - 1, w.stride_w, w.kernel_w, w.dilation_w, w.pad_left, w.pad_right));
    const auto kernel = kernelOf();
    if (!kernel) return tl::unexpected(kernel.error());
    const auto bias = biasOf(op);
    if (!bias) return tl::unexpected(bias.error());
    Names inputs = {take(op.inputs.front()), *kernel};
    if (!bias->empty()) inputs.push_back(*bias);
    auto attributes = windowAttributes(w, spatial, true);
    attributes.push_back({"group", op.groups});
    if (std::any_of(output_padding.begin(), output_padding.end(), [](int64_t size) { return size > 0; }))
        attributes.push_back({"output_padding", std::move(output_padding)});
    return appendActivated(op, "ConvTranspose", std::move(inputs), std::move(attributes));
}

Result<void> Emitter::emitPool(const Operator& op) {
    const Shape& in = shape(op.inputs.front());
    const Window& w = op.window;
    const bool average = op.type == OpType::AvgPool;
    const int64_t height = in.rank() == 4 ? in[2] : 1;
    const bool whole = w.kernel_h == height && w.kernel_w == in[in.rank() - 1] && w.pad_top == 0 && w.pad_bottom == 0 &&
                       w.pad_left == 0 && w.pad_right == 0 && w.dilation_h == 1 && w.dilation_w == 1;
    const Names inputs = {take(op.inputs.front())};
    if (whole && average) return appendActivated(op, "GlobalAveragePool", inputs);
    if (average && (w.dilation_h != 1 || w.dilation_w != 1) && model_.opset < 19)
        return unsupported("a dilated mean over windows, before opset 19,");
    auto attributes = windowAttributes(w, in.rank() - 2, !average || model_.opset >= 19);
    if (average) attributes.push_back({"count_include_pad", int64_t{0}});
    return appendActivated(op, average ? "AveragePool" : "MaxPool", inputs, std::move(attributes));
}

}  // namespace bw::onnx
