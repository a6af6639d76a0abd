// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/kinds/common_params.h"
#include "graph/kinds/kinds.h"

namespace bw::kinds {

BlockKind makeMatMul() {
    BlockKind kind;
    kind.id = "matmul";
    kind.label = "Matrix product";
    kind.doc = "Product of two activations.";
    kind.group = KindGroup::Attention;
    kind.channel_rule = ChannelRule::Fixed;
    kind.creatable = false;
    kind.min_inputs = 2;
    kind.max_inputs = 2;
    kind.params = {flagParam("transpose_b", "Transpose second", "Multiplies by the transposed second input.", false)};
    kind.lower = [](const LowerContext& c) -> Result<std::vector<TensorId>> {
        return single(c.builder.matmul(c.inputs[0], c.inputs[1], c.attributes.flag("transpose_b")));
    };
    return kind;
}

}  // namespace bw::kinds
