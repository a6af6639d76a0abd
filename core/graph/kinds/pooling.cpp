// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/kinds/pooling.h"

namespace bw::kinds {

BlockKind makePooling(std::string id, std::string label, std::string doc, OpType type) {
    BlockKind kind;
    kind.id = std::move(id);
    kind.label = std::move(label);
    kind.doc = std::move(doc);
    kind.group = KindGroup::Pooling;
    kind.channel_rule = ChannelRule::Follow;
    kind.params = windowParams(2, 2, true);
    kind.lower = [type](const LowerContext& c) -> Result<std::vector<TensorId>> {
        const auto spec = windowOf(c.attributes);
        if (!spec) return tl::unexpected(spec.error());
        return single(c.builder.pool(c.inputs[0], type, spec->window, spec->padding));
    };
    return kind;
}

}  // namespace bw::kinds
