// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lowering/patterns/chain.h"
#include "lowering/patterns/patterns.h"

namespace bw::patterns_detail {
namespace {

bool isScorer(const Operator& op) {
    return op.type == OpType::Conv2d && op.groups == 1 && op.window.kernel_h == op.window.kernel_w &&
           op.window.stride_h == op.window.stride_w && op.activation == Activation::None;
}

}  // namespace

// linear convolution -> enlargement -> (argmax or softmax), at the end of the network
std::optional<Match> matchSegmentationHead(const GraphView& view, int first) {
    const Operator& start = view.op(first);
    if (start.inputs.empty() || view.shape(start.inputs.front()).rank() != 4) return std::nullopt;
    Match match;
    match.kind = findBlockKind("segmentation_head");
    match.inputs = {start.inputs.front()};
    Attributes& a = match.attributes;
    Chain chain(view, first);
    if (!takeWindowConv(chain, isScorer, a)) return std::nullopt;
    const Operator& conv = view.op(chain.last);
    setWeightAttributes(conv, a);
    a.set("classes", conv.out_channels);
    const Operator* resize = chain.peek();
    if (resize == nullptr || resize->type != OpType::Resize) return std::nullopt;
    const bool unit = view.outputShape(chain.peekIndex()) == view.shape(resize->inputs.front());
    if (unit) {
        a.set("unit_resize", true);
        chain.take();
        resize = chain.peek();
        if (resize == nullptr || resize->type != OpType::Resize) return std::nullopt;
    }
    const Shape& small = view.shape(resize->inputs.front());
    const Shape& large = view.outputShape(chain.peekIndex());
    if (large.height() <= small.height()) return std::nullopt;
    a.set("scale", static_cast<double>(large.height()) / static_cast<double>(small.height()));
    a.set("mode", resize->detail);
    chain.take();
    const Operator* next = chain.peek();
    if (next != nullptr && next->type == OpType::ArgMax) {
        a.set("decision", std::string("argmax"));
        chain.take();
    } else if (next != nullptr && next->type == OpType::Softmax) {
        a.set("decision", std::string("softmax"));
        chain.take();
    }
    if (!view.isNetworkOutput(chain.result())) return std::nullopt;
    match.operators = chain.operators;
    return match;
}

}  // namespace bw::patterns_detail
