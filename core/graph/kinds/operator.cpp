// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/kinds/kinds.h"
#include "graph/kinds/stated_operator.h"

namespace bw::kinds {

BlockKind makeOperator() {
    BlockKind kind;
    kind.id = "operator";
    kind.label = "Operator";
    kind.doc = "An imported operator of a known type whose output shapes are as the file states them.";
    kind.group = KindGroup::Other;
    kind.creatable = false;
    kind.min_inputs = 0;
    kind.max_inputs = -1;
    kind.channel_rule = ChannelRule::Fixed;
    std::vector<std::string> types;
    for (int i = 0; i < kOpTypeCount; ++i)
        types.emplace_back(opTypeId(static_cast<OpType>(i)));
    const ParamSpec axes = listParam("axes", "Axes", "Axes or amounts, as the type needs.", {}, -kMaxDimension,
                                     static_cast<double>(kMaxDimension));
    kind.params = joinParams({{choiceParam("type", "Type", "What the operator computes.", "gather", types),
                               textParam("function", "Function", "The operator's variant, as the file calls it."), axes,
                               integerParam("macs", "MACs", "Multiply-accumulates.", 0, 0, 9e15, true)},
                              statedShapeParams()});
    kind.lower = [](const LowerContext& c) -> Result<std::vector<TensorId>> {
        Operator op;
        for (int i = 0; i < kOpTypeCount; ++i) {
            if (opTypeId(static_cast<OpType>(i)) == c.attributes.text("type")) op.type = static_cast<OpType>(i);
        }
        op.detail = c.attributes.text("function");
        op.axes = c.attributes.list("axes");
        op.macs = c.attributes.integer("macs");
        return appendStated(c, std::move(op));
    };
    return kind;
}

}  // namespace bw::kinds
