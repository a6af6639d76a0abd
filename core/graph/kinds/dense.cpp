// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/kinds/common_params.h"
#include "graph/kinds/kinds.h"

namespace bw::kinds {

BlockKind makeDense() {
    BlockKind kind;
    kind.id = "dense";
    kind.label = "Dense";
    kind.doc = "Fully connected layer over the last axis.";
    kind.group = KindGroup::Dense;
    kind.channel_rule = ChannelRule::Own;
    ParamSpec channels = channelsParam(1000);
    channels.label = "Features";
    channels.doc = "Size of the output's last axis.";
    kind.params = {channels, flagParam("flatten", "Flatten", "Makes N x (the rest) of the input first.", false, true),
                   activationParam("activation", "Activation", "none"),
                   flagParam("bias", "Bias", "Adds a bias.", true, true)};
    kind.lower = [](const LowerContext& c) -> Result<std::vector<TensorId>> {
        const Attributes& a = c.attributes;
        Result<TensorId> x = c.inputs[0];
        if (a.flag("flatten")) {
            c.builder.setNextName("flatten");
            x = c.builder.reshape(*x, std::vector<int64_t>{c.builder.shape(*x)[0], -1});
        }
        if (!x) return tl::unexpected(x.error());
        c.builder.setNextName("dense");
        return single(c.builder.dense(*x, a.integer("channels"), a.flag("bias", true), activationOf(a)));
    };
    return kind;
}

}  // namespace bw::kinds
