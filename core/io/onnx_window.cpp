// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/onnx_window.h"

#include <algorithm>

#include "base/checked.h"

namespace bw::onnx {
namespace {

constexpr int64_t kMaxWindow = 1 << 15;
constexpr int64_t kMaxPad = 1 << 16;

/// The window along one axis.
struct Axis {
    int64_t size = 1;
    int32_t kernel = 1, stride = 1, dilation = 1, before = 0, after = 0;
    int64_t extent() const { return int64_t{dilation} * (kernel - 1) + 1; }
};

/// One positive number per spatial axis from an attribute; `otherwise` where it is absent.
Result<std::vector<int64_t>> perAxis(const NodeImport& node, std::string_view name, size_t spatial, int64_t otherwise) {
    auto values = node.node.integers(name);
    if (values.empty()) values.assign(spatial, otherwise);
    if (values.size() != spatial) {
        return fail(ErrorCode::InvalidFile, std::string(name) + " has " + std::to_string(values.size()) +
                                                " numbers for " + std::to_string(spatial) + " axes");
    }
    for (const int64_t value : values) {
        const auto ok = bounded(value, 1, kMaxWindow, name);
        if (!ok) return tl::unexpected(ok.error());
    }
    return values;
}

Result<std::vector<int64_t>> kernelOf(const NodeImport& node, std::span<const int64_t> weights, size_t spatial) {
    const std::vector<int64_t> stated = node.node.integers("kernel_shape");
    std::vector<int64_t> kernel(weights.begin(), weights.end());
    if (kernel.empty()) kernel = stated;
    if (kernel.size() != spatial || (!stated.empty() && stated != kernel)) {
        return fail(ErrorCode::InvalidFile, "kernel_shape does not fit its weights or its input");
    }
    for (const int64_t size : kernel) {
        const auto ok = bounded(size, 1, kMaxWindow, "kernel_shape");
        if (!ok) return tl::unexpected(ok.error());
    }
    return kernel;
}

/// Pads for an output of ceil(size / stride) elements; an odd one goes before the data (SAME_LOWER).
void padSameLower(Axis& axis) {
    const int64_t output = ceilDiv(axis.size, axis.stride);
    const int64_t total = std::max<int64_t>(0, (output - 1) * axis.stride + axis.extent() - axis.size);
    axis.after = static_cast<int32_t>(total / 2);
    axis.before = static_cast<int32_t>(total - total / 2);
}

/// Grows the end pad so that rounding down gives what rounding up would; a window that would start in the end pad does
/// not count (PyTorch, and ONNX since operator set 22).
void roundUpOutput(Axis& axis) {
    const int64_t padded = axis.size + axis.before + axis.after;
    if (padded < axis.extent()) return;
    int64_t output = ceilDiv(padded - axis.extent(), axis.stride) + 1;
    if ((output - 1) * axis.stride >= axis.size + axis.before) --output;
    const int64_t needed = (output - 1) * axis.stride + axis.extent() - axis.size - axis.before;
    axis.after = static_cast<int32_t>(std::max<int64_t>(axis.after, needed));
}

Result<std::vector<Axis>> readAxes(const NodeImport& node, const Shape& in, std::span<const int64_t> weights) {
    const auto spatial = static_cast<size_t>(in.rank() - 2);
    const auto kernel = kernelOf(node, weights, spatial);
    const auto strides = perAxis(node, "strides", spatial, 1);
    const auto dilations = perAxis(node, "dilations", spatial, 1);
    for (const auto* list : {&kernel, &strides, &dilations}) {
        if (!*list) return tl::unexpected(list->error());
    }
    auto pads = node.node.integers("pads");
    if (pads.empty()) pads.assign(2 * spatial, 0);
    if (pads.size() != 2 * spatial) {
        return fail(ErrorCode::InvalidFile,
                    "pads has " + std::to_string(pads.size()) + " numbers for " + std::to_string(spatial) + " axes");
    }
    std::vector<Axis> axes(spatial);
    for (size_t i = 0; i < spatial; ++i) {
        const auto before = bounded(pads[i], 0, kMaxPad, "a pad");
        const auto after = bounded(pads[i + spatial], 0, kMaxPad, "a pad");
        if (!before || !after) return tl::unexpected((before ? after : before).error());
        axes[i] = {in[static_cast<int>(i) + 2],
                   static_cast<int32_t>((*kernel)[i]),
                   static_cast<int32_t>((*strides)[i]),
                   static_cast<int32_t>((*dilations)[i]),
                   *before,
                   *after};
    }
    return axes;
}

}  // namespace

Result<StatedWindow> readWindow(const NodeImport& node, const Shape& in, std::span<const int64_t> weights,
                                CeilMode ceil_mode) {
    if (in.rank() != 3 && in.rank() != 4) {
        return fail(ErrorCode::Unsupported, "windows over " + in.text() + " are not supported", {},
                    "only 1-D and 2-D windows are read");
    }
    auto axes = readAxes(node, in, weights);
    if (!axes) return tl::unexpected(axes.error());
    StatedWindow result;
    const std::string_view auto_pad = node.node.text("auto_pad", "NOTSET");
    const bool transposed = ceil_mode == CeilMode::Transposed;
    if (auto_pad == "SAME_UPPER" && !transposed) result.padding = Padding::Same;
    if (auto_pad == "VALID" && !transposed) result.padding = Padding::Valid;
    const bool rounds_up = ceil_mode == CeilMode::Attribute && node.node.integer("ceil_mode", 0) != 0;
    for (Axis& axis : *axes) {
        if (auto_pad != "NOTSET" && !auto_pad.empty()) axis.before = axis.after = 0;
        if (auto_pad == "SAME_LOWER" && !transposed) padSameLower(axis);
        if (rounds_up && result.padding != Padding::Same) {
            roundUpOutput(axis);
            result.padding = Padding::Explicit;
        }
    }
    const Axis height = axes->size() == 2 ? axes->front() : Axis{};
    const Axis& width = axes->back();
    result.window = {height.kernel,  width.kernel,  height.stride, width.stride, height.dilation,
                     width.dilation, height.before, width.before,  height.after, width.after};
    return result;
}

}  // namespace bw::onnx
