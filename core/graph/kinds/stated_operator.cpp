// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/kinds/stated_operator.h"

namespace bw::kinds {

std::vector<ParamSpec> statedShapeParams() {
    const double limit = static_cast<double>(kMaxDimension);
    return {listParam("input_shapes", "Input shapes", "Rank and sizes of each input the outputs were stated for.", {},
                      0, limit),
            listParam("output_shapes", "Output shapes", "Rank and sizes of each output.", {}, 0, limit),
            integerParam("weights", "Weights", "Numbers the file holds for this operator.", 0, 0,
                         static_cast<double>(kMaxElements), true)};
}

std::vector<int64_t> packShapes(std::span<const Shape> shapes) {
    std::vector<int64_t> packed;
    for (const Shape& shape : shapes) {
        packed.push_back(shape.rank());
        packed.insert(packed.end(), shape.sizes().begin(), shape.sizes().end());
    }
    return packed;
}

Result<std::vector<Shape>> unpackShapes(const std::vector<int64_t>& packed) {
    std::vector<Shape> shapes;
    size_t at = 0;
    while (at < packed.size()) {
        const int64_t rank = packed[at++];
        if (rank < 0 || rank > kMaxRank || packed.size() - at < static_cast<size_t>(rank)) {
            return fail(ErrorCode::InvalidArgument, "the stated shapes are not complete");
        }
        const auto shape = checkedShape(std::span(packed).subspan(at, static_cast<size_t>(rank)));
        if (!shape) return tl::unexpected(shape.error());
        shapes.push_back(*shape);
        at += static_cast<size_t>(rank);
    }
    return shapes;
}

Result<std::vector<TensorId>> appendStated(const LowerContext& c, Operator op) {
    const auto stated = unpackShapes(c.attributes.list("input_shapes"));
    if (!stated) return tl::unexpected(stated.error());
    const auto outputs = unpackShapes(c.attributes.list("output_shapes"));
    if (!outputs) return tl::unexpected(outputs.error());
    bool same = stated->size() == c.inputs.size();
    for (size_t i = 0; same && i < stated->size(); ++i)
        same = (*stated)[i] == c.builder.shape(c.inputs[i]);
    if (!same) {
        return fail(ErrorCode::InvalidEdit,
                    "the shapes of '" + (op.detail.empty() ? std::string(opTypeId(op.type)) : op.detail) +
                        "' are known only for the inputs that the file gives it",
                    {}, "leave the channels and sizes before it as they are");
    }
    op.weight_elements = c.attributes.integer("weights");
    op.inputs.assign(c.inputs.begin(), c.inputs.end());
    return c.builder.custom(std::move(op), *outputs);
}

}  // namespace bw::kinds
