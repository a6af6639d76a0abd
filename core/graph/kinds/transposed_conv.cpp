// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/kinds/common_params.h"
#include "graph/kinds/kinds.h"

namespace bw::kinds {

BlockKind makeTransposedConv() {
    BlockKind kind;
    kind.id = "transposed_conv";
    kind.label = "Transposed convolution";
    kind.doc = "Convolution that enlarges the map by its stride.";
    kind.group = KindGroup::Convolution;
    kind.channel_rule = ChannelRule::Own;
    kind.params =
        joinParams({{channelsParam()},
                    windowParams(2, 2, true),
                    {integerParam("extra_h", "Extra rows", "Rows added to the output.", 0, 0, 1024, true),
                     integerParam("extra_w", "Extra columns", "Columns added to the output.", 0, 0, 1024, true),
                     integerParam("groups", "Groups", "Separate groups of channels.", 1, 1,
                                  static_cast<double>(kMaxDimension), true),
                     activationParam()},
                    weightParams(true, false)});
    kind.lower = [](const LowerContext& c) -> Result<std::vector<TensorId>> {
        const auto spec = convSpecOf(c.attributes);
        if (!spec) return tl::unexpected(spec.error());
        c.builder.setNextName("transposed_conv");
        return single(c.builder.transposedConv(c.inputs[0], *spec, c.attributes.integer("extra_h"),
                                               c.attributes.integer("extra_w")));
    };
    return kind;
}

}  // namespace bw::kinds
