// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/kinds/common_params.h"
#include "graph/kinds/kinds.h"

namespace bw::kinds {

BlockKind makeReshape() {
    BlockKind kind;
    kind.id = "reshape";
    kind.label = "Reshape";
    kind.doc = "The same numbers with other sizes.";
    kind.group = KindGroup::Shape;
    kind.channel_rule = ChannelRule::Fixed;
    kind.creatable = false;
    kind.min_inputs = 1;
    kind.max_inputs = 1;
    kind.params = {listParam("sizes", "Sizes", "New sizes; -1 takes the rest, 0 keeps the size of the input.", {0, -1},
                             -1, static_cast<double>(kMaxDimension))};
    kind.lower = [](const LowerContext& c) -> Result<std::vector<TensorId>> {
        return single(c.builder.reshape(c.inputs[0], c.attributes.list("sizes")));
    };
    return kind;
}

}  // namespace bw::kinds
