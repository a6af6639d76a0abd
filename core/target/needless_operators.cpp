// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "target/needless_operators.h"

#include <algorithm>

namespace bw {
namespace {

/// The one input of an Add that is no constant and as large as its result; -1 where there is no such one.
TensorId onlyVariable(const OperatorGraph& graph, const Operator& op, const std::vector<bool>& constant) {
    TensorId variable = -1;
    for (const TensorId tensor : op.inputs) {
        if (constant[static_cast<size_t>(tensor)]) continue;
        if (variable != -1) return -1;
        variable = tensor;
    }
    if (variable == -1 || op.outputs.empty()) return -1;
    return graph.shape(variable) == graph.shape(op.outputs[0]) ? variable : -1;
}

}  // namespace

std::vector<OperatorNeed> operatorNeeds(const OperatorGraph& graph) {
    std::vector<OperatorNeed> needs(graph.operators.size());
    std::vector<bool> constant(graph.tensors.size());
    const auto is_constant = [&](TensorId tensor) { return constant[static_cast<size_t>(tensor)]; };
    for (size_t i = 0; i < needs.size(); ++i) {
        const Operator& op = graph.operators[i];
        // What an opaque operator does is not known; it may well draw random numbers or read a clock.
        if (op.type == OpType::Opaque) continue;
        const bool times_zero = op.type == OpType::Mul && op.detail == kTimesZero;
        if (times_zero || std::all_of(op.inputs.begin(), op.inputs.end(), is_constant)) {
            needs[i].need = Need::Constant;
            for (const TensorId tensor : op.outputs)
                constant[static_cast<size_t>(tensor)] = true;
        } else if (op.type == OpType::Add && op.activation == Activation::None &&
                   std::any_of(op.inputs.begin(), op.inputs.end(), is_constant)) {
            needs[i].passed = onlyVariable(graph, op, constant);
            if (needs[i].passed != -1) needs[i].need = Need::PassesOn;
        }
    }
    std::vector<bool> wanted(graph.tensors.size());
    for (const TensorId tensor : graph.outputs)
        wanted[static_cast<size_t>(tensor)] = true;
    for (size_t i = needs.size(); i-- > 0;) {
        const Operator& op = graph.operators[i];
        if (needs[i].need == Need::Constant) continue;
        const bool used = std::any_of(op.outputs.begin(), op.outputs.end(),
                                      [&](TensorId tensor) { return wanted[static_cast<size_t>(tensor)]; });
        if (!used && op.type != OpType::Opaque) {
            needs[i] = {Need::Unused, -1};
            continue;
        }
        for (const TensorId tensor : op.inputs) {
            if (needs[i].need != Need::PassesOn || tensor == needs[i].passed)
                wanted[static_cast<size_t>(tensor)] = true;
        }
    }
    return needs;
}

}  // namespace bw
