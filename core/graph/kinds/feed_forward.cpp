// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <cmath>

#include "graph/kinds/common_params.h"
#include "graph/kinds/kinds.h"

namespace bw::kinds {

BlockKind makeFeedForward() {
    BlockKind kind;
    kind.id = "feed_forward";
    kind.label = "Feed-forward";
    kind.doc = "Two dense layers over each token with a normalisation before and a residual around them.";
    kind.group = KindGroup::Attention;
    kind.channel_rule = ChannelRule::Follow;
    kind.params = {numberParam("expansion", "Expansion", "Inner features divided by the input's.", 4, 0.01, 64),
                   activationParam("activation", "Activation", "gelu"),
                   flagParam("normalize", "Normalise first", "Layer normalisation before the layers.", true),
                   flagParam("residual", "Residual", "Adds the block's input to its output.", true),
                   flagParam("bias", "Bias", "Layers add a bias.", true, true)};
    kind.lower = [](const LowerContext& c) -> Result<std::vector<TensorId>> {
        OperatorBuilder& b = c.builder;
        const Attributes& a = c.attributes;
        const Shape in = b.shape(c.inputs[0]);
        if (in.rank() < 1) return fail(ErrorCode::InvalidArgument, "a feed-forward block needs at least one axis");
        const int64_t features = in[in.rank() - 1];
        const auto inner = static_cast<int64_t>(std::llround(static_cast<double>(features) * a.number("expansion", 4)));
        Result<TensorId> x = c.inputs[0];
        if (a.flag("normalize")) x = b.layerNorm(*x);
        if (!x) return tl::unexpected(x.error());
        b.setNextName("expand");
        x = b.dense(*x, inner, a.flag("bias"), activationOf(a));
        if (!x) return tl::unexpected(x.error());
        b.setNextName("project");
        x = b.dense(*x, features, a.flag("bias"));
        if (x && a.flag("residual")) {
            b.setNextName("add");
            x = b.elementwise(OpType::Add, std::array{c.inputs[0], *x});
        }
        return single(x);
    };
    return kind;
}

}  // namespace bw::kinds
