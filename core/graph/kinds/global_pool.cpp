// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/kinds/common_params.h"
#include "graph/kinds/kinds.h"

namespace bw::kinds {

BlockKind makeGlobalPool() {
    BlockKind kind;
    kind.id = "global_pool";
    kind.label = "Global pooling";
    kind.doc = "Mean of each channel over the whole map.";
    kind.group = KindGroup::Pooling;
    kind.channel_rule = ChannelRule::Follow;
    kind.params = {choiceParam("form", "Operator",
                               "average_pool gives N x C x 1 x 1; mean the same by a reduction; mean_flat gives N x C.",
                               "average_pool", {"average_pool", "mean", "mean_flat"}, true)};
    kind.lower = [](const LowerContext& c) -> Result<std::vector<TensorId>> {
        const std::string& form = c.attributes.text("form");
        if (form == "average_pool") return single(c.builder.globalAvgPool(c.inputs[0]));
        if (c.builder.shape(c.inputs[0]).rank() != 4) {
            return fail(ErrorCode::InvalidArgument, "global pooling needs an NCHW input");
        }
        return single(c.builder.reduce(c.inputs[0], {2, 3}, form == "mean", "mean"));
    };
    return kind;
}

}  // namespace bw::kinds
