// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Constant propagation: sizes and small numbers that exporters compute with ordinary nodes.
#include "io/onnx_fold_context.h"

namespace bw::onnx {

tl::unexpected<Error> refuseFold(std::string message) {
    return fail(ErrorCode::InvalidFile, std::move(message));
}

Folded one(Result<Constant> constant) {
    if (!constant) return tl::unexpected(constant.error());
    return std::vector<Constant>{std::move(*constant)};
}

Result<Constant> prepare(std::vector<int64_t> dims, int32_t type, bool known) {
    auto result = makeConstant(std::move(dims), type);
    if (!result) return result;
    result->known = known && result->elements() <= kMaxKnownElements;
    if (!result->known) return result;
    const auto count = static_cast<size_t>(result->elements());
    if (result->isReal()) {
        result->reals.resize(count);
    } else {
        result->integers.resize(count);
    }
    return result;
}

void forget(Constant& constant) {
    constant.known = false;
    constant.integers.clear();
    constant.reals.clear();
}

void copyElement(Constant& to, size_t to_index, const Constant& from, size_t from_index) {
    if (to.isReal()) {
        to.reals[to_index] = from.reals[from_index];
    } else {
        to.integers[to_index] = from.integers[from_index];
    }
}

std::vector<int64_t> stridesOf(std::span<const int64_t> dims) {
    std::vector<int64_t> strides(dims.size(), 1);
    for (size_t i = dims.size(); i-- > 1;)
        strides[i - 1] = strides[i] * std::max<int64_t>(dims[i], 1);
    return strides;
}

std::vector<int64_t> coordinatesOf(size_t index, std::span<const int64_t> dims) {
    std::vector<int64_t> coordinates(dims.size());
    auto rest = static_cast<int64_t>(index);
    for (size_t i = dims.size(); i-- > 0;) {
        coordinates[i] = rest % dims[i];
        rest /= dims[i];
    }
    return coordinates;
}

size_t broadcastPosition(std::span<const int64_t> coordinates, std::span<const int64_t> dims) {
    const auto strides = stridesOf(dims);
    int64_t position = 0;
    const size_t skip = coordinates.size() - dims.size();
    for (size_t i = 0; i < dims.size(); ++i)
        position += dims[i] == 1 ? 0 : coordinates[i + skip] * strides[i];
    return static_cast<size_t>(position);
}

std::optional<size_t> axisOf(int64_t axis, size_t rank) {
    const auto signed_rank = static_cast<int64_t>(rank);
    if (axis < -signed_rank || axis >= signed_rank) return std::nullopt;
    return static_cast<size_t>(axis < 0 ? axis + signed_rank : axis);
}

Result<std::optional<std::vector<Constant>>> foldNode(const RawNode& node, std::span<const Constant* const> inputs) {
    const bool standard = node.domain.empty() || node.domain == "ai.onnx";
    Folder fold = standard ? arithmeticFolder(node.op_type) : nullptr;
    if (fold == nullptr && standard) fold = shapeFolder(node.op_type);
    if (fold == nullptr) return std::optional<std::vector<Constant>>();
    auto folded = fold(FoldContext{node, inputs});
    if (!folded) return tl::unexpected(folded.error());
    return std::optional(std::move(*folded));
}

}  // namespace bw::onnx
