// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/kinds/common_params.h"
#include "graph/kinds/kinds.h"

namespace bw::kinds {

BlockKind makeReduce() {
    BlockKind kind;
    kind.id = "reduce";
    kind.label = "Reduce";
    kind.doc = "Mean, sum or maximum over axes.";
    kind.group = KindGroup::Pooling;
    kind.channel_rule = ChannelRule::Fixed;
    kind.creatable = false;
    kind.min_inputs = 1;
    kind.max_inputs = 1;
    kind.params = {listParam("axes", "Axes", "Axes that are reduced.", {2, 3}, -8, 7),
                   flagParam("keep_dims", "Keep axes", "Reduced axes stay with size 1.", true, true),
                   choiceParam("function", "Function", "How values are combined.", "mean",
                               {"mean", "sum", "max", "min", "prod", "other"})};
    kind.lower = [](const LowerContext& c) -> Result<std::vector<TensorId>> {
        return single(c.builder.reduce(c.inputs[0], c.attributes.list("axes"), c.attributes.flag("keep_dims"),
                                       c.attributes.text("function")));
    };
    return kind;
}

}  // namespace bw::kinds
