// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/kinds/common_params.h"
#include "graph/kinds/kinds.h"

namespace bw::kinds {

BlockKind makePad() {
    BlockKind kind;
    kind.id = "pad";
    kind.label = "Pad";
    kind.doc = "Adds a border.";
    kind.group = KindGroup::Shape;
    kind.channel_rule = ChannelRule::Follow;
    kind.creatable = true;
    kind.min_inputs = 1;
    kind.max_inputs = 1;
    kind.params = {listParam("amounts", "Amounts", "Elements added before and after each axis in turn.",
                             {0, 0, 0, 0, 1, 1, 1, 1}, 0, 65536)};
    kind.lower = [](const LowerContext& c) -> Result<std::vector<TensorId>> {
        return single(c.builder.pad(c.inputs[0], c.attributes.list("amounts")));
    };
    return kind;
}

}  // namespace bw::kinds
