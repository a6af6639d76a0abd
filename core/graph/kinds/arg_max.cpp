// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/kinds/common_params.h"
#include "graph/kinds/kinds.h"

namespace bw::kinds {

BlockKind makeArgMax() {
    BlockKind kind;
    kind.id = "argmax";
    kind.label = "Arg max";
    kind.doc = "Index of the greatest value.";
    kind.group = KindGroup::Other;
    kind.channel_rule = ChannelRule::Fixed;
    kind.creatable = false;
    kind.min_inputs = 1;
    kind.max_inputs = 1;
    kind.params = {integerParam("axis", "Axis", "Axis searched.", 1, -8, 7),
                   flagParam("keep_dims", "Keep axis", "The axis stays with size 1.", false, true)};
    kind.lower = [](const LowerContext& c) -> Result<std::vector<TensorId>> {
        return single(c.builder.argMax(c.inputs[0], c.attributes.integer("axis"), c.attributes.flag("keep_dims")));
    };
    return kind;
}

}  // namespace bw::kinds
