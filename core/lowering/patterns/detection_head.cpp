// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lowering/patterns/chain.h"
#include "lowering/patterns/patterns.h"

namespace bw::patterns_detail {
namespace {

bool isPredictor(const Operator& op) {
    return op.type == OpType::Conv2d && op.groups == 1 && op.window.kernel_h == op.window.kernel_w &&
           op.activation == Activation::None;
}

/// As isPlainDepthwise; on a single channel every convolution is depthwise.
bool isLinearDepthwise(const Operator& op) {
    const bool single = op.type == OpType::Conv2d && op.out_channels == 1 &&
                        op.weight_elements == int64_t{op.window.kernel_h} * op.window.kernel_w &&
                        op.window.kernel_h == op.window.kernel_w && op.window.kernel_h > 1;
    return (isPlainDepthwise(op) || single) && op.activation == Activation::None;
}

/// Takes the convolutions of a head, sets their attributes and gives the predicted channels; 0 where there are none.
int64_t takePredictor(Chain& chain, Attributes& a) {
    const GraphView& view = chain.view();
    const Operator& start = *chain.peek();
    const int behind = chain.nextAfterPeek();
    if (isPointwise(start) && start.activation == Activation::None && start.has_bias && behind >= 0 &&
        isLinearDepthwise(view.op(behind))) {
        a.set("separable", true);
        a.set("depthwise_last", true);
        a.set("depthwise_activation", std::string("none"));
        chain.take();
        if (!takeWindowConv(chain, isLinearDepthwise, a)) return 0;
        setWeightAttributes(view.op(chain.last), a);
        return start.out_channels;
    }
    const bool separable = start.type == OpType::DepthwiseConv2d;
    a.set("separable", separable);
    if (!takeWindowConv(chain, separable ? isPlainDepthwise : isPredictor, a)) return 0;
    setWeightAttributes(view.op(chain.last), a);
    if (!separable) return view.op(chain.last).out_channels;
    a.set("depthwise_activation", std::string(activationId(takeActivation(chain))));
    const Operator* predict = chain.peek();
    if (predict == nullptr || !isPointwise(*predict) || predict->activation != Activation::None) return 0;
    chain.take();
    return predict->out_channels;
}

}  // namespace

// (depthwise -> 1x1 | 1x1 -> depthwise | k x k), linear -> (transpose to channels last) -> reshape to N x anchors x
// values -> (score)
std::optional<Match> matchDetectionHead(const GraphView& view, int first) {
    const Operator& start = view.op(first);
    if (start.inputs.empty() || view.shape(start.inputs.front()).rank() != 4) return std::nullopt;
    Match match;
    match.kind = findBlockKind("detection_head");
    match.inputs = {start.inputs.front()};
    Attributes& a = match.attributes;
    Chain chain(view, first);
    const int64_t channels = takePredictor(chain, a);
    if (channels == 0) return std::nullopt;
    const Operator* next = chain.peek();
    const bool transposes =
        next != nullptr && next->type == OpType::Transpose && next->axes == std::vector<int64_t>{0, 2, 3, 1};
    a.set("layout", std::string(transposes ? "transpose_reshape" : "reshape"));
    if (transposes) {
        chain.take();
        next = chain.peek();
    }
    if (next == nullptr || next->type != OpType::Reshape) return std::nullopt;
    const Shape& flat = view.outputShape(chain.peekIndex());
    if (flat.rank() != 3 || channels % flat[2] != 0) return std::nullopt;
    a.set("values", flat[2]);
    a.set("anchors", channels / flat[2]);
    chain.take();
    next = chain.peek();
    if (next != nullptr && next->type == OpType::Activation && next->activation == Activation::Sigmoid) {
        a.set("score", std::string("sigmoid"));
        chain.take();
    } else if (next != nullptr && next->type == OpType::Softmax && next->axes == std::vector<int64_t>{2}) {
        a.set("score", std::string("softmax"));
        chain.take();
    }
    match.operators = chain.operators;
    return match;
}

}  // namespace bw::patterns_detail
