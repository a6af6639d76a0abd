// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "io/onnx_constants.h"

/// What the folders of onnx_fold_*.cpp share. Each computes one operator on constants.
namespace bw::onnx {

using Folded = Result<std::vector<Constant>>;

struct FoldContext {
    const RawNode& node;
    std::span<const Constant* const> inputs;

    /// The operand; null where it is left out.
    const Constant* input(size_t index) const { return index < inputs.size() ? inputs[index] : nullptr; }
};

using Folder = Folded (*)(const FoldContext&);

tl::unexpected<Error> refuseFold(std::string message);
Folded one(Result<Constant> constant);

/// A constant of the given sizes to be filled: known if `known` and small enough.
Result<Constant> prepare(std::vector<int64_t> dims, int32_t type, bool known);
/// Drops the numbers of a result that cannot be had.
void forget(Constant& constant);
void copyElement(Constant& to, size_t to_index, const Constant& from, size_t from_index);

/// Row-major strides.
std::vector<int64_t> stridesOf(std::span<const int64_t> dims);
/// Coordinates of the element with row-major position `index`.
std::vector<int64_t> coordinatesOf(size_t index, std::span<const int64_t> dims);
/// Position in a tensor of sizes `dims` that is broadcast to the coordinates.
size_t broadcastPosition(std::span<const int64_t> coordinates, std::span<const int64_t> dims);
/// The axis counted from the front; nothing where it is out of range.
std::optional<size_t> axisOf(int64_t axis, size_t rank);

/// Arithmetic, comparisons, casts: onnx_fold_arithmetic.cpp.
Folder arithmeticFolder(std::string_view op);
/// Selection, joining and new sizes: onnx_fold_shapes.cpp.
Folder shapeFolder(std::string_view op);

}  // namespace bw::onnx
