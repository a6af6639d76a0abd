// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/kinds/common_params.h"
#include "graph/kinds/kinds.h"

namespace bw::kinds {

BlockKind makeLayerNorm() {
    BlockKind kind;
    kind.id = "layer_norm";
    kind.label = "Layer normalisation";
    kind.doc = "Normalises over the last axis.";
    kind.group = KindGroup::Attention;
    kind.channel_rule = ChannelRule::Follow;
    kind.creatable = true;
    kind.min_inputs = 1;
    kind.max_inputs = 1;
    kind.params = {};
    kind.lower = [](const LowerContext& c) -> Result<std::vector<TensorId>> {
        return single(c.builder.layerNorm(c.inputs[0]));
    };
    return kind;
}

}  // namespace bw::kinds
