// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/table_networks.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/text.h"
#include "graph/operator_builder.h"
#include "support/must.h"
#include "target/needless_operators.h"

namespace bw::support {
namespace {

ConvSpec convSpec(int64_t channels, int32_t kernel, int32_t stride, Activation activation, int64_t groups = 1) {
    ConvSpec spec;
    spec.window = {kernel, kernel, stride, stride};
    spec.padding = Padding::Symmetric;
    spec.out_channels = channels;
    spec.groups = groups;
    spec.bias = false;
    spec.batch_norm = true;
    spec.activation = activation;
    return spec;
}

TensorId add(OperatorBuilder& builder, TensorId a, TensorId b) {
    const std::array<TensorId, 2> both = {a, b};
    return must(builder.elementwise(OpType::Add, both));
}

/// Interleaves the channels of two groups.
TensorId shuffle(OperatorBuilder& builder, TensorId x) {
    const Shape in = builder.shape(x);
    const std::array<int64_t, 5> apart = {in[0], 2, in.channels() / 2, in.height(), in.width()};
    const std::array<int64_t, 4> together = {in[0], in.channels(), in.height(), in.width()};
    x = must(builder.reshape(x, apart));
    x = must(builder.transpose(x, {0, 2, 1, 3, 4}));
    return must(builder.reshape(x, together));
}

TensorId fbnetLayer(OperatorBuilder& builder, TensorId x, int code, int64_t channels, int32_t stride) {
    const int64_t in = builder.shape(x).channels();
    const bool keeps_shape = in == channels && stride == 1;
    if (code == 8) {
        return keeps_shape ? x : must(builder.conv(x, convSpec(channels, 1, stride, Activation::Relu)));
    }
    constexpr std::array<int64_t, 4> kExpansions = {1, 1, 3, 6};
    const int64_t groups = code % 4 == 1 ? 2 : 1;
    const int64_t middle = in * kExpansions[static_cast<size_t>(code % 4)];
    TensorId y = must(builder.conv(x, convSpec(middle, 1, 1, Activation::Relu, groups)));
    if (groups == 2) y = shuffle(builder, y);
    y = must(builder.depthwise(y, convSpec(middle, code < 4 ? 3 : 5, stride, Activation::Relu)));
    y = must(builder.conv(y, convSpec(channels, 1, 1, Activation::None, groups)));
    return keeps_shape ? add(builder, y, x) : y;
}

TensorId classifier(OperatorBuilder& builder, TensorId x, int64_t classes) {
    x = must(builder.globalAvgPool(x));
    const std::array<int64_t, 2> flat = {1, -1};
    return must(builder.dense(must(builder.reshape(x, flat)), classes, true));
}

enum class CellOp : uint8_t { None, Skip, Conv1, Conv3, Pool };

struct CellEdge {
    CellOp op = CellOp::None;
    size_t from = 0;
};
/// Edges into nodes 1, 2 and 3.
using Cell = std::array<std::vector<CellEdge>, 3>;

std::optional<Cell> parseCell(std::string_view text) {
    constexpr std::array<std::string_view, 5> kNames = {"none", "skip_connect", "nor_conv_1x1", "nor_conv_3x3",
                                                        "avg_pool_3x3"};
    const std::vector<std::string> nodes = split(text, '+');
    if (nodes.size() != 3) return std::nullopt;
    Cell cell;
    for (size_t node = 0; node < nodes.size(); ++node) {
        const std::vector<std::string> edges = split(nodes[node], '|');
        if (edges.size() != node + 3 || !edges.front().empty() || !edges.back().empty()) return std::nullopt;
        for (size_t from = 0; from <= node; ++from) {
            const std::vector<std::string> parts = split(edges[from + 1], '~');
            const auto name = std::find(kNames.begin(), kNames.end(), parts[0]);
            if (parts.size() != 2 || name == kNames.end() || parts[1] != std::to_string(from)) return std::nullopt;
            cell[node].push_back({static_cast<CellOp>(name - kNames.begin()), from});
        }
    }
    return cell;
}

TensorId cellEdge(OperatorBuilder& builder, TensorId x, CellOp op) {
    const int64_t channels = builder.shape(x).channels();
    switch (op) {
        case CellOp::Skip:
            return x;
        case CellOp::None: {
            const std::array<TensorId, 1> input = {x};
            return must(builder.elementwise(OpType::Mul, input, Activation::None, 1, std::string(kTimesZero)));
        }
        case CellOp::Pool:
            return must(builder.pool(x, OpType::AvgPool, {3, 3, 1, 1}, Padding::Symmetric));
        default: {
            x = must(builder.activation(x, Activation::Relu));
            return must(builder.conv(x, convSpec(channels, op == CellOp::Conv1 ? 1 : 3, 1, Activation::None)));
        }
    }
}

TensorId cellOf(OperatorBuilder& builder, TensorId x, const Cell& cell) {
    std::vector<TensorId> nodes = {x};
    for (const std::vector<CellEdge>& edges : cell) {
        TensorId sum = cellEdge(builder, nodes[edges[0].from], edges[0].op);
        for (size_t e = 1; e < edges.size(); ++e)
            sum = add(builder, sum, cellEdge(builder, nodes[edges[e].from], edges[e].op));
        nodes.push_back(sum);
    }
    return nodes.back();
}

/// Halves the map and doubles the channels between two stages.
TensorId reduction(OperatorBuilder& builder, TensorId x) {
    const int64_t channels = 2 * builder.shape(x).channels();
    TensorId y =
        must(builder.conv(must(builder.activation(x, Activation::Relu)), convSpec(channels, 3, 2, Activation::Relu)));
    y = must(builder.conv(y, convSpec(channels, 3, 1, Activation::None)));
    x = must(builder.pool(x, OpType::AvgPool, {2, 2, 2, 2}, Padding::Valid));
    x = must(builder.conv(x, convSpec(channels, 1, 1, Activation::None)));
    return add(builder, x, y);
}

}  // namespace

Result<OperatorGraph> fbnet(std::string_view code) {
    const bool legal = code.size() == 22 &&
                       std::all_of(code.begin(), code.end(), [](char digit) { return digit >= '0' && digit <= '8'; });
    if (!legal) return fail(ErrorCode::InvalidArgument, "no FBNet code of 22 digits 0 to 8", std::string(code));
    struct Stage {
        int64_t channels;
        int layers;
        int32_t stride;
    };
    constexpr std::array<Stage, 7> kStages = {
        {{16, 1, 1}, {24, 4, 1}, {32, 4, 2}, {64, 4, 2}, {112, 4, 1}, {184, 4, 2}, {352, 1, 1}}};
    OperatorGraph graph;
    OperatorBuilder builder(graph);
    TensorId x = builder.addInput(Shape{1, 3, 32, 32}, "input");
    x = must(builder.conv(x, convSpec(16, 3, 1, Activation::Relu)));
    size_t digit = 0;
    for (const Stage& stage : kStages) {
        for (int layer = 0; layer < stage.layers; ++layer)
            x = fbnetLayer(builder, x, code[digit++] - '0', stage.channels, layer == 0 ? stage.stride : 1);
    }
    x = must(builder.conv(x, convSpec(1504, 1, 1, Activation::Relu)));
    graph.outputs = {classifier(builder, x, 100)};
    return graph;
}

Result<OperatorGraph> nasBench201(std::string_view text) {
    const std::optional<Cell> cell = parseCell(text);
    if (!cell) return fail(ErrorCode::InvalidArgument, "no cell of NAS-Bench-201", std::string(text));
    OperatorGraph graph;
    OperatorBuilder builder(graph);
    TensorId x = builder.addInput(Shape{1, 3, 32, 32}, "input");
    x = must(builder.conv(x, convSpec(16, 3, 1, Activation::None)));
    for (int stage = 0; stage < 3; ++stage) {
        if (stage > 0) x = reduction(builder, x);
        for (int repeat = 0; repeat < 5; ++repeat)
            x = cellOf(builder, x, *cell);
    }
    x = must(builder.activation(x, Activation::Relu));
    graph.outputs = {classifier(builder, x, 10)};
    return graph;
}

}  // namespace bw::support
