// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "graph/kinds/common_params.h"
#include "graph/kinds/kinds.h"

namespace bw::kinds {

BlockKind makeResize() {
    BlockKind kind;
    kind.id = "resize";
    kind.label = "Resize";
    kind.doc = "Enlarges or shrinks the map, by a factor or to a size.";
    kind.group = KindGroup::Shape;
    kind.channel_rule = ChannelRule::Follow;
    kind.params = {
        numberParam("scale", "Scale", "Output size divided by input size; used where no size is given.", 2, 0.001,
                    4096),
        integerParam("height", "Height", "Output height; 0 uses the scale.", 0, 0, static_cast<double>(kMaxDimension)),
        integerParam("width", "Width", "Output width; 0 uses the scale.", 0, 0, static_cast<double>(kMaxDimension)),
        choiceParam("mode", "Interpolation", "How values between places are found.", "nearest",
                    {"nearest", "bilinear", "cubic"})};
    kind.lower = [](const LowerContext& c) -> Result<std::vector<TensorId>> {
        const Attributes& a = c.attributes;
        const Shape in = c.builder.shape(c.inputs[0]);
        const auto size = [&](int64_t fixed, int64_t from) {
            if (fixed > 0) return fixed;
            return static_cast<int64_t>(std::llround(static_cast<double>(from) * a.number("scale", 1)));
        };
        const int64_t width = in.rank() == 3 ? in[2] : in.width();
        return single(c.builder.resize(c.inputs[0], size(a.integer("height"), in.height()),
                                       size(a.integer("width"), width), a.text("mode")));
    };
    return kind;
}

}  // namespace bw::kinds
