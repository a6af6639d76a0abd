// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/kinds/common_params.h"
#include "graph/kinds/kinds.h"

namespace bw::kinds {

BlockKind makeQuantize() {
    BlockKind kind;
    kind.id = "quantize";
    kind.label = "Quantise";
    kind.doc = "Changes the number format.";
    kind.group = KindGroup::Other;
    kind.channel_rule = ChannelRule::Follow;
    kind.creatable = false;
    kind.min_inputs = 1;
    kind.max_inputs = 1;
    kind.params = {choiceParam("function", "Function", "Change of the number format.", "quantize",
                               {"quantize", "dequantize", "requantize", "cast"})};
    kind.lower = [](const LowerContext& c) -> Result<std::vector<TensorId>> {
        return single(c.builder.quantize(c.inputs[0], c.attributes.text("function")));
    };
    return kind;
}

}  // namespace bw::kinds
