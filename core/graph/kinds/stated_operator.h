// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "graph/kinds/common_params.h"

namespace bw::kinds {

/// Parameters of kinds whose output shapes are stated rather than inferred.
std::vector<ParamSpec> statedShapeParams();
/// Appends `op` with the stated shapes, as long as the inputs still have the shapes they were stated for.
Result<std::vector<TensorId>> appendStated(const LowerContext& context, Operator op);
/// Rank and sizes of each shape in turn, the form of the stated lists.
std::vector<int64_t> packShapes(std::span<const Shape> shapes);
Result<std::vector<Shape>> unpackShapes(const std::vector<int64_t>& packed);

}  // namespace bw::kinds
