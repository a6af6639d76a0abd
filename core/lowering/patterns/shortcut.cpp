// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lowering/patterns/shortcut.h"

namespace bw {

bool takeShortcut(Chain& chain, TensorId input, Attributes& attributes) {
    const GraphView& view = chain.view();
    const Operator* add = chain.peek();
    if (add == nullptr || add->type != OpType::Add || add->inputs.size() != 2 || add->weight_elements != 0)
        return false;
    const TensorId other = add->inputs[0] == chain.result() ? add->inputs[1] : add->inputs[0];
    if (other == input) {
        attributes.set("shortcut", std::string("identity"));
    } else {
        const int producer = view.graph().tensors[static_cast<size_t>(other)].producer;
        if (producer < 0 || view.isClaimed(producer) || view.soleReader(producer) != chain.peekIndex()) return false;
        const Operator& conv = view.op(producer);
        const int64_t down = attributes.integer("stride", 1);
        const int64_t across = attributes.integer("stride_w") == 0 ? down : attributes.integer("stride_w");
        const bool projects = conv.type == OpType::Conv2d && conv.groups == 1 && conv.inputs.front() == input &&
                              conv.window.kernel_h == 1 && conv.window.kernel_w == 1 && conv.window.stride_h == down &&
                              conv.window.stride_w == across && conv.activation == Activation::None;
        if (!projects) return false;
        attributes.set("shortcut", std::string("projection"));
        const bool before = producer < chain.operators.front();
        attributes.set("projection_first", std::string(before ? "before" : "after"));
        chain.operators.insert(before ? chain.operators.begin() : chain.operators.end(), producer);
    }
    chain.take();
    attributes.set("activation", std::string(activationId(takeActivation(chain))));
    return true;
}

}  // namespace bw
