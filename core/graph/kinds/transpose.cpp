// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/kinds/common_params.h"
#include "graph/kinds/kinds.h"

namespace bw::kinds {

BlockKind makeTranspose() {
    BlockKind kind;
    kind.id = "transpose";
    kind.label = "Transpose";
    kind.doc = "Exchanges axes.";
    kind.group = KindGroup::Shape;
    kind.channel_rule = ChannelRule::Fixed;
    kind.creatable = false;
    kind.min_inputs = 1;
    kind.max_inputs = 1;
    kind.params = {listParam("permutation", "Permutation", "Old axis for each new one.", {0, 2, 3, 1}, 0, 7)};
    kind.lower = [](const LowerContext& c) -> Result<std::vector<TensorId>> {
        return single(c.builder.transpose(c.inputs[0], c.attributes.list("permutation")));
    };
    return kind;
}

}  // namespace bw::kinds
