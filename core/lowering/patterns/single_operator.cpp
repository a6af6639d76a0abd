// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "graph/kinds/stated_operator.h"
#include "lowering/patterns/chain.h"
#include "lowering/patterns/patterns.h"

namespace bw {
namespace {

void setWindow(const GraphView& view, const Operator& op, Attributes& a) {
    const Window& w = op.window;
    a.set("kernel", int64_t{w.kernel_h});
    a.set("kernel_w", int64_t{w.kernel_w == w.kernel_h ? 0 : w.kernel_w});
    a.set("stride", int64_t{w.stride_h});
    a.set("stride_w", int64_t{w.stride_w == w.stride_h ? 0 : w.stride_w});
    a.set("dilation", int64_t{w.dilation_h});
    a.set("dilation_w", int64_t{w.dilation_w == w.dilation_h ? 0 : w.dilation_w});
    const auto padding = op.type == OpType::TransposedConv2d ? std::nullopt : paddingName(view, op);
    a.set("padding", padding.value_or("explicit"));
    if (!padding) a.set("pads", std::vector<int64_t>{w.pad_top, w.pad_left, w.pad_bottom, w.pad_right});
}

void setConv(const GraphView& view, const Operator& op, Attributes& a) {
    setWindow(view, op, a);
    setWeightAttributes(op, a);
    a.set("activation", std::string(activationId(op.activation)));
}

std::string constantForm(const GraphView& view, const Operator& op) {
    const Shape& in = view.shape(op.inputs.front());
    if (op.weight_elements == 0) return "none";
    if (op.weight_elements == 1) return "scalar";
    if (op.weight_elements == in.channels()) return "per_channel";
    return op.weight_elements == in.elements() ? "full" : "other";
}

std::string globalPoolForm(const GraphView& view, int index) {
    const Operator& op = view.op(index);
    const Shape& in = view.shape(op.inputs.front());
    if (in.rank() != 4) return {};
    if (op.type == OpType::AvgPool && op.window.kernel_h == in[2] && op.window.kernel_w == in[3]) return "average_pool";
    if (op.type != OpType::Reduce || op.detail != "mean" || op.axes != std::vector<int64_t>{2, 3}) return {};
    return view.outputShape(index).rank() == 4 ? "mean" : "mean_flat";
}

void setResize(const GraphView& view, int index, Attributes& a) {
    const Operator& op = view.op(index);
    const Shape& in = view.shape(op.inputs.front());
    const Shape& out = view.outputShape(index);
    a.set("mode", op.detail);
    const double scale = static_cast<double>(out.height()) / static_cast<double>(in.height());
    const bool even = in.height() > 1 && out.height() * in.width() == out.width() * in.height();
    if (even) {
        a.set("scale", scale);
    } else {
        a.set("height", out.height());
        a.set("width", in.rank() == 3 ? out[2] : out.width());
    }
}

void setShapeAttributes(const GraphView& view, int index, Attributes& a) {
    const Operator& op = view.op(index);
    switch (op.type) {
        case OpType::Concat:
        case OpType::Softmax:
            a.set("axis", op.axes.empty() ? int64_t{0} : op.axes.front());
            break;
        case OpType::ArgMax:
            a.set("axis", op.axes.empty() ? int64_t{0} : op.axes.front());
            a.set("keep_dims", view.outputShape(index).rank() == view.shape(op.inputs.front()).rank());
            break;
        case OpType::Slice:
            if (op.axes.size() == 2) {
                a.set("axis", op.axes[0]);
                a.set("begin", op.axes[1]);
                a.set("size", view.outputShape(index)[static_cast<int>(op.axes[0])]);
            }
            break;
        case OpType::Reduce:
            a.set("axes", op.axes);
            a.set("keep_dims", view.outputShape(index).rank() == view.shape(op.inputs.front()).rank());
            a.set("function", op.detail);
            break;
        case OpType::Pad:
            a.set("amounts", op.axes);
            break;
        case OpType::Transpose:
            a.set("permutation", op.axes);
            break;
        case OpType::Reshape:
            a.set("sizes", op.axes);
            break;
        case OpType::Resize:
            setResize(view, index, a);
            break;
        case OpType::MatMul:
            a.set("transpose_b", !op.axes.empty() && op.axes.front() != 0);
            break;
        default:
            break;
    }
}

std::string kindIdFor(const GraphView& view, int index) {
    const Operator& op = view.op(index);
    switch (op.type) {
        case OpType::Conv2d:
            return "conv";
        case OpType::DepthwiseConv2d:
            return "depthwise_conv";
        case OpType::TransposedConv2d:
            return "transposed_conv";
        case OpType::AvgPool:
            return globalPoolForm(view, index).empty() ? "avg_pool" : "global_pool";
        case OpType::Reduce:
            return globalPoolForm(view, index).empty() ? "reduce" : "global_pool";
        default:
            break;
    }
    const std::string id(opTypeId(op.type));
    return findBlockKind(id) != nullptr ? id : "operator";
}

}  // namespace

Match statedOperatorMatch(const GraphView& view, int index) {
    const Operator& op = view.op(index);
    Match match;
    match.kind = findBlockKind(op.type == OpType::Opaque ? "opaque" : "operator");
    match.inputs = op.inputs;
    match.operators = {index};
    std::vector<Shape> inputs;
    std::vector<Shape> outputs;
    for (const TensorId tensor : op.inputs)
        inputs.push_back(view.shape(tensor));
    for (const TensorId tensor : op.outputs)
        outputs.push_back(view.shape(tensor));
    Attributes& a = match.attributes;
    a.set("function", op.detail);
    a.set("weights", op.parameters());
    a.set("input_shapes", kinds::packShapes(inputs));
    a.set("output_shapes", kinds::packShapes(outputs));
    if (op.type != OpType::Opaque) {
        a.set("type", std::string(opTypeId(op.type)));
        a.set("axes", op.axes);
        a.set("macs", op.macs);
    }
    return match;
}

Match singleOperatorMatch(const GraphView& view, int index) {
    const Operator& op = view.op(index);
    const std::string kind = kindIdFor(view, index);
    if (kind == "operator" || kind == "opaque" || op.inputs.empty() || op.outputs.size() != 1) {
        return statedOperatorMatch(view, index);
    }
    Match match;
    match.kind = findBlockKind(kind);
    match.inputs = op.inputs;
    match.operators = {index};
    Attributes& a = match.attributes;
    if (op.isConvolution()) {
        setConv(view, op, a);
        if (kind != "depthwise_conv") {
            a.set("channels", op.out_channels);
            a.set("groups", op.groups);
        } else {
            a.set("outputs_per_channel", op.out_channels / std::max<int64_t>(1, op.groups));
        }
        if (kind == "transposed_conv" && op.axes.size() == 2) {
            a.set("extra_h", op.axes[0]);
            a.set("extra_w", op.axes[1]);
        }
    } else if (kind == "max_pool" || kind == "avg_pool") {
        setWindow(view, op, a);
    } else if (kind == "global_pool") {
        a.set("form", globalPoolForm(view, index));
    } else if (kind == "add" || kind == "sub" || kind == "mul" || kind == "div" || kind == "elementwise") {
        a.set("activation", std::string(activationId(op.activation)));
        a.set("constant", constantForm(view, op));
        if (a.text("constant") == "other") a.set("constant_elements", op.weight_elements);
        if (kind == "elementwise") a.set("function", op.detail);
    } else if (kind == "activation") {
        a.set("function", std::string(activationId(op.activation)));
    } else if (kind == "normalize") {
        a.set("function", op.detail);
        a.set("weights_per_channel", op.weight_elements / view.shape(op.inputs.front()).channels());
    } else if (kind == "quantize") {
        a.set("function", op.detail);
    } else {
        setShapeAttributes(view, index, a);
    }
    return match;
}

}  // namespace bw
