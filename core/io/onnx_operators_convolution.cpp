// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Convolutions: Conv, ConvTranspose, and the quantised spellings of Conv.
#include <algorithm>

#include "base/checked.h"
#include "io/onnx_window.h"

namespace bw::onnx {
namespace {

/// Where a spelling of convolution keeps its operands.
struct ConvInputs {
    size_t weight = 1;
    size_t bias = 2;
};

struct ConvOperands {
    TensorId x = -1;
    const Constant* weight = nullptr;
    bool bias = false;
    int64_t groups = 1;
};

Result<ConvOperands> convOperands(NodeImport& node, ConvInputs inputs) {
    ConvOperands operands;
    const auto x = node.tensor(0);
    if (!x) return tl::unexpected(x.error());
    operands.x = *x;
    operands.weight = node.constant(inputs.weight);
    if (operands.weight == nullptr) {
        return fail(ErrorCode::Unsupported, "its weights are computed while the network runs");
    }
    const int rank = node.shape(*x).rank();
    if (rank != 3 && rank != 4) {
        return fail(ErrorCode::Unsupported, "convolution over " + node.shape(*x).text() + " is not supported", {},
                    "only 1-D and 2-D convolutions are read");
    }
    if (operands.weight->dims.size() != static_cast<size_t>(rank)) {
        return fail(ErrorCode::InvalidFile, "its weights have rank " + std::to_string(operands.weight->dims.size()) +
                                                ", its input has rank " + std::to_string(rank));
    }
    for (const int64_t size : operands.weight->dims) {
        if (size < 1) return fail(ErrorCode::InvalidFile, "its weights are empty");
    }
    if (node.has(inputs.bias)) {
        if (node.constant(inputs.bias) == nullptr) {
            return fail(ErrorCode::Unsupported, "its bias is computed while the network runs");
        }
        operands.bias = true;
    }
    operands.groups = node.node.integer("group", 1);
    if (operands.groups < 1) return fail(ErrorCode::InvalidFile, "group is below 1");
    return operands;
}

Result<void> convertConvAs(NodeImport& node, ConvInputs inputs) {
    const auto operands = convOperands(node, inputs);
    if (!operands) return tl::unexpected(operands.error());
    const Shape in = node.shape(operands->x);
    const auto& dims = operands->weight->dims;
    const auto expected = mulChecked(dims[1], operands->groups);
    if (!expected || *expected != in[1]) {
        return fail(ErrorCode::InvalidFile, "its weights are for " + std::to_string(dims[1]) + " channels in each of " +
                                                std::to_string(operands->groups) + " groups, its input has " +
                                                std::to_string(in[1]));
    }
    const auto window = readWindow(node, in, std::span(dims).subspan(2), CeilMode::Never);
    if (!window) return tl::unexpected(window.error());
    ConvSpec spec;
    spec.window = window->window;
    spec.padding = window->padding;
    spec.out_channels = dims[0];
    spec.groups = operands->groups;
    spec.bias = operands->bias;
    return node.give(node.builder().conv(operands->x, spec), inputs.weight == 1 ? 0 : int32_t{kInt8});
}

Result<void> convertConv(NodeImport& node) {
    return convertConvAs(node, {});
}

Result<void> convertQLinearConv(NodeImport& node) {
    return convertConvAs(node, {3, 8});
}

Result<void> convertConvInteger(NodeImport& node) {
    return convertConvAs(node, {1, 99});
}

/// Output size along one axis without padding: (input - 1) * stride + dilation * (kernel - 1) + 1 + extra.
int64_t fullExtent(int64_t size, int64_t stride, int64_t kernel, int64_t dilation, int64_t extra) {
    return (size - 1) * stride + dilation * (kernel - 1) + 1 + extra;
}

/// Fills the pads such that the output has `wanted` elements; an output larger than the window reaches is extended.
Result<void> fitOutput(int64_t full, int64_t wanted, bool upper, int32_t& before, int32_t& after, int64_t& extra) {
    const int64_t total = full - wanted;
    if (wanted < 1 || total > (1 << 16) || total < -(1 << 16)) {
        return fail(ErrorCode::InvalidFile, "its output_shape does not fit its input");
    }
    extra += std::max<int64_t>(0, -total);
    const auto pads = static_cast<int32_t>(std::max<int64_t>(0, total));
    before = upper ? pads / 2 : pads - pads / 2;
    after = pads - before;
    return {};
}

Result<void> convertConvTranspose(NodeImport& node) {
    const auto operands = convOperands(node, {});
    if (!operands) return tl::unexpected(operands.error());
    const Shape in = node.shape(operands->x);
    const auto& dims = operands->weight->dims;
    const auto outputs = mulChecked(dims[1], operands->groups);
    if (dims[0] != in[1] || !outputs) {
        return fail(ErrorCode::InvalidFile, "its weights are for " + std::to_string(dims[0]) +
                                                " channels, its input has " + std::to_string(in[1]));
    }
    auto window = readWindow(node, in, std::span(dims).subspan(2), CeilMode::Transposed);
    if (!window) return tl::unexpected(window.error());
    const size_t spatial = dims.size() - 2;
    auto extra = node.node.integers("output_padding");
    extra.resize(spatial, 0);
    for (const int64_t size : extra) {
        if (size < 0 || size > (1 << 16)) return fail(ErrorCode::InvalidFile, "its output_padding is out of range");
    }
    if (spatial == 1) extra.insert(extra.begin(), 0);
    Window& w = window->window;
    auto wanted = node.node.integers("output_shape");
    const std::string_view auto_pad = node.node.text("auto_pad", "NOTSET");
    const bool same = auto_pad == "SAME_UPPER" || auto_pad == "SAME_LOWER";
    if (wanted.empty() && same) {
        for (size_t i = 0; i < spatial; ++i)
            wanted.push_back(in[static_cast<int>(i) + 2] * (i + 2 == dims.size() - 1 ? w.stride_w : w.stride_h));
    }
    if (wanted.size() > spatial) wanted.erase(wanted.begin(), wanted.end() - static_cast<std::ptrdiff_t>(spatial));
    if (!wanted.empty()) {
        if (wanted.size() != spatial) return fail(ErrorCode::InvalidFile, "its output_shape is damaged");
        if (spatial == 1) wanted.insert(wanted.begin(), 1);
        const bool upper = auto_pad != "SAME_LOWER";
        const int64_t height = spatial == 1 ? 1 : in[2];
        const int64_t full_h = fullExtent(height, w.stride_h, w.kernel_h, w.dilation_h, extra[0]);
        const int64_t full_w = fullExtent(in[in.rank() - 1], w.stride_w, w.kernel_w, w.dilation_w, extra[1]);
        if (auto ok = fitOutput(full_h, wanted[0], upper, w.pad_top, w.pad_bottom, extra[0]); !ok) return ok;
        if (auto ok = fitOutput(full_w, wanted[1], upper, w.pad_left, w.pad_right, extra[1]); !ok) return ok;
    }
    ConvSpec spec;
    spec.window = w;
    spec.padding = Padding::Explicit;
    spec.out_channels = *outputs;
    spec.groups = operands->groups;
    spec.bias = operands->bias;
    return node.give(node.builder().transposedConv(operands->x, spec, extra[0], extra[1]));
}

}  // namespace

void addConvolutions(ConverterTable& table) {
    table["Conv"] = convertConv;
    table["QLinearConv"] = convertQLinearConv;
    table["ConvInteger"] = convertConvInteger;
    table["ConvTranspose"] = convertConvTranspose;
}

}  // namespace bw::onnx
