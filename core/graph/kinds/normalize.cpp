// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/kinds/common_params.h"
#include "graph/kinds/kinds.h"

namespace bw::kinds {

BlockKind makeNormalize() {
    BlockKind kind;
    kind.id = "normalize";
    kind.label = "Normalisation";
    kind.doc = "A normalisation that is not folded into a convolution.";
    kind.group = KindGroup::Other;
    kind.channel_rule = ChannelRule::Follow;
    kind.creatable = false;
    kind.min_inputs = 1;
    kind.max_inputs = 1;
    kind.params = {choiceParam("function", "Function", "What is normalised.", "batch",
                               {"batch", "instance", "group", "l2", "local_response", "rms", "other"}),
                   integerParam("weights_per_channel", "Numbers per channel", "Trained numbers for each channel.", 2, 0,
                                64, true)};
    kind.lower = [](const LowerContext& c) -> Result<std::vector<TensorId>> {
        return single(c.builder.normalize(
            c.inputs[0], c.attributes.integer("weights_per_channel") * c.builder.shape(c.inputs[0]).channels(),
            c.attributes.text("function")));
    };
    return kind;
}

}  // namespace bw::kinds
