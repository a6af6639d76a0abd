// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Operators that move data or give it other sizes.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/checked.h"
#include "io/onnx_import.h"

namespace bw::onnx {
namespace {

/// Sizes for a reshape that stays true when the input's sizes are edited: leading sizes that the input has at the same
/// place are copied (0), and a single size that is left over is derived (-1).
std::vector<int64_t> editableSizes(const Shape& in, std::vector<int64_t> sizes) {
    const bool derives = std::find(sizes.begin(), sizes.end(), -1) != sizes.end();
    size_t i = 0;
    for (; i < sizes.size() && i < static_cast<size_t>(in.rank()) && sizes[i] == in[static_cast<int>(i)]; ++i)
        sizes[i] = 0;
    if (!derives && i + 1 == sizes.size()) sizes.back() = -1;
    return sizes;
}

Result<void> appendReshape(NodeImport& node, TensorId x, std::vector<int64_t> sizes) {
    return node.give(node.builder().reshape(x, editableSizes(node.shape(x), std::move(sizes))));
}

Result<void> convertReshape(NodeImport& node) {
    const auto x = node.tensor(0);
    if (!x) return tl::unexpected(x.error());
    const auto sizes = node.integers(1, "shape");
    if (!sizes) return tl::unexpected(sizes.error());
    return appendReshape(node, *x, *sizes);
}

Result<void> convertFlatten(NodeImport& node) {
    const auto x = node.tensor(0);
    if (!x) return tl::unexpected(x.error());
    const Shape in = node.shape(*x);
    int64_t axis = node.node.integer("axis", 1);
    if (axis < -in.rank() || axis > in.rank()) return fail(ErrorCode::InvalidFile, "its axis is out of range");
    if (axis < 0) axis += in.rank();
    int64_t outer = 1;
    for (int i = 0; i < axis; ++i)
        outer *= in[i];
    return appendReshape(node, *x, {outer, -1});
}

Result<void> convertSqueeze(NodeImport& node) {
    const auto x = node.tensor(0);
    if (!x) return tl::unexpected(x.error());
    const Shape in = node.shape(*x);
    auto axes = node.integers(1, "axes");
    if (!axes) return tl::unexpected(axes.error());
    std::vector<bool> removed(static_cast<size_t>(in.rank()), false);
    for (const int64_t axis : *axes) {
        const int64_t position = axis < 0 ? axis + in.rank() : axis;
        if (position < 0 || position >= in.rank() || in[static_cast<int>(position)] != 1) {
            return fail(ErrorCode::InvalidFile,
                        "axis " + std::to_string(axis) + " of " + in.text() + " cannot be squeezed");
        }
        removed[static_cast<size_t>(position)] = true;
    }
    std::vector<int64_t> sizes;
    for (int i = 0; i < in.rank(); ++i) {
        if (axes->empty() ? in[i] != 1 : !removed[static_cast<size_t>(i)]) sizes.push_back(in[i]);
    }
    return appendReshape(node, *x, std::move(sizes));
}

Result<void> convertUnsqueeze(NodeImport& node) {
    const auto x = node.tensor(0);
    if (!x) return tl::unexpected(x.error());
    const Shape in = node.shape(*x);
    const auto axes = node.integers(1, "axes");
    if (!axes) return tl::unexpected(axes.error());
    const int64_t rank = in.rank() + static_cast<int64_t>(axes->size());
    if (rank > kMaxRank) return fail(ErrorCode::LimitExceeded, "its result has more than 8 dimensions");
    std::vector<bool> inserted(static_cast<size_t>(rank), false);
    for (const int64_t axis : *axes) {
        const int64_t position = axis < 0 ? axis + rank : axis;
        if (position < 0 || position >= rank || inserted[static_cast<size_t>(position)]) {
            return fail(ErrorCode::InvalidFile, "axis " + std::to_string(axis) + " is out of range or repeated");
        }
        inserted[static_cast<size_t>(position)] = true;
    }
    std::vector<int64_t> sizes;
    int next = 0;
    for (const bool one : inserted)
        sizes.push_back(one ? 1 : in[next++]);
    return appendReshape(node, *x, std::move(sizes));
}

Result<void> convertTranspose(NodeImport& node) {
    const auto x = node.tensor(0);
    if (!x) return tl::unexpected(x.error());
    const int rank = node.shape(*x).rank();
    auto permutation = node.node.integers("perm");
    if (permutation.empty()) {
        permutation.resize(static_cast<size_t>(rank));
        std::iota(permutation.rbegin(), permutation.rend(), 0);
    }
    return node.give(node.builder().transpose(*x, std::move(permutation)));
}

Result<void> convertExpand(NodeImport& node) {
    const auto x = node.tensor(0);
    if (!x) return tl::unexpected(x.error());
    const auto sizes = node.integers(1, "shape");
    if (!sizes) return tl::unexpected(sizes.error());
    const Shape in = node.shape(*x);
    const auto wider = broadcastDims(in.sizes(), *sizes);
    if (!wider) return tl::unexpected(wider.error());
    const auto out = checkedShape(*wider);
    if (!out) return tl::unexpected(out.error());
    if (*out == in) {
        node.passOn();
        return {};
    }
    return node.append(OpType::Elementwise, *out, "expand");
}

Result<void> convertTile(NodeImport& node) {
    const auto x = node.tensor(0);
    if (!x) return tl::unexpected(x.error());
    const auto repeats = node.integers(1, "repeats");
    if (!repeats) return tl::unexpected(repeats.error());
    const Shape in = node.shape(*x);
    std::vector<int64_t> sizes = sizesOf(in);
    if (repeats->size() != sizes.size()) return fail(ErrorCode::InvalidFile, "its repeats do not fit its input");
    for (size_t i = 0; i < sizes.size(); ++i) {
        const auto size = mulChecked(sizes[i], (*repeats)[i]);
        if (!size) return fail(ErrorCode::LimitExceeded, "its result is too large");
        sizes[i] = *size;
    }
    const auto out = checkedShape(sizes);
    if (!out) return tl::unexpected(out.error());
    if (*out == in) {
        node.passOn();
        return {};
    }
    return node.append(OpType::Elementwise, *out, "tile");
}

Result<void> convertPad(NodeImport& node) {
    const auto x = node.tensor(0);
    if (!x) return tl::unexpected(x.error());
    const Shape in = node.shape(*x);
    const auto rank = static_cast<size_t>(in.rank());
    auto pads = node.integers(1, node.opset() < 2 ? "paddings" : "pads");
    if (!pads) return tl::unexpected(pads.error());
    auto axes = node.has(3) ? node.integers(3, "axes") : Result<std::vector<int64_t>>(std::vector<int64_t>());
    if (!axes) return tl::unexpected(axes.error());
    if (axes->empty()) {
        axes->resize(rank);
        std::iota(axes->begin(), axes->end(), 0);
    }
    if (pads->size() != 2 * axes->size()) {
        return fail(ErrorCode::InvalidFile,
                    "it has " + std::to_string(pads->size()) + " pads for " + std::to_string(axes->size()) + " axes");
    }
    std::vector<int64_t> before_after(2 * rank, 0);
    for (size_t i = 0; i < axes->size(); ++i) {
        const int64_t axis = (*axes)[i] < 0 ? (*axes)[i] + in.rank() : (*axes)[i];
        if (axis < 0 || axis >= in.rank()) return fail(ErrorCode::InvalidFile, "an axis is out of range");
        before_after[2 * static_cast<size_t>(axis)] = (*pads)[i];
        before_after[2 * static_cast<size_t>(axis) + 1] = (*pads)[i + axes->size()];
    }
    if (std::all_of(before_after.begin(), before_after.end(), [](int64_t pad) { return pad == 0; })) {
        node.passOn();
        return {};
    }
    return node.give(node.builder().pad(*x, std::move(before_after)));
}

/// The block size of DepthToSpace and SpaceToDepth and the plane it works on.
Result<int64_t> blockSize(NodeImport& node, const Shape& in) {
    const int64_t block = node.node.integer("blocksize", 0);
    if (in.rank() != 4 || block < 1 || block > (1 << 10)) {
        return fail(ErrorCode::InvalidFile, "its input or blocksize is out of range");
    }
    return block;
}

Result<void> convertDepthToSpace(NodeImport& node) {
    const auto x = node.tensor(0);
    if (!x) return tl::unexpected(x.error());
    const Shape in = node.shape(*x);
    const auto block = blockSize(node, in);
    if (!block) return tl::unexpected(block.error());
    if (in[1] % (*block * *block) != 0)
        return fail(ErrorCode::InvalidFile, "its blocksize does not divide the channels");
    return node.append(OpType::DepthToSpace, Shape{in[0], in[1] / (*block * *block), in[2] * *block, in[3] * *block},
                       std::string(node.node.text("mode", "DCR") == "CRD" ? "crd" : "dcr"), {*block});
}

Result<void> convertSpaceToDepth(NodeImport& node) {
    const auto x = node.tensor(0);
    if (!x) return tl::unexpected(x.error());
    const Shape in = node.shape(*x);
    const auto block = blockSize(node, in);
    if (!block) return tl::unexpected(block.error());
    if (in[2] % *block != 0 || in[3] % *block != 0) {
        return fail(ErrorCode::InvalidFile, "its blocksize does not divide height and width");
    }
    return node.append(OpType::SpaceToDepth, Shape{in[0], in[1] * *block * *block, in[2] / *block, in[3] / *block}, {},
                       {*block});
}

}  // namespace

void addShapes(ConverterTable& table) {
    table["Reshape"] = convertReshape;
    table["Flatten"] = convertFlatten;
    table["Squeeze"] = convertSqueeze;
    table["Unsqueeze"] = convertUnsqueeze;
    table["Transpose"] = convertTranspose;
    table["Expand"] = convertExpand;
    table["Tile"] = convertTile;
    table["Pad"] = convertPad;
    table["DepthToSpace"] = convertDepthToSpace;
    table["SpaceToDepth"] = convertSpaceToDepth;
}

}  // namespace bw::onnx
