// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/kinds/common_params.h"
#include "graph/kinds/kinds.h"

namespace bw::kinds {

BlockKind makeActivation() {
    BlockKind kind;
    kind.id = "activation";
    kind.label = "Activation";
    kind.doc = "A non-linearity that stands alone.";
    kind.group = KindGroup::Other;
    kind.channel_rule = ChannelRule::Follow;
    kind.creatable = true;
    kind.min_inputs = 1;
    kind.max_inputs = 1;
    kind.params = {activationParam("function", "Function", "hard_swish")};
    kind.lower = [](const LowerContext& c) -> Result<std::vector<TensorId>> {
        return single(c.builder.activation(c.inputs[0], activationOf(c.attributes, "function")));
    };
    return kind;
}

}  // namespace bw::kinds
