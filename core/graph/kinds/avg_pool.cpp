// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/kinds/common_params.h"
#include "graph/kinds/kinds.h"

namespace bw::kinds {

BlockKind makeAvgPool() {
    BlockKind kind;
    kind.id = "avg_pool";
    kind.label = "Average pooling";
    kind.doc = "Mean of each window.";
    kind.group = KindGroup::Pooling;
    kind.channel_rule = ChannelRule::Follow;
    kind.params = windowParams(2, 2, true);
    kind.lower = [](const LowerContext& c) -> Result<std::vector<TensorId>> {
        const auto spec = windowOf(c.attributes);
        if (!spec) return tl::unexpected(spec.error());
        return single(c.builder.pool(c.inputs[0], OpType::AvgPool, spec->window, spec->padding));
    };
    return kind;
}

}  // namespace bw::kinds
