// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/kinds/common_params.h"
#include "graph/kinds/kinds.h"

namespace bw::kinds {

BlockKind makeInput() {
    BlockKind kind;
    kind.id = "input";
    kind.label = "Input";
    kind.doc = "What the network reads.";
    kind.group = KindGroup::Input;
    kind.min_inputs = kind.max_inputs = 0;
    kind.creatable = false;
    kind.channel_rule = ChannelRule::Fixed;
    ParamSpec shape = listParam("shape", "Shape", "Sizes of the input: N, C, H, W for images.", {1, 3, 224, 224}, 1,
                                static_cast<double>(kMaxDimension));
    shape.advanced = false;
    kind.params = {shape};
    kind.lower = [](const LowerContext& c) -> Result<std::vector<TensorId>> {
        const auto checked = checkedShape(c.attributes.list("shape"));
        if (!checked) return tl::unexpected(checked.error());
        return std::vector<TensorId>{c.builder.addInput(*checked, "input")};
    };
    return kind;
}

}  // namespace bw::kinds
