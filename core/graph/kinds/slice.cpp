// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/kinds/common_params.h"
#include "graph/kinds/kinds.h"

namespace bw::kinds {

BlockKind makeSlice() {
    BlockKind kind;
    kind.id = "slice";
    kind.label = "Slice";
    kind.doc = "Part of a tensor.";
    kind.group = KindGroup::Shape;
    kind.channel_rule = ChannelRule::Fixed;
    kind.creatable = false;
    kind.min_inputs = 1;
    kind.max_inputs = 1;
    kind.params = {integerParam("axis", "Axis", "Axis to take from.", 1, -8, 7),
                   integerParam("begin", "Begin", "First element taken.", 0, 0, static_cast<double>(kMaxDimension)),
                   integerParam("size", "Size", "Elements taken.", 1, 1, static_cast<double>(kMaxDimension))};
    kind.lower = [](const LowerContext& c) -> Result<std::vector<TensorId>> {
        return single(c.builder.slice(c.inputs[0], c.attributes.integer("axis"), c.attributes.integer("begin"),
                                      c.attributes.integer("size")));
    };
    return kind;
}

}  // namespace bw::kinds
