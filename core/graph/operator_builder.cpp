// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/operator_builder.h"

#include <algorithm>
#include <set>

#include "base/checked.h"

namespace bw {
namespace {

constexpr int32_t kMaxWindow = 1 << 15;
constexpr int32_t kMaxPad = 1 << 16;

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

struct Plane {
    int64_t batch, channels, height, width;
    int rank;
};

Result<Plane> planeOf(const Shape& s) {
    if (s.rank() == 4) return Plane{s[0], s[1], s[2], s[3], 4};
    if (s.rank() == 3) return Plane{s[0], s[1], 1, s[2], 3};
    return fail(ErrorCode::InvalidArgument, "needs a feature map of rank 3 or 4, but the input is " + s.text());
}

Result<Shape> planeShape(const Plane& p, int64_t channels, int64_t height, int64_t width) {
    if (p.rank == 3) return checkedShape(std::array{p.batch, channels, width});
    return checkedShape(std::array{p.batch, channels, height, width});
}

Result<int64_t> product(std::initializer_list<int64_t> factors) {
    int64_t result = 1;
    for (const int64_t factor : factors) {
        const auto next = mulChecked(result, factor);
        if (!next) return fail(ErrorCode::LimitExceeded, "a count leaves 64 bits");
        result = *next;
    }
    return result;
}

Result<Shape> broadcast(const Shape& a, const Shape& b) {
    const int rank = std::max(a.rank(), b.rank());
    std::vector<int64_t> sizes(static_cast<size_t>(rank));
    for (int i = 0; i < rank; ++i) {
        const int ia = i - (rank - a.rank());
        const int ib = i - (rank - b.rank());
        const int64_t sa = ia < 0 ? 1 : a[ia];
        const int64_t sb = ib < 0 ? 1 : b[ib];
        if (sa != sb && sa != 1 && sb != 1) {
            return fail(ErrorCode::InvalidArgument, "inputs " + a.text() + " and " + b.text() + " do not match");
        }
        sizes[static_cast<size_t>(i)] = std::max(sa, sb);
    }
    return checkedShape(sizes);
}

Result<int64_t> normalizeAxis(int64_t axis, int rank) {
    if (axis < -rank || axis >= rank) {
        return fail(ErrorCode::InvalidArgument,
                    "axis " + std::to_string(axis) + " is outside a tensor of rank " + std::to_string(rank));
    }
    return axis < 0 ? axis + rank : axis;
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

Result<TensorId> OperatorBuilder::reduce(TensorId x, std::vector<int64_t> axes, bool keep_dims, std::string detail) {
    const Shape in = shape(x);
    for (int64_t& axis : axes) {
        const auto normal = normalizeAxis(axis, in.rank());
        if (!normal) return tl::unexpected(normal.error());
        axis = *normal;
    }
    std::sort(axes.begin(), axes.end());
    std::vector<int64_t> sizes;
    for (int i = 0; i < in.rank(); ++i) {
        const bool reduced = std::find(axes.begin(), axes.end(), i) != axes.end();
        if (!reduced) sizes.push_back(in[i]);
        if (reduced && keep_dims) sizes.push_back(1);
    }
    Operator op;
    op.type = OpType::Reduce;
    op.axes = std::move(axes);
    op.detail = std::move(detail);
    op.inputs = {x};
    return append(std::move(op), Shape(sizes));
}

Result<TensorId> OperatorBuilder::elementwise(OpType type, std::span<const TensorId> inputs, Activation act,
                                              int64_t constant_elements, std::string detail) {
    if (inputs.empty()) return fail(ErrorCode::InvalidArgument, "needs at least one input");
    if (constant_elements < 0) return fail(ErrorCode::InvalidArgument, "constant operand has a negative size");
    Shape out = shape(inputs[0]);
    for (const TensorId input : inputs.subspan(1)) {
        auto wider = broadcast(out, shape(input));
        if (!wider) return tl::unexpected(wider.error());
        out = *wider;
    }
    Operator op;
    op.type = type;
    op.activation = fusesIntoProducer(act) ? act : Activation::None;
    op.weight_elements = constant_elements;
    op.detail = std::move(detail);
    op.inputs.assign(inputs.begin(), inputs.end());
    return withActivation(append(std::move(op), out), act);
}

Result<TensorId> OperatorBuilder::activation(TensorId x, Activation act) {
    Operator op;
    op.type = OpType::Activation;
    op.activation = act;
    if (act == Activation::Prelu) op.weight_elements = shape(x).channels();
    op.inputs = {x};
    const Shape out = shape(x);
    return append(std::move(op), out);
}

Result<TensorId> OperatorBuilder::normalize(TensorId x, int64_t weight_elements, std::string detail) {
    Operator op;
    op.type = OpType::Normalize;
    op.weight_elements = weight_elements;
    op.detail = std::move(detail);
    op.inputs = {x};
    const Shape out = shape(x);
    return append(std::move(op), out);
}

Result<TensorId> OperatorBuilder::layerNorm(TensorId x) {
    const Shape out = shape(x);
    if (out.rank() < 1) return fail(ErrorCode::InvalidArgument, "layer normalisation needs at least one axis");
    Operator op;
    op.type = OpType::LayerNorm;
    op.weight_elements = 2 * out[out.rank() - 1];
    op.inputs = {x};
    return append(std::move(op), out);
}

Result<TensorId> OperatorBuilder::softmax(TensorId x, int64_t axis) {
    const Shape out = shape(x);
    const auto normal = normalizeAxis(axis, out.rank());
    if (!normal) return tl::unexpected(normal.error());
    Operator op;
    op.type = OpType::Softmax;
    op.axes = {*normal};
    op.inputs = {x};
    return append(std::move(op), out);
}

Result<TensorId> OperatorBuilder::matmul(TensorId a, TensorId b, bool transpose_b) {
    const Shape sa = shape(a);
    const Shape sb = shape(b);
    if (sa.rank() < 2 || sb.rank() < 2) return fail(ErrorCode::InvalidArgument, "a matrix product needs two axes");
    const int64_t rows = sa[sa.rank() - 2];
    const int64_t depth = sa[sa.rank() - 1];
    const int64_t depth_b = transpose_b ? sb[sb.rank() - 1] : sb[sb.rank() - 2];
    const int64_t columns = transpose_b ? sb[sb.rank() - 2] : sb[sb.rank() - 1];
    if (depth != depth_b) {
        return fail(ErrorCode::InvalidArgument, "matrices " + sa.text() + " and " + sb.text() + " do not match");
    }
    const auto batch = broadcast(Shape(sa.sizes().first(static_cast<size_t>(sa.rank() - 2))),
                                 Shape(sb.sizes().first(static_cast<size_t>(sb.rank() - 2))));
    if (!batch) return tl::unexpected(batch.error());
    std::vector<int64_t> sizes(batch->sizes().begin(), batch->sizes().end());
    sizes.push_back(rows);
    sizes.push_back(columns);
    const auto out = checkedShape(sizes);
    if (!out) return tl::unexpected(out.error());
    const auto macs = product({out->elements(), depth});
    if (!macs) return tl::unexpected(macs.error());
    Operator op;
    op.type = OpType::MatMul;
    op.macs = *macs;
    op.axes = {transpose_b ? 1 : 0};
    op.inputs = {a, b};
    return append(std::move(op), *out);
}

Result<TensorId> OperatorBuilder::concat(std::span<const TensorId> inputs, int64_t axis) {
    if (inputs.empty()) return fail(ErrorCode::InvalidArgument, "needs at least one input");
    Shape out = shape(inputs[0]);
    const auto normal = normalizeAxis(axis, out.rank());
    if (!normal) return tl::unexpected(normal.error());
    const int along = static_cast<int>(*normal);
    for (const TensorId input : inputs.subspan(1)) {
        const Shape& s = shape(input);
        bool fits = s.rank() == out.rank();
        for (int i = 0; fits && i < out.rank(); ++i)
            fits = i == along || s[i] == out[i];
        if (!fits) {
            return fail(ErrorCode::InvalidArgument, "inputs " + out.text() + " and " + s.text() +
                                                        " cannot be joined along axis " + std::to_string(along));
        }
        out.set(along, out[along] + s[along]);
    }
    Operator op;
    op.type = OpType::Concat;
    op.axes = {along};
    op.inputs.assign(inputs.begin(), inputs.end());
    return append(std::move(op), out);
}

Result<TensorId> OperatorBuilder::resize(TensorId x, int64_t height, int64_t width, std::string mode) {
    const auto plane = planeOf(shape(x));
    if (!plane) return tl::unexpected(plane.error());
    const auto output = planeShape(*plane, plane->channels, height, width);
    if (!output) return tl::unexpected(output.error());
    Operator op;
    op.type = OpType::Resize;
    op.detail = std::move(mode);
    op.inputs = {x};
    return append(std::move(op), *output);
}

Result<TensorId> OperatorBuilder::pad(TensorId x, std::vector<int64_t> before_after) {
    Shape out = shape(x);
    if (before_after.size() != static_cast<size_t>(out.rank()) * 2) {
        return fail(ErrorCode::InvalidArgument, "padding needs two numbers for each of " + std::to_string(out.rank()) +
                                                    " axes, but has " + std::to_string(before_after.size()));
    }
    for (int i = 0; i < out.rank(); ++i) {
        const int64_t before = before_after[static_cast<size_t>(i) * 2];
        const int64_t after = before_after[static_cast<size_t>(i) * 2 + 1];
        if (before < 0 || after < 0 || before > kMaxPad || after > kMaxPad) {
            return fail(ErrorCode::InvalidArgument, "padding must lie between 0 and 65536");
        }
        out.set(i, out[i] + before + after);
    }
    Operator op;
    op.type = OpType::Pad;
    op.axes = std::move(before_after);
    op.inputs = {x};
    return append(std::move(op), out);
}

Result<TensorId> OperatorBuilder::transpose(TensorId x, std::vector<int64_t> permutation) {
    const Shape in = shape(x);
    const std::set<int64_t> distinct(permutation.begin(), permutation.end());
    const bool complete = static_cast<int>(permutation.size()) == in.rank() &&
                          static_cast<int>(distinct.size()) == in.rank() &&
                          (distinct.empty() || (*distinct.begin() == 0 && *distinct.rbegin() == in.rank() - 1));
    if (!complete) {
        return fail(ErrorCode::InvalidArgument,
                    "permutation does not name each of " + std::to_string(in.rank()) + " axes once");
    }
    Shape out = in;
    for (int i = 0; i < in.rank(); ++i)
        out.set(i, in[static_cast<int>(permutation[static_cast<size_t>(i)])]);
    Operator op;
    op.type = OpType::Transpose;
    op.axes = std::move(permutation);
    op.inputs = {x};
    return append(std::move(op), out);
}

Result<TensorId> OperatorBuilder::reshape(TensorId x, std::span<const int64_t> sizes) {
    const Shape in = shape(x);
    std::vector<int64_t> resolved(sizes.begin(), sizes.end());
    int64_t known = 1;
    std::ptrdiff_t rest = -1;
    for (size_t i = 0; i < resolved.size(); ++i) {
        if (resolved[i] == 0 && static_cast<int>(i) < in.rank()) resolved[i] = in[static_cast<int>(i)];
        if (resolved[i] == -1 && rest < 0) {
            rest = static_cast<std::ptrdiff_t>(i);
            continue;
        }
        const auto next = resolved[i] < 1 ? std::nullopt : mulChecked(known, resolved[i]);
        if (!next) return fail(ErrorCode::InvalidArgument, "the new shape has an impossible size");
        known = *next;
    }
    if (rest >= 0) {
        if (in.elements() % known != 0) {
            return fail(ErrorCode::InvalidArgument, std::to_string(in.elements()) + " elements of " + in.text() +
                                                        " cannot be divided into groups of " + std::to_string(known));
        }
        resolved[static_cast<size_t>(rest)] = in.elements() / known;
        known = in.elements();
    }
    if (known != in.elements()) {
        return fail(ErrorCode::InvalidArgument, in.text() + " has " + std::to_string(in.elements()) +
                                                    " elements, the new shape " + std::to_string(known));
    }
    const auto out = checkedShape(resolved);
    if (!out) return tl::unexpected(out.error());
    Operator op;
    op.type = OpType::Reshape;
    op.axes.assign(sizes.begin(), sizes.end());
    op.inputs = {x};
    return append(std::move(op), *out);
}

Result<TensorId> OperatorBuilder::slice(TensorId x, int64_t axis, int64_t begin, int64_t size) {
    Shape out = shape(x);
    const auto normal = normalizeAxis(axis, out.rank());
    if (!normal) return tl::unexpected(normal.error());
    const int64_t available = out[static_cast<int>(*normal)];
    if (size < 1 || begin < 0 || begin > available || size > available - begin) {
        return fail(ErrorCode::InvalidArgument, "cannot take " + std::to_string(size) + " elements from position " +
                                                    std::to_string(begin) + " of " + std::to_string(available));
    }
    out.set(static_cast<int>(*normal), size);
    Operator op;
    op.type = OpType::Slice;
    op.axes = {*normal, begin};
    op.inputs = {x};
    return append(std::move(op), out);
}

Result<TensorId> OperatorBuilder::argMax(TensorId x, int64_t axis, bool keep_dims) {
    const size_t index = graph_.operators.size();
    auto result = reduce(x, {axis}, keep_dims, {});
    if (result) graph_.operators[index].type = OpType::ArgMax;
    return result;
}

Result<TensorId> OperatorBuilder::quantize(TensorId x, std::string detail) {
    Operator op;
    op.type = OpType::Quantize;
    op.detail = std::move(detail);
    op.inputs = {x};
    const Shape out = shape(x);
    return append(std::move(op), out);
}

}  // namespace bw
