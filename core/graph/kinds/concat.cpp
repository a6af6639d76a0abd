// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/kinds/common_params.h"
#include "graph/kinds/kinds.h"

namespace bw::kinds {

BlockKind makeConcat() {
    BlockKind kind;
    kind.id = "concat";
    kind.label = "Concatenate";
    kind.doc = "Joins the inputs along an axis; axis 1 joins channels.";
    kind.group = KindGroup::Combine;
    kind.max_inputs = -1;
    kind.channel_rule = ChannelRule::Join;
    kind.params = {integerParam("axis", "Axis", "Axis to join along: 1 for channels.", 1, -8, 7)};
    kind.lower = [](const LowerContext& c) {
        return single(c.builder.concat(c.inputs, c.attributes.integer("axis", 1)));
    };
    return kind;
}

}  // namespace bw::kinds
