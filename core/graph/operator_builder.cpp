// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/operator_builder.h"

#include <algorithm>

#include "base/checked.h"
#include "graph/builder_checks.h"

namespace bw {

using namespace builder_checks;

namespace {

Result<void> checkWindow(const Window& w) {
    const auto outside = [](int32_t value, int32_t low, int32_t high) { return value < low || value > high; };
    if (outside(w.kernel_h, 1, kMaxWindow) || outside(w.kernel_w, 1, kMaxWindow)) {
        return fail(ErrorCode::InvalidArgument, "kernel size must lie between 1 and 32768");
    }
    if (outside(w.stride_h, 1, kMaxWindow) || outside(w.stride_w, 1, kMaxWindow)) {
        return fail(ErrorCode::InvalidArgument, "stride must lie between 1 and 32768");
    }
    if (outside(w.dilation_h, 1, kMaxWindow) || outside(w.dilation_w, 1, kMaxWindow)) {
        return fail(ErrorCode::InvalidArgument, "dilation must lie between 1 and 32768");
    }
    for (const int32_t pad : {w.pad_top, w.pad_left, w.pad_bottom, w.pad_right}) {
        if (outside(pad, 0, kMaxPad)) return fail(ErrorCode::InvalidArgument, "padding must lie between 0 and 65536");
    }
    return {};
}

int64_t reach(int32_t kernel, int32_t dilation) {
    return int64_t{dilation} * (kernel - 1) + 1;
}

Result<int64_t> axisOutput(Padding padding, int64_t size, int32_t kernel, int32_t stride, int32_t dilation,
                           int32_t& before, int32_t& after) {
    const int64_t extent = reach(kernel, dilation);
    if (padding == Padding::Same) {
        const int64_t output = ceilDiv(size, stride);
        const int64_t total = std::max<int64_t>(0, (output - 1) * stride + extent - size);
        before = static_cast<int32_t>(total / 2);
        after = static_cast<int32_t>(total - total / 2);
        return output;
    }
    if (padding == Padding::Symmetric) before = after = static_cast<int32_t>((extent - 1) / 2);
    if (padding == Padding::Valid) before = after = 0;
    const int64_t padded = size + before + after;
    if (padded < extent) {
        return fail(ErrorCode::InvalidArgument, "a window of " + std::to_string(extent) +
                                                    " elements does not fit an input of " + std::to_string(padded) +
                                                    " (padding included)");
    }
    return (padded - extent) / stride + 1;
}

}  // namespace

Result<std::pair<int64_t, int64_t>> windowOutput(Window& window, Padding padding, int64_t height, int64_t width) {
    if (auto ok = checkWindow(window); !ok) return tl::unexpected(ok.error());
    const auto h = axisOutput(padding, height, window.kernel_h, window.stride_h, window.dilation_h, window.pad_top,
                              window.pad_bottom);
    if (!h) return tl::unexpected(h.error());
    const auto w = axisOutput(padding, width, window.kernel_w, window.stride_w, window.dilation_w, window.pad_left,
                              window.pad_right);
    if (!w) return tl::unexpected(w.error());
    return std::pair(*h, *w);
}

TensorId OperatorBuilder::addInput(const Shape& shape, std::string name) {
    const auto id = static_cast<TensorId>(graph_.tensors.size());
    graph_.tensors.push_back({shape, std::move(name), -1});
    graph_.inputs.push_back(id);
    return id;
}

Result<TensorId> OperatorBuilder::append(Operator op, const Shape& output) {
    const Shape outputs[] = {output};
    auto ids = custom(std::move(op), outputs);
    if (!ids) return tl::unexpected(ids.error());
    return ids->front();
}

Result<std::vector<TensorId>> OperatorBuilder::custom(Operator op, std::span<const Shape> output_shapes) {
    for (const Shape& shape : output_shapes) {
        if (auto ok = checkedShape(shape.sizes()); !ok) return tl::unexpected(ok.error());
    }
    op.block = owner_;
    if (op.name.empty()) op.name = std::move(next_name_);
    next_name_.clear();
    const auto index = static_cast<int32_t>(graph_.operators.size());
    op.outputs.clear();
    for (const Shape& shape : output_shapes) {
        op.outputs.push_back(static_cast<TensorId>(graph_.tensors.size()));
        graph_.tensors.push_back({shape, {}, index});
    }
    auto outputs = op.outputs;
    graph_.operators.push_back(std::move(op));
    return outputs;
}

Result<TensorId> OperatorBuilder::withActivation(Result<TensorId> x, Activation act) {
    if (!x || act == Activation::None || fusesIntoProducer(act)) return x;
    return activation(*x, act);
}

Result<TensorId> OperatorBuilder::conv(TensorId x, ConvSpec spec) {
    const auto plane = planeOf(shape(x));
    if (!plane) return tl::unexpected(plane.error());
    if (spec.groups < 1) return fail(ErrorCode::InvalidArgument, "groups must be at least 1");
    if (spec.out_channels < 1 || spec.out_channels > kMaxDimension) {
        return fail(ErrorCode::InvalidArgument, "output channels must lie between 1 and 1,048,576");
    }
    if (plane->channels % spec.groups != 0 || spec.out_channels % spec.groups != 0) {
        return fail(ErrorCode::InvalidArgument, std::to_string(spec.groups) + " groups do not divide " +
                                                    std::to_string(plane->channels) + " input and " +
                                                    std::to_string(spec.out_channels) + " output channels");
    }
    const auto size = windowOutput(spec.window, spec.padding, plane->height, plane->width);
    if (!size) return tl::unexpected(size.error());
    const auto output = planeShape(*plane, spec.out_channels, size->first, size->second);
    if (!output) return tl::unexpected(output.error());
    const auto weights =
        product({spec.out_channels, plane->channels / spec.groups, spec.window.kernel_h, spec.window.kernel_w});
    if (!weights) return tl::unexpected(weights.error());
    const auto macs = product({*weights, plane->batch, size->first, size->second});
    if (!macs) return tl::unexpected(macs.error());

    Operator op;
    op.type = spec.groups > 1 && spec.groups == plane->channels ? OpType::DepthwiseConv2d : OpType::Conv2d;
    op.activation = fusesIntoProducer(spec.activation) ? spec.activation : Activation::None;
    op.window = spec.window;
    op.groups = spec.groups;
    op.out_channels = spec.out_channels;
    op.has_bias = spec.bias;
    op.has_batch_norm = spec.batch_norm;
    op.weight_elements = *weights;
    op.macs = *macs;
    op.inputs = {x};
    return withActivation(append(std::move(op), *output), spec.activation);
}

Result<TensorId> OperatorBuilder::depthwise(TensorId x, ConvSpec spec, int64_t channel_multiplier) {
    const auto plane = planeOf(shape(x));
    if (!plane) return tl::unexpected(plane.error());
    if (channel_multiplier < 1 || channel_multiplier > kMaxDimension) {
        return fail(ErrorCode::InvalidArgument, "outputs per channel must be at least 1");
    }
    spec.groups = plane->channels;
    spec.out_channels = plane->channels * channel_multiplier;
    const size_t index = graph_.operators.size();
    auto y = conv(x, spec);
    // One input channel makes groups = 1, which is a depthwise convolution by intent only.
    if (y) graph_.operators[index].type = OpType::DepthwiseConv2d;
    return y;
}

Result<TensorId> OperatorBuilder::transposedConv(TensorId x, ConvSpec spec, int64_t extra_h, int64_t extra_w) {
    const auto plane = planeOf(shape(x));
    if (!plane) return tl::unexpected(plane.error());
    Window& w = spec.window;
    if (auto ok = checkWindow(w); !ok) return tl::unexpected(ok.error());
    if (spec.groups < 1 || spec.out_channels < 1 || spec.out_channels > kMaxDimension ||
        plane->channels % spec.groups != 0 || spec.out_channels % spec.groups != 0) {
        return fail(ErrorCode::InvalidArgument, "channels or groups of the transposed convolution are out of range");
    }
    const auto extent = [](int64_t size, int32_t stride, int32_t kernel, int32_t dilation, int64_t pads,
                           int64_t extra) { return (size - 1) * stride + reach(kernel, dilation) - pads + extra; };
    int64_t height = extent(plane->height, w.stride_h, w.kernel_h, w.dilation_h, w.pad_top + w.pad_bottom, extra_h);
    int64_t width = extent(plane->width, w.stride_w, w.kernel_w, w.dilation_w, w.pad_left + w.pad_right, extra_w);
    if (spec.padding == Padding::Same) {
        height = plane->height * w.stride_h;
        width = plane->width * w.stride_w;
    }
    if (plane->rank == 3) height = 1;
    const auto output = planeShape(*plane, spec.out_channels, height, width);
    if (!output) return tl::unexpected(output.error());
    const auto weights = product({plane->channels, spec.out_channels / spec.groups, w.kernel_h, w.kernel_w});
    if (!weights) return tl::unexpected(weights.error());
    const auto macs = product({*weights, plane->batch, plane->height, plane->width});
    if (!macs) return tl::unexpected(macs.error());

    Operator op;
    op.type = OpType::TransposedConv2d;
    op.activation = fusesIntoProducer(spec.activation) ? spec.activation : Activation::None;
    op.window = w;
    op.groups = spec.groups;
    op.out_channels = spec.out_channels;
    op.has_bias = spec.bias;
    op.has_batch_norm = spec.batch_norm;
    op.weight_elements = *weights;
    op.macs = *macs;
    op.axes = {extra_h, extra_w};
    op.inputs = {x};
    return withActivation(append(std::move(op), *output), spec.activation);
}

Result<TensorId> OperatorBuilder::dense(TensorId x, int64_t features, bool bias, Activation act) {
    const Shape in = shape(x);
    if (in.rank() < 1) return fail(ErrorCode::InvalidArgument, "a dense layer needs at least one axis");
    if (features < 1 || features > kMaxDimension) {
        return fail(ErrorCode::InvalidArgument, "features must lie between 1 and 1,048,576");
    }
    Shape out = in;
    out.set(in.rank() - 1, features);
    const int64_t depth = in[in.rank() - 1];
    const auto weights = product({depth, features});
    if (!weights) return tl::unexpected(weights.error());
    const auto macs = product({*weights, in.elements() / depth});
    if (!macs) return tl::unexpected(macs.error());
    Operator op;
    op.type = OpType::Dense;
    op.activation = fusesIntoProducer(act) ? act : Activation::None;
    op.out_channels = features;
    op.has_bias = bias;
    op.weight_elements = *weights;
    op.macs = *macs;
    op.inputs = {x};
    return withActivation(append(std::move(op), out), act);
}

Result<TensorId> OperatorBuilder::pool(TensorId x, OpType type, Window window, Padding padding) {
    const auto plane = planeOf(shape(x));
    if (!plane) return tl::unexpected(plane.error());
    const auto size = windowOutput(window, padding, plane->height, plane->width);
    if (!size) return tl::unexpected(size.error());
    const auto output = planeShape(*plane, plane->channels, size->first, size->second);
    if (!output) return tl::unexpected(output.error());
    Operator op;
    op.type = type;
    op.window = window;
    op.inputs = {x};
    return append(std::move(op), *output);
}

Result<TensorId> OperatorBuilder::globalAvgPool(TensorId x) {
    const auto plane = planeOf(shape(x));
    if (!plane) return tl::unexpected(plane.error());
    if (plane->height >= kMaxWindow || plane->width >= kMaxWindow) {
        return fail(ErrorCode::LimitExceeded, "the map is too large to pool globally");
    }
    Window window;
    window.kernel_h = static_cast<int32_t>(plane->height);
    window.kernel_w = static_cast<int32_t>(plane->width);
    return pool(x, OpType::AvgPool, window, Padding::Valid);
}

}  // namespace bw
