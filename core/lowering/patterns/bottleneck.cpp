// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lowering/patterns/patterns.h"
#include "lowering/patterns/shortcut.h"

namespace bw::patterns_detail {
namespace {

bool isInnerConv(const Operator& op) {
    return op.type == OpType::Conv2d && op.window.kernel_h == op.window.kernel_w && op.window.kernel_h > 1;
}

}  // namespace

// reduce 1x1 -> k x k -> restore 1x1 -> add the input or its projection
std::optional<Match> matchBottleneck(const GraphView& view, int first) {
    const Operator& reduce = view.op(first);
    if (!isPointwise(reduce)) return std::nullopt;
    Match match;
    match.kind = findBlockKind("bottleneck");
    match.inputs = {reduce.inputs.front()};
    Attributes& a = match.attributes;
    setWeightAttributes(reduce, a);
    a.set("mid_channels", reduce.out_channels);
    Chain chain(view, first);
    chain.take();
    takeActivation(chain);
    if (!takeWindowConv(chain, isInnerConv, a)) return std::nullopt;
    a.set("groups", view.op(chain.last).groups);
    takeActivation(chain);
    const Operator* restore = chain.peek();
    if (restore == nullptr || !isPointwise(*restore)) return std::nullopt;
    a.set("channels", restore->out_channels);
    chain.take();
    if (!takeShortcut(chain, match.inputs.front(), a)) return std::nullopt;
    match.operators = chain.operators;
    return match;
}

}  // namespace bw::patterns_detail
