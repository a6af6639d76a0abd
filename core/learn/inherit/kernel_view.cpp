// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/inherit/kernel_view.h"

#include <algorithm>

namespace bw {

KernelView KernelView::of(const OperatorGraph& graph, const Operator& op) {
    KernelView view;
    view.outputs = op.out_channels;
    if (op.type == OpType::Dense) {
        view.inputs = op.weight_elements / std::max<int64_t>(1, op.out_channels);
        return view;
    }
    view.inputs = graph.shape(op.inputs.front())[1];
    view.groups = op.groups;
    view.height = op.window.kernel_h;
    view.width = op.window.kernel_w;
    view.transposed = op.type == OpType::TransposedConv2d;
    return view;
}

int64_t KernelView::offset(int64_t output, int64_t input) const {
    const int64_t first = firstInput(output);
    if (input < first || input >= first + inputsOfGroup()) return -1;
    if (!transposed) return (output * inputsOfGroup() + input - first) * window();
    const int64_t outputs_of_group = outputs / groups;
    return (input * outputs_of_group + output % outputs_of_group) * window();
}

std::vector<int64_t> KernelView::shape(OpType type) const {
    if (type == OpType::Dense) return {outputs, inputs};
    if (transposed) return {inputs, outputs / groups, height, width};
    return {outputs, inputs / groups, height, width};
}

}  // namespace bw
