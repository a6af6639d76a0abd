// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lowering/patterns/chain.h"
#include "lowering/patterns/patterns.h"

namespace bw::patterns_detail {
namespace {

/// Takes the next operator if it is of that type.
bool takeType(Chain& chain, OpType type) {
    if (chain.peek() == nullptr || chain.peek()->type != type) return false;
    chain.take();
    return true;
}

/// dense -> split into heads -> heads first; nothing where a matrix product does not follow.
std::optional<Chain> projection(const GraphView& view, int dense) {
    Chain chain(view, dense);
    const bool splits =
        takeType(chain, OpType::Dense) && takeType(chain, OpType::Reshape) && takeType(chain, OpType::Transpose);
    if (!splits || chain.peek() == nullptr || chain.peek()->type != OpType::MatMul) return std::nullopt;
    return chain;
}

}  // namespace

// (normalise) -> queries, keys, values -> scores -> softmax -> context -> dense -> (add the input)
std::optional<Match> matchAttention(const GraphView& view, int first) {
    const Operator& start = view.op(first);
    const bool normalizes = start.type == OpType::LayerNorm;
    if (!normalizes && start.type != OpType::Dense) return std::nullopt;
    const TensorId input = start.inputs.front();
    const TensorId tokens = normalizes ? start.outputs.front() : input;
    if (view.shape(input).rank() != 3 || (normalizes && view.isNetworkOutput(tokens))) return std::nullopt;
    Match match;
    match.kind = findBlockKind("attention");
    match.inputs = {input};
    Attributes& a = match.attributes;
    if (normalizes) match.operators = {first};

    std::vector<Chain> projections;
    for (const int reader : view.readers(tokens)) {
        if (auto chain = projection(view, reader)) projections.push_back(std::move(*chain));
    }
    if (projections.size() != 3 || projections[0].peekIndex() != projections[1].peekIndex()) return std::nullopt;
    for (const Chain& chain : projections)
        match.operators.insert(match.operators.end(), chain.operators.begin(), chain.operators.end());
    Chain chain(view, projections[0].peekIndex());
    if (!takeType(chain, OpType::MatMul) || !takeType(chain, OpType::Mul) || !takeType(chain, OpType::Softmax) ||
        chain.peekIndex() != projections[2].peekIndex() || !takeType(chain, OpType::MatMul) ||
        !takeType(chain, OpType::Transpose) || !takeType(chain, OpType::Reshape) || !takeType(chain, OpType::Dense)) {
        return std::nullopt;
    }
    a.set("normalize", normalizes);
    a.set("heads", view.shape(projections[0].result())[1]);
    a.set("bias", view.op(chain.last).has_bias);
    Attributes residual;
    takeResidual(chain, input, residual);
    a.set("residual", residual.flag("residual"));
    match.operators.insert(match.operators.end(), chain.operators.begin(), chain.operators.end());
    return match;
}

}  // namespace bw::patterns_detail
