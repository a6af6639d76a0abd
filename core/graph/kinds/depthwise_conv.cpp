// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/kinds/common_params.h"
#include "graph/kinds/kinds.h"

namespace bw::kinds {

BlockKind makeDepthwiseConv() {
    BlockKind kind;
    kind.id = "depthwise_conv";
    kind.label = "Depthwise convolution";
    kind.doc = "One filter per channel.";
    kind.group = KindGroup::Convolution;
    kind.channel_rule = ChannelRule::Follow;
    kind.params = joinParams({{integerParam("outputs_per_channel", "Outputs per channel",
                                            "Filters for each input channel: TFLite's depth_multiplier, which is not "
                                            "the depth multiplier of a model.",
                                            1, 1, static_cast<double>(kMaxDimension), true)},
                              windowParams(3, 1, true),
                              {activationParam()},
                              weightParams(true, false)});
    kind.lower = [](const LowerContext& c) -> Result<std::vector<TensorId>> {
        const auto spec = convSpecOf(c.attributes);
        if (!spec) return tl::unexpected(spec.error());
        c.builder.setNextName("depthwise");
        return single(c.builder.depthwise(c.inputs[0], *spec, c.attributes.integer("outputs_per_channel", 1)));
    };
    return kind;
}

}  // namespace bw::kinds
