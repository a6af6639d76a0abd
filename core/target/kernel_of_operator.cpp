// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "target/kernel_decomposition.h"

namespace bw {
namespace {

struct MapSize {
    int64_t height = 1, width = 1, channels = 1;
};

/// Feature maps: N x C x H x W, N x C x L, N x C.
MapSize mapSize(const Shape& shape) {
    switch (shape.rank()) {
        case 4:
            return {shape[0] * shape[2], shape[3], shape[1]};
        case 3:
            return {shape[0], shape[2], shape[1]};
        case 2:
            return {shape[0], 1, shape[1]};
        default:
            return {1, 1, shape.elements()};
    }
}

/// Rows of vectors: the last axis holds the channels, the one before it the tokens, further ones multiply into height.
MapSize tokenSize(const Shape& shape) {
    const int rank = shape.rank();
    if (rank < 2) return {1, 1, shape.elements()};
    MapSize size{1, shape[rank - 2], shape[rank - 1]};
    for (int axis = 0; axis < rank - 2; ++axis)
        size.height *= shape[axis];
    return size;
}

bool worksOnTokens(const Operator& op, const Shape& shape) {
    switch (op.type) {
        case OpType::Conv2d:
        case OpType::DepthwiseConv2d:
        case OpType::TransposedConv2d:
        case OpType::MaxPool:
        case OpType::AvgPool:
            return false;
        case OpType::MatMul:
        case OpType::Dense:
            return true;
        case OpType::Softmax:
            return shape.rank() != 4 || op.axes.empty() || op.axes[0] == 3;
        default:
            return shape.rank() != 4;
    }
}

MapSize sizeOf(const Operator& op, const Shape& shape) {
    return worksOnTokens(op, shape) ? tokenSize(shape) : mapSize(shape);
}

bool readsSeveralMaps(OpType type) {
    return type == OpType::Add || type == OpType::Sub || type == OpType::Mul || type == OpType::Div ||
           type == OpType::Elementwise || type == OpType::MatMul || type == OpType::Concat;
}

}  // namespace

Kernel kernelOf(const OperatorGraph& graph, const Operator& op) {
    Kernel kernel;
    kernel.type = op.type;
    kernel.activation = op.activation;
    size_t main_input = 0;
    if (op.type != OpType::MatMul) {
        // Of a map and a gate that scales it, the map counts as the input.
        for (size_t i = 1; i < op.inputs.size(); ++i) {
            if (graph.shape(op.inputs[i]).elements() > graph.shape(op.inputs[main_input]).elements()) main_input = i;
        }
    }
    if (!op.inputs.empty()) {
        const MapSize in = sizeOf(op, graph.shape(op.inputs[main_input]));
        kernel.in_h = in.height;
        kernel.in_w = in.width;
        kernel.in_c = in.channels;
    }
    if (!op.outputs.empty()) {
        const MapSize out = sizeOf(op, graph.shape(op.outputs[0]));
        kernel.out_h = out.height;
        kernel.out_w = out.width;
        kernel.out_c = out.channels;
    }
    if (readsSeveralMaps(op.type)) {
        for (size_t i = 0; i < op.inputs.size(); ++i) {
            if (i != main_input) kernel.second_input_elements += graph.shape(op.inputs[i]).elements();
        }
    }
    kernel.kernel_h = op.window.kernel_h;
    kernel.kernel_w = op.window.kernel_w;
    kernel.stride_h = op.window.stride_h;
    kernel.stride_w = op.window.stride_w;
    kernel.dilation_h = op.window.dilation_h;
    kernel.dilation_w = op.window.dilation_w;
    // Linear interpolation reads two points along each axis.
    if (op.type == OpType::Resize && op.detail.find("linear") != std::string::npos)
        kernel.kernel_h = kernel.kernel_w = 2;
    kernel.uneven_padding =
        op.isConvolution() && (op.window.pad_top != op.window.pad_bottom || op.window.pad_left != op.window.pad_right);
    kernel.groups = op.groups;
    kernel.macs = op.macs;
    kernel.weight_elements = op.weight_elements;
    kernel.bias_elements = op.biasElements();
    return kernel;
}

}  // namespace bw
