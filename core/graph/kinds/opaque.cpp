// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/kinds/kinds.h"
#include "graph/kinds/stated_operator.h"

namespace bw::kinds {

BlockKind makeOpaque() {
    BlockKind kind;
    kind.id = "opaque";
    kind.label = "Opaque operator";
    kind.doc =
        "An operator that Blockwright does not know: its shapes are true, its cost is unknown and never counted as "
        "zero.";
    kind.group = KindGroup::Other;
    kind.creatable = false;
    kind.min_inputs = 0;
    kind.max_inputs = -1;
    kind.channel_rule = ChannelRule::Fixed;
    kind.params =
        joinParams({{textParam("function", "Operator", "The file's name of the operator.")}, statedShapeParams()});
    kind.lower = [](const LowerContext& c) -> Result<std::vector<TensorId>> {
        Operator op;
        op.type = OpType::Opaque;
        op.detail = c.attributes.text("function");
        return appendStated(c, std::move(op));
    };
    return kind;
}

}  // namespace bw::kinds
