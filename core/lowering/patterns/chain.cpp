// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lowering/patterns/chain.h"

#include <algorithm>
#include <array>

#include "graph/operator_builder.h"

namespace bw {
namespace {

constexpr std::array<std::pair<const char*, Padding>, 3> kNamedPaddings = {
    {{"same", Padding::Same}, {"symmetric", Padding::Symmetric}, {"valid", Padding::Valid}}};

bool isSquare(const Window& w) {
    return w.kernel_h == w.kernel_w && w.dilation_h == w.dilation_w;
}

std::optional<std::string> nameOf(Window pads, int64_t height, int64_t width) {
    for (const auto& [name, padding] : kNamedPaddings) {
        Window filled = pads;
        if (windowOutput(filled, padding, height, width) && filled == pads) return name;
    }
    return std::nullopt;
}

/// The window with the border of a Pad operator as its own pads.
Window withBorder(Window window, const Operator& pad) {
    window.pad_top = static_cast<int32_t>(pad.axes[4]);
    window.pad_bottom = static_cast<int32_t>(pad.axes[5]);
    window.pad_left = static_cast<int32_t>(pad.axes[6]);
    window.pad_right = static_cast<int32_t>(pad.axes[7]);
    return window;
}

bool hasNoPads(const Window& w) {
    return w.pad_top == 0 && w.pad_left == 0 && w.pad_bottom == 0 && w.pad_right == 0;
}

}  // namespace

bool isPointwise(const Operator& op) {
    return op.type == OpType::Conv2d && op.groups == 1 && op.window == Window{};
}

bool isSquareConv(const Operator& op) {
    return op.type == OpType::Conv2d && op.groups == 1 && isSquare(op.window) && op.window.kernel_h > 1;
}

bool isPlainDepthwise(const Operator& op) {
    return op.type == OpType::DepthwiseConv2d && isSquare(op.window) && op.out_channels == op.groups;
}

bool isSpatialPad(const Operator& op) {
    return op.type == OpType::Pad && op.detail.empty() && op.axes.size() == 8 &&
           std::all_of(op.axes.begin(), op.axes.begin() + 4, [](int64_t amount) { return amount == 0; });
}

std::optional<std::string> paddingName(const GraphView& view, const Operator& op) {
    const Shape& in = view.shape(op.inputs.front());
    const int64_t width = in.rank() == 3 ? in[2] : in.width();
    return nameOf(op.window, in.height(), width);
}

Activation takeActivation(Chain& chain) {
    const Operator& conv = chain.view().op(chain.last);
    if (conv.activation != Activation::None) return conv.activation;
    const Operator* next = chain.peek();
    if (next == nullptr || next->type != OpType::Activation || next->activation == Activation::Prelu) {
        return Activation::None;
    }
    chain.take();
    return next->activation;
}

bool takeWindowConv(Chain& chain, bool (*is_wanted)(const Operator&), Attributes& attributes) {
    const GraphView& view = chain.view();
    const Operator* op = chain.peek();
    if (op == nullptr) return false;
    std::optional<std::string> padding;
    if (isSpatialPad(*op)) {
        const int behind = view.soleReader(chain.peekIndex());
        if (behind < 0 || !is_wanted(view.op(behind)) || !hasNoPads(view.op(behind).window)) return false;
        const Shape& in = view.shape(op->inputs.front());
        padding = nameOf(withBorder(view.op(behind).window, *op), in.height(), in.width());
        if (!padding || *padding == "valid") return false;
        padding = "pad_" + *padding;
        chain.take();
        op = chain.peek();
        if (op == nullptr) return false;
    } else if (is_wanted(*op)) {
        padding = paddingName(view, *op);
    }
    if (!padding) return false;
    attributes.set("kernel", int64_t{op->window.kernel_h});
    attributes.set("stride", int64_t{op->window.stride_h});
    attributes.set("stride_w", int64_t{op->window.stride_w == op->window.stride_h ? 0 : op->window.stride_w});
    attributes.set("dilation", int64_t{op->window.dilation_h});
    attributes.set("padding", *padding);
    chain.take();
    return true;
}

bool takeSqueezeExcite(Chain& chain, Attributes& attributes, bool others_may_read) {
    const GraphView& view = chain.view();
    const TensorId x = chain.result();
    if (view.isNetworkOutput(x) && !others_may_read) return false;
    const std::vector<int>& readers = view.readers(x);
    if (readers.size() < 2 || (readers.size() > 2 && !others_may_read)) return true;
    const auto is_pool = [&](int index) {
        const Operator& op = view.op(index);
        const bool reduces = op.type == OpType::Reduce && op.detail == "mean" && op.axes == std::vector<int64_t>{2, 3};
        return !view.isClaimed(index) && (op.type == OpType::AvgPool || reduces) &&
               view.outputShape(index).rank() == 4 && view.outputShape(index)[2] == 1 &&
               view.outputShape(index)[3] == 1;
    };
    const auto pool = std::find_if(readers.begin(), readers.end(), is_pool);
    const auto scale =
        std::find_if(readers.begin(), readers.end(), [&](int index) { return view.op(index).type == OpType::Mul; });
    if (pool == readers.end() || scale == readers.end()) return true;
    Chain side(view, *pool);
    side.take();
    if (side.peek() == nullptr || !isPointwise(*side.peek())) return true;
    const int64_t squeeze = side.peek()->out_channels;
    side.take();
    const Activation inner = takeActivation(side);
    if (side.peek() == nullptr || !isPointwise(*side.peek())) return true;
    side.take();
    const Activation gate = takeActivation(side);
    if (side.peekIndex() != *scale) return true;
    attributes.set("squeeze", squeeze);
    attributes.set("squeeze_activation", std::string(activationId(inner)));
    attributes.set("squeeze_gate", std::string(activationId(gate)));
    attributes.set("squeeze_pool", std::string(view.op(*pool).type == OpType::AvgPool ? "average_pool" : "mean"));
    chain.operators.insert(chain.operators.end(), side.operators.begin(), side.operators.end());
    chain.operators.push_back(*scale);
    chain.jumpTo(*scale);
    return true;
}

void takeResidual(Chain& chain, TensorId shortcut, Attributes& attributes) {
    const Operator* add = chain.peek();
    if (add == nullptr || add->type != OpType::Add || add->inputs.size() != 2 || add->weight_elements != 0) return;
    const TensorId x = chain.result();
    const bool joins =
        (add->inputs[0] == shortcut && add->inputs[1] == x) || (add->inputs[1] == shortcut && add->inputs[0] == x);
    if (!joins || !(chain.view().shape(shortcut) == chain.view().shape(x))) return;
    chain.take();
    attributes.set("residual", true);
    attributes.set("residual_activation", std::string(activationId(takeActivation(chain))));
}

void setWeightAttributes(const Operator& op, Attributes& attributes) {
    attributes.set("bias", op.has_bias);
    attributes.set("batch_norm", op.has_batch_norm);
}

}  // namespace bw
