// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Layers with weights.
#include <algorithm>

#include "base/text.h"
#include "io/pytorch_module.h"

namespace bw::pytorch {
namespace {

/// What normalisation adds to the variance; PyTorch's own value.
constexpr float kEpsilon = 1e-5F;

std::string number(int64_t value) {
    return std::to_string(value);
}

/// Sizes along the axes of a window: width alone for sequences.
std::vector<int64_t> along(int spatial, int64_t height, int64_t width) {
    return spatial == 1 ? std::vector<int64_t>{width} : std::vector<int64_t>{height, width};
}

bool isEven(const Window& w) {
    return w.pad_top == w.pad_bottom && w.pad_left == w.pad_right;
}

}  // namespace

std::string ModuleWriter::padded(const Window& w, int spatial, const std::string& value, const std::string& fill) {
    std::vector<int64_t> pads = {w.pad_left, w.pad_right};
    if (spatial == 2) pads.insert(pads.end(), {w.pad_top, w.pad_bottom});
    return "F.pad(" + value + ", " + tuple(pads) + (fill.empty() ? "" : ", value=" + fill) + ")";
}

Result<void> ModuleWriter::emitConv(const Operator& op) {
    const Shape& in = shape(op.inputs.front());
    const int spatial = in.rank() - 2;
    const Window& w = op.window;
    const auto kernel = numbers_.kernel(index_);
    if (!kernel) return tl::unexpected(kernel.error());
    std::string layer = "nn.Conv" + number(spatial) + "d(" + number(in[1]) + ", " + number(op.out_channels) + ", " +
                        tuple(along(spatial, w.kernel_h, w.kernel_w));
    if (w.stride_h != 1 || w.stride_w != 1) layer += ", stride=" + tuple(along(spatial, w.stride_h, w.stride_w));
    const bool even = isEven(w);
    if (even && (w.pad_top != 0 || w.pad_left != 0))
        layer += ", padding=" + tuple(along(spatial, w.pad_top, w.pad_left));
    if (w.dilation_h != 1 || w.dilation_w != 1)
        layer += ", dilation=" + tuple(along(spatial, w.dilation_h, w.dilation_w));
    if (op.groups != 1) layer += ", groups=" + number(op.groups);
    if (!op.has_bias) layer += ", bias=False";
    const std::string self = addLayer(name_, layer + ")");
    std::vector<int64_t> sizes = {op.out_channels, in[1] / op.groups};
    const auto window = along(spatial, w.kernel_h, w.kernel_w);
    sizes.insert(sizes.end(), window.begin(), window.end());
    addWeight(name_ + ".weight", std::move(sizes), *kernel);
    if (op.has_bias) {
        const auto bias = numbers_.bias(index_);
        if (!bias) return tl::unexpected(bias.error());
        addWeight(name_ + ".bias", {op.out_channels}, *bias);
    }
    const std::string x = even ? input(op) : padded(w, spatial, input(op), {});
    const auto value = normalized(op, spatial, self + "(" + x + ")");
    if (!value) return tl::unexpected(value.error());
    return give(op, *value);
}

Result<void> ModuleWriter::emitTransposedConv(const Operator& op) {
    const Shape& in = shape(op.inputs.front());
    const Shape& out = shape(op.outputs.front());
    const int spatial = in.rank() - 2;
    const Window& w = op.window;
    // The layer gives all that the strides yield; what the network crops is cut off afterwards.
    const auto full = [](int64_t size, int32_t stride, int32_t kernel, int32_t dilation) {
        return (size - 1) * stride + int64_t{dilation} * (kernel - 1) + 1;
    };
    const int64_t height = spatial == 2 ? in[2] : 1;
    const int64_t out_height = spatial == 2 ? out[2] : 1;
    const int64_t width = in[in.rank() - 1], out_width = out[out.rank() - 1];
    const auto extra = along(
        spatial, std::max<int64_t>(0, w.pad_top + out_height - full(height, w.stride_h, w.kernel_h, w.dilation_h)),
        std::max<int64_t>(0, w.pad_left + out_width - full(width, w.stride_w, w.kernel_w, w.dilation_w)));
    const auto kernel = numbers_.kernel(index_);
    if (!kernel) return tl::unexpected(kernel.error());
    std::string layer = "nn.ConvTranspose" + number(spatial) + "d(" + number(in[1]) + ", " + number(op.out_channels) +
                        ", " + tuple(along(spatial, w.kernel_h, w.kernel_w)) +
                        ", stride=" + tuple(along(spatial, w.stride_h, w.stride_w));
    if (std::any_of(extra.begin(), extra.end(), [](int64_t size) { return size > 0; }))
        layer += ", output_padding=" + tuple(extra);
    if (w.dilation_h != 1 || w.dilation_w != 1)
        layer += ", dilation=" + tuple(along(spatial, w.dilation_h, w.dilation_w));
    if (op.groups != 1) layer += ", groups=" + number(op.groups);
    if (!op.has_bias) layer += ", bias=False";
    const std::string self = addLayer(name_, layer + ")");
    std::vector<int64_t> sizes = {in[1], op.out_channels / op.groups};
    const auto window = along(spatial, w.kernel_h, w.kernel_w);
    sizes.insert(sizes.end(), window.begin(), window.end());
    addWeight(name_ + ".weight", std::move(sizes), *kernel);
    if (op.has_bias) {
        const auto bias = numbers_.bias(index_);
        if (!bias) return tl::unexpected(bias.error());
        addWeight(name_ + ".bias", {op.out_channels}, *bias);
    }
    std::string value = self + "(" + input(op) + ")[..., ";
    if (spatial == 2) value += number(w.pad_top) + ":" + number(w.pad_top + out_height) + ", ";
    value += number(w.pad_left) + ":" + number(w.pad_left + out_width) + "]";
    const auto done = normalized(op, spatial, value);
    if (!done) return tl::unexpected(done.error());
    return give(op, *done);
}

Result<void> ModuleWriter::emitDense(const Operator& op) {
    const Shape& in = shape(op.inputs.front());
    const int64_t depth = in[in.rank() - 1];
    const auto kernel = numbers_.kernel(index_);
    if (!kernel) return tl::unexpected(kernel.error());
    const std::string self = addLayer(name_, "nn.Linear(" + number(depth) + ", " + number(op.out_channels) +
                                                 (op.has_bias ? "" : ", bias=False") + ")");
    addWeight(name_ + ".weight", {op.out_channels, depth}, *kernel);
    if (op.has_bias) {
        const auto bias = numbers_.bias(index_);
        if (!bias) return tl::unexpected(bias.error());
        addWeight(name_ + ".bias", {op.out_channels}, *bias);
    }
    const auto value = normalized(op, 1, self + "(" + input(op) + ")");
    if (!value) return tl::unexpected(value.error());
    return give(op, *value);
}

Result<std::string> ModuleWriter::normalized(const Operator& op, int spatial, const std::string& value) {
    if (!op.has_batch_norm) return value;
    const std::string norm = identifier(name_ + "_norm");
    const std::string self = addLayer(norm, "nn.BatchNorm" + number(spatial) + "d(" + number(op.out_channels) + ")");
    const auto channels = static_cast<size_t>(op.out_channels);
    std::vector<float> shift(channels, 0.0F);
    if (!op.has_bias) {
        // The numbers of a folded bias stand here, so that networks of equal seed compute the same in every format.
        const auto bias = numbers_.bias(index_);
        if (!bias) return tl::unexpected(bias.error());
        if (!bias->empty()) shift = *bias->values;
    }
    addWeight(norm + ".weight", {op.out_channels}, std::vector<float>(channels, 1.0F));
    addWeight(norm + ".bias", {op.out_channels}, std::move(shift));
    addWeight(norm + ".running_mean", {op.out_channels}, std::vector<float>(channels, 0.0F));
    addWeight(norm + ".running_var", {op.out_channels}, std::vector<float>(channels, 1.0F - kEpsilon));
    return self + "(" + value + ")";
}

Result<void> ModuleWriter::emitNormalize(const Operator& op) {
    const Shape& in = shape(op.inputs.front());
    if (op.detail == "l2" || op.detail == "l2_norm")
        return give(op, "F.normalize(" + input(op) + ", dim=" + number(in.channelAxis()) + ")");
    if (op.detail != "batch_norm" && op.detail != "batch" && op.detail != "instance_norm")
        return unsupported("the normalisation '" + elide(op.detail, 60) + "'");
    if (op.detail == "instance_norm" && op.weight_elements == 0) return give(op, "F.instance_norm(" + input(op) + ")");
    const int64_t channels = in.rank() > 1 ? in[1] : in[0];
    const std::string kind = op.detail == "instance_norm" ? "InstanceNorm" : "BatchNorm";
    const std::string self = addLayer(name_, "nn." + kind + number(std::max(1, in.rank() - 2)) + "d(" +
                                                 number(channels) + (kind == "InstanceNorm" ? ", affine=True)" : ")"));
    const auto scale = numbers_.scale(index_);
    if (!scale) return tl::unexpected(scale.error());
    const auto shift = numbers_.shift(index_);
    if (!shift) return tl::unexpected(shift.error());
    const auto count = static_cast<size_t>(channels);
    const auto valuesOf = [&](const Numbers& numbers, float otherwise) {
        return numbers.elements() == channels ? *numbers.values : std::vector<float>(count, otherwise);
    };
    addWeight(name_ + ".weight", {channels}, valuesOf(*scale, 1));
    addWeight(name_ + ".bias", {channels}, valuesOf(*shift, 0));
    if (kind == "BatchNorm") {
        addWeight(name_ + ".running_mean", {channels}, std::vector<float>(count, 0.0F));
        addWeight(name_ + ".running_var", {channels}, std::vector<float>(count, 1.0F - kEpsilon));
    }
    return give(op, self + "(" + input(op) + ")");
}

Result<void> ModuleWriter::emitLayerNorm(const Operator& op) {
    const Shape& in = shape(op.inputs.front());
    const bool channels = in.rank() == 4 && op.detail == "channels";
    const int64_t size = channels ? in[1] : in[in.rank() - 1];
    const auto scale = numbers_.scale(index_);
    if (!scale) return tl::unexpected(scale.error());
    const auto shift = numbers_.shift(index_);
    if (!shift) return tl::unexpected(shift.error());
    const bool affine = scale->elements() == size && shift->elements() == size;
    const std::string self =
        addLayer(name_, "nn.LayerNorm(" + number(size) + (affine ? ")" : ", elementwise_affine=False)"));
    if (affine) {
        addWeight(name_ + ".weight", {size}, *scale);
        addWeight(name_ + ".bias", {size}, *shift);
    }
    if (!channels) return give(op, self + "(" + input(op) + ")");
    return give(op, self + "(" + input(op) + ".permute(0, 2, 3, 1)).permute(0, 3, 1, 2)");
}

}  // namespace bw::pytorch
