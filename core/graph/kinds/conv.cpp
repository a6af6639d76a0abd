// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/kinds/common_params.h"
#include "graph/kinds/kinds.h"

namespace bw::kinds {

BlockKind makeConv() {
    BlockKind kind;
    kind.id = "conv";
    kind.label = "Convolution";
    kind.doc = "Standard or grouped convolution, 1-D for sequences.";
    kind.group = KindGroup::Convolution;
    kind.channel_rule = ChannelRule::Own;
    kind.params = joinParams({{channelsParam()},
                              windowParams(3, 1, true),
                              {integerParam("groups", "Groups", "Separate groups of channels.", 1, 1,
                                            static_cast<double>(kMaxDimension), true),
                               activationParam()},
                              weightParams(true, false)});
    kind.lower = [](const LowerContext& c) -> Result<std::vector<TensorId>> {
        const auto spec = convSpecOf(c.attributes);
        if (!spec) return tl::unexpected(spec.error());
        c.builder.setNextName("conv");
        return single(c.builder.conv(c.inputs[0], *spec));
    };
    return kind;
}

}  // namespace bw::kinds
