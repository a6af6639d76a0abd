// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/kinds/common_params.h"
#include "graph/kinds/kinds.h"

namespace bw::kinds {

BlockKind makeSoftmax() {
    BlockKind kind;
    kind.id = "softmax";
    kind.label = "Softmax";
    kind.doc = "Turns scores into probabilities.";
    kind.group = KindGroup::Attention;
    kind.channel_rule = ChannelRule::Follow;
    kind.creatable = true;
    kind.min_inputs = 1;
    kind.max_inputs = 1;
    kind.params = {integerParam("axis", "Axis", "Axis whose values sum to one.", -1, -8, 7)};
    kind.lower = [](const LowerContext& c) -> Result<std::vector<TensorId>> {
        return single(c.builder.softmax(c.inputs[0], c.attributes.integer("axis", -1)));
    };
    return kind;
}

}  // namespace bw::kinds
