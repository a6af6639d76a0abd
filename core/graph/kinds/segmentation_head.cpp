// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "graph/kinds/kinds.h"
#include "graph/kinds/mobile_parts.h"

namespace bw::kinds {

BlockKind makeSegmentationHead() {
    BlockKind kind;
    kind.id = "segmentation_head";
    kind.label = "Segmentation head";
    kind.doc =
        "Scores each class at every place and enlarges the result to the picture; optionally keeps only the best "
        "class.";
    kind.group = KindGroup::Head;
    kind.channel_rule = ChannelRule::Fixed;
    kind.params = joinParams(
        {{integerParam("classes", "Classes", "Number of classes.", 21, 1, 65536),
          numberParam("scale", "Enlargement", "Output size divided by the map's size.", 8, 0.01, 4096)},
         squareWindowParams(1),
         {choiceParam("mode", "Interpolation", "How the map is enlarged.", "bilinear", {"bilinear", "nearest"}, true),
          flagParam("unit_resize", "Unit enlargement",
                    "An enlargement by 1 that some exporters leave before the real one.", false, true),
          choiceParam("decision", "Decision", "argmax keeps the best class only; softmax gives probabilities.", "none",
                      {"none", "argmax", "softmax"})},
         weightParams(true, false)});
    kind.lower = [](const LowerContext& c) -> Result<std::vector<TensorId>> {
        const Attributes& a = c.attributes;
        const auto spec = windowConvSpec(a, a.integer("classes"), Activation::None);
        if (!spec) return tl::unexpected(spec.error());
        auto x = paddedConv(c.builder, c.inputs[0], a, *spec, false);
        if (!x) return tl::unexpected(x.error());
        const Shape map = c.builder.shape(*x);
        const double scale = a.number("scale", 1);
        const auto scaled = [scale](int64_t size) {
            return static_cast<int64_t>(std::llround(static_cast<double>(size) * scale));
        };
        if (a.flag("unit_resize")) x = c.builder.resize(*x, map.height(), map.width(), a.text("mode"));
        if (x && scale != 1) {
            c.builder.setNextName("resize");
            x = c.builder.resize(*x, scaled(map.height()), scaled(map.width()), a.text("mode"));
        }
        if (!x) return tl::unexpected(x.error());
        if (a.text("decision") == "softmax") x = c.builder.softmax(*x, 1);
        if (x && a.text("decision") == "argmax") x = c.builder.argMax(*x, 1, false);
        return single(x);
    };
    return kind;
}

}  // namespace bw::kinds
