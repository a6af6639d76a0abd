// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Pooling and reductions.
#include <algorithm>
#include <numeric>

#include "io/onnx_window.h"

namespace bw::onnx {
namespace {

Result<void> convertPool(NodeImport& node, OpType type) {
    const auto x = node.tensor(0);
    if (!x) return tl::unexpected(x.error());
    const Shape in = node.shape(*x);
    if (node.isRead(1)) return fail(ErrorCode::Unsupported, "the indices that it gives besides are not supported");
    const auto window = readWindow(node, in, {}, CeilMode::Attribute);
    if (!window) return tl::unexpected(window.error());
    return node.give(node.builder().pool(*x, type, window->window, window->padding));
}

Result<void> convertMaxPool(NodeImport& node) {
    return convertPool(node, OpType::MaxPool);
}

Result<void> convertAveragePool(NodeImport& node) {
    return convertPool(node, OpType::AvgPool);
}

Result<void> convertGlobalAveragePool(NodeImport& node) {
    const auto x = node.tensor(0);
    if (!x) return tl::unexpected(x.error());
    return node.give(node.builder().globalAvgPool(*x));
}

Result<void> convertGlobalMaxPool(NodeImport& node) {
    const auto x = node.tensor(0);
    if (!x) return tl::unexpected(x.error());
    const Shape in = node.shape(*x);
    if (in.rank() != 3 && in.rank() != 4) return node.opaque();
    const auto height = bounded(in.rank() == 4 ? in[2] : 1, 1, 1 << 15, "height");
    const auto width = bounded(in[in.rank() - 1], 1, 1 << 15, "width");
    if (!height || !width) return tl::unexpected((height ? width : height).error());
    Window window;
    window.kernel_h = *height;
    window.kernel_w = *width;
    return node.give(node.builder().pool(*x, OpType::MaxPool, window, Padding::Valid));
}

/// Name of the reduction in Operator::detail.
std::string reductionName(std::string_view op) {
    std::string name(op.substr(std::string_view("Reduce").size()));
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return name;
}

Result<void> convertReduce(NodeImport& node) {
    const auto x = node.tensor(0);
    if (!x) return tl::unexpected(x.error());
    const int rank = node.shape(*x).rank();
    auto axes = node.integers(1, "axes");
    if (!axes) return tl::unexpected(axes.error());
    if (axes->empty()) {
        if (node.node.integer("noop_with_empty_axes", 0) != 0) {
            node.passOn();
            return {};
        }
        axes->resize(static_cast<size_t>(rank));
        std::iota(axes->begin(), axes->end(), 0);
    }
    for (int64_t& axis : *axes) {
        if (axis < 0) axis += rank;
    }
    std::sort(axes->begin(), axes->end());
    const bool keep = node.node.integer("keepdims", 1) != 0;
    const bool over_plane = rank == 4 && *axes == std::vector<int64_t>{2, 3};
    if (node.node.op_type == "ReduceMean" && keep && over_plane) return node.give(node.builder().globalAvgPool(*x));
    return node.give(node.builder().reduce(*x, *axes, keep, reductionName(node.node.op_type)));
}

Result<void> convertArgMax(NodeImport& node) {
    const auto x = node.tensor(0);
    if (!x) return tl::unexpected(x.error());
    const Shape in = node.shape(*x);
    const auto axis = node.axis("axis", 0, in.rank());
    if (!axis) return tl::unexpected(axis.error());
    std::vector<int64_t> sizes = sizesOf(in);
    if (node.node.integer("keepdims", 1) != 0) {
        sizes[static_cast<size_t>(*axis)] = 1;
    } else {
        sizes.erase(sizes.begin() + *axis);
    }
    return node.append(OpType::ArgMax, Shape(sizes), node.node.op_type == "ArgMin" ? "min" : "", {*axis});
}

}  // namespace

void addPools(ConverterTable& table) {
    table["MaxPool"] = convertMaxPool;
    table["AveragePool"] = convertAveragePool;
    table["GlobalAveragePool"] = convertGlobalAveragePool;
    table["GlobalMaxPool"] = convertGlobalMaxPool;
}

void addReductions(ConverterTable& table) {
    for (const std::string_view op : {"ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL1",
                                      "ReduceL2", "ReduceLogSum", "ReduceLogSumExp", "ReduceSumSquare"}) {
        table[op] = convertReduce;
    }
    table["ArgMax"] = convertArgMax;
    table["ArgMin"] = convertArgMax;
}

}  // namespace bw::onnx
