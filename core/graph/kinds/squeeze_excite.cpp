// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/kinds/kinds.h"
#include "graph/kinds/mobile_parts.h"

namespace bw::kinds {

BlockKind makeSqueezeExcite() {
    BlockKind kind;
    kind.id = "squeeze_excite";
    kind.label = "Squeeze-excite";
    kind.doc = "Weighs each channel by a gate computed from the global averages.";
    kind.group = KindGroup::Mobile;
    kind.channel_rule = ChannelRule::Follow;
    kind.params = squeezeExciteParams(16);
    kind.params.front().min = 1;
    kind.params.front().doc = "Channels of the bottleneck between pooling and gate.";
    kind.lower = [](const LowerContext& c) {
        return single(appendSqueezeExcite(c.builder, c.inputs[0], c.attributes));
    };
    return kind;
}

}  // namespace bw::kinds
