// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Operators that slide a window over a map.
#include <algorithm>
#include <limits>

#include "base/checked.h"
#include "io/tflite_emitter.h"

namespace bw::tflite {
namespace {

int64_t reach(int32_t kernel, int32_t dilation) {
    return int64_t{dilation} * (kernel - 1) + 1;
}

/// What the format's SAME puts before and after an axis; nothing where it would give another output size.
bool isSame(int64_t in, int64_t out, int64_t extent, int32_t stride, int32_t before, int32_t after) {
    if (out != ceilDiv(in, stride)) return false;
    const int64_t total = std::max<int64_t>(0, (out - 1) * stride + extent - in);
    return before == total / 2 && after == total - total / 2;
}

struct MapPadding {
    FilePadding padding = FilePadding::Same;
    bool explicit_pads = false;  ///< An operator of its own must pad before.
};

MapPadding paddingOf(const Window& w, const Shape& in, const Shape& out) {
    const auto axis = [](const Shape& s, bool down) { return down ? s.height() : s[s.rank() - 1]; };
    const int64_t tall = reach(w.kernel_h, w.dilation_h);
    const int64_t wide = reach(w.kernel_w, w.dilation_w);
    if (isSame(axis(in, true), axis(out, true), tall, w.stride_h, w.pad_top, w.pad_bottom) &&
        isSame(axis(in, false), axis(out, false), wide, w.stride_w, w.pad_left, w.pad_right)) {
        return {FilePadding::Same, false};
    }
    const bool padded = w.pad_top != 0 || w.pad_bottom != 0 || w.pad_left != 0 || w.pad_right != 0;
    return {FilePadding::Valid, padded};
}

/// Elements inside the map that the window at each position of an axis sees.
std::vector<int64_t> seenAlong(int64_t in, int64_t out, int32_t kernel, int32_t stride, int32_t before) {
    std::vector<int64_t> seen;
    for (int64_t i = 0; i < out; ++i) {
        const int64_t first = i * stride - before;
        seen.push_back(std::max<int64_t>(1, std::min(first + kernel, in) - std::max<int64_t>(first, 0)));
    }
    return seen;
}

}  // namespace

int32_t Emitter::mapResult(const Operator& op) {
    const Shape& out = shape(op.outputs.front());
    return out.rank() == 4 ? result(op, Layout::ChannelsLast) : temporary(mapSizes(out), "map_result");
}

int32_t Emitter::padded(int32_t map, const Window& w, std::optional<float> fill) {
    note("padding that is neither SAME nor VALID is an operator PAD of its own");
    std::vector<int32_t> sizes = model_.tensors[static_cast<size_t>(map)].shape;
    sizes[1] += w.pad_top + w.pad_bottom;
    sizes[2] += w.pad_left + w.pad_right;
    const int32_t amounts = integers({0, 0, w.pad_top, w.pad_bottom, w.pad_left, w.pad_right, 0, 0}, "pad/amounts");
    model_.tensors[static_cast<size_t>(amounts)].shape = {4, 2};
    const int32_t made = temporary(std::move(sizes), "pad");
    if (fill) {
        append(Builtin::PadV2, {map, amounts, number(*fill, "pad/value")}, made, OptionsType::PadV2);
        model_.tensors[static_cast<size_t>(model_.operators.back().inputs[2])].shape = {};
    } else {
        append(Builtin::Pad, {map, amounts}, made, OptionsType::Pad);
    }
    return made;
}

Result<void> Emitter::emitConv(const Operator& op) {
    const Shape& in = shape(op.inputs.front());
    const Shape& out = shape(op.outputs.front());
    const Window& w = op.window;
    const MapPadding padding = paddingOf(w, in, out);
    int32_t x = takeMap(op.inputs.front());
    if (padding.explicit_pads) x = padded(x, w, std::nullopt);
    const auto channels = static_cast<int32_t>(op.out_channels);
    const auto in_group = static_cast<int32_t>(in[1] / op.groups);
    const bool depthwise = op.type == OpType::DepthwiseConv2d;
    const auto kernel = numbers_.kernel(index_);
    if (!kernel) return tl::unexpected(kernel.error());
    // The graph's kernels are out x in x height x width.
    const int32_t filter = depthwise
                               ? floats({1, w.kernel_h, w.kernel_w, channels}, kernelIn({1, 2, 3, 0}), "filter")
                               : floats({channels, w.kernel_h, w.kernel_w, in_group}, kernelIn({0, 2, 3, 1}), "filter");
    const auto bias = biasOf(op);
    if (!bias) return tl::unexpected(bias.error());
    Options options = {{0, static_cast<int64_t>(padding.padding)}, {1, w.stride_w}, {2, w.stride_h}};
    const int64_t act = fusedCode(op.activation).value_or(0);
    if (depthwise) {
        options.insert({{3, channels / static_cast<int32_t>(in[1])}, {4, act}, {5, w.dilation_w}, {6, w.dilation_h}});
    } else {
        options.insert({{3, act}, {4, w.dilation_w}, {5, w.dilation_h}});
    }
    const int32_t y = mapResult(op);
    append(depthwise ? Builtin::DepthwiseConv2d : Builtin::Conv2d, {x, filter, *bias}, y,
           depthwise ? OptionsType::DepthwiseConv2d : OptionsType::Conv2d, std::move(options));
    finishMap(op, y);
    return {};
}

Result<void> Emitter::emitTransposedConv(const Operator& op) {
    const Shape& in = shape(op.inputs.front());
    const Shape& out = shape(op.outputs.front());
    const Window& w = op.window;
    if (op.groups != 1) return unsupported("a transposed convolution in groups");
    if (w.dilation_h != 1 || w.dilation_w != 1) return unsupported("a dilated transposed convolution");
    if (in.rank() != 4) return unsupported("a transposed convolution of a sequence");
    const auto full = [](int64_t size, int32_t stride, int32_t kernel) { return (size - 1) * stride + kernel; };
    // SAME crops half of what the strides yield beyond the output before it, VALID crops nothing before.
    const auto same = [&](int64_t from, int64_t to, int32_t stride, int32_t kernel, int32_t before) {
        return ceilDiv(to, stride) == from && std::max<int64_t>(full(from, stride, kernel) - to, 0) / 2 == before;
    };
    const bool is_same = same(in.height(), out.height(), w.stride_h, w.kernel_h, w.pad_top) &&
                         same(in.width(), out.width(), w.stride_w, w.kernel_w, w.pad_left);
    const bool crops =
        !is_same && (w.pad_top != 0 || w.pad_left != 0 || full(in.height(), w.stride_h, w.kernel_h) > out.height() ||
                     full(in.width(), w.stride_w, w.kernel_w) > out.width());
    std::vector<int32_t> sizes = mapSizes(out);
    if (crops) {
        sizes[1] = static_cast<int32_t>(std::max(full(in.height(), w.stride_h, w.kernel_h), w.pad_top + out.height()));
        sizes[2] = static_cast<int32_t>(std::max(full(in.width(), w.stride_w, w.kernel_w), w.pad_left + out.width()));
    }
    const auto kernel = numbers_.kernel(index_);
    if (!kernel) return tl::unexpected(kernel.error());
    // The graph's kernels of transposed convolutions are in x out x height x width.
    const int32_t filter =
        floats({static_cast<int32_t>(op.out_channels), w.kernel_h, w.kernel_w, static_cast<int32_t>(in[1])},
               kernelIn({1, 2, 3, 0}), "filter");
    const auto bias = biasOf(op);
    if (!bias) return tl::unexpected(bias.error());
    const int32_t target = integers(sizes, "shape");
    const int32_t x = take(op.inputs.front(), Layout::ChannelsLast);
    std::vector<int32_t> inputs = {target, filter, x};
    if (*bias >= 0) inputs.push_back(*bias);
    const int32_t whole = crops ? temporary(sizes, "whole") : resultBefore(op, Layout::ChannelsLast, false);
    append(Builtin::TransposeConv, std::move(inputs), whole, OptionsType::TransposeConv,
           {{0, static_cast<int64_t>(is_same ? FilePadding::Same : FilePadding::Valid)},
            {1, w.stride_w},
            {2, w.stride_h},
            {3, 0}});
    int32_t y = whole;
    if (crops) {
        note("a transposed convolution is cropped by a SLICE");
        const int32_t begin = integers({0, w.pad_top, w.pad_left, 0}, "crop/begin");
        const int32_t size = integers(mapSizes(out), "crop/size");
        y = resultBefore(op, Layout::ChannelsLast, false);
        append(Builtin::Slice, {whole, begin, size}, y, OptionsType::Slice);
    }
    applyActivation(op, Layout::ChannelsLast, y);
    return {};
}

Result<void> Emitter::emitPool(const Operator& op) {
    const Shape& in = shape(op.inputs.front());
    const Shape& out = shape(op.outputs.front());
    const Window& w = op.window;
    if (w.dilation_h != 1 || w.dilation_w != 1) return unsupported("a dilated pooling");
    const bool average = op.type == OpType::AvgPool;
    const MapPadding padding = paddingOf(w, in, out);
    int32_t x = takeMap(op.inputs.front());
    if (padding.explicit_pads) {
        x = average ? padded(x, w, std::nullopt) : padded(x, w, std::numeric_limits<float>::lowest());
    }
    const bool corrects = padding.explicit_pads && average;
    const int32_t pooled = corrects ? temporary(mapSizes(out), "padded_mean") : mapResult(op);
    const int64_t act = fusedCode(op.activation).value_or(0);
    append(average ? Builtin::AveragePool2d : Builtin::MaxPool2d, {x}, pooled, OptionsType::Pool2d,
           {{0, static_cast<int64_t>(padding.padding)},
            {1, w.stride_w},
            {2, w.stride_h},
            {3, w.kernel_w},
            {4, w.kernel_h},
            {5, corrects ? 0 : act}});
    int32_t y = pooled;
    if (corrects) {
        // Pads do not count in an average: the mean over the padded window is scaled up at the border.
        const auto rows = seenAlong(in.height(), out.height(), w.kernel_h, w.stride_h, w.pad_top);
        const auto columns = seenAlong(in[in.rank() - 1], out[out.rank() - 1], w.kernel_w, w.stride_w, w.pad_left);
        const double area = static_cast<double>(w.kernel_h) * w.kernel_w;
        const int32_t factors = floats(
            {1, static_cast<int32_t>(rows.size()), static_cast<int32_t>(columns.size()), 1},
            [rows, columns, area] {
                std::vector<float> values;
                for (const int64_t row : rows) {
                    for (const int64_t column : columns)
                        values.push_back(static_cast<float>(area / static_cast<double>(row * column)));
                }
                return values;
            },
            "seen");
        y = mapResult(op);
        append(Builtin::Mul, {pooled, factors}, y, OptionsType::Mul, {{0, act}});
    }
    finishMap(op, y);
    return {};
}

}  // namespace bw::tflite
