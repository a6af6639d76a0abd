// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <limits>
#include <numeric>
#include <unordered_map>

#include "base/checked.h"
#include "io/onnx_fold_context.h"

namespace bw::onnx {
namespace {

/// Same elements in the same order under new sizes.
Folded withDims(const Constant& x, std::vector<int64_t> dims) {
    auto result = makeConstant(std::move(dims), x.type);
    if (!result) return tl::unexpected(result.error());
    if (result->elements() != x.elements())
        return refuseFold("the new shape of a constant has another number of elements");
    result->known = x.known;
    result->integers = x.integers;
    result->reals = x.reals;
    result->stored = x.stored;
    return one(std::move(result));
}

/// Axes from the second input (newer operator sets) or the attribute.
std::optional<std::vector<int64_t>> axesOf(const FoldContext& context) {
    if (const Constant* axes = context.input(1)) return integersOf(*axes);
    return context.node.integers("axes");
}

Folded foldUnsqueeze(const FoldContext& context) {
    const Constant* x = context.input(0);
    const auto axes = axesOf(context);
    if (x == nullptr || !axes) return refuseFold("its axes are not known");
    const size_t rank = x->dims.size() + axes->size();
    if (rank > 16) return refuseFold("has too many axes");
    std::vector<bool> inserted(rank, false);
    for (const int64_t axis : *axes) {
        const auto position = axisOf(axis, rank);
        if (!position || inserted[*position]) return refuseFold("an axis is out of range or repeated");
        inserted[*position] = true;
    }
    std::vector<int64_t> dims;
    size_t next = 0;
    for (size_t i = 0; i < rank; ++i)
        dims.push_back(inserted[i] ? 1 : x->dims[next++]);
    return withDims(*x, std::move(dims));
}

Folded foldSqueeze(const FoldContext& context) {
    const Constant* x = context.input(0);
    const auto axes = axesOf(context);
    if (x == nullptr || !axes) return refuseFold("its axes are not known");
    std::vector<bool> removed(x->dims.size(), false);
    for (const int64_t axis : *axes) {
        const auto position = axisOf(axis, x->dims.size());
        if (!position || x->dims[*position] != 1) return refuseFold("an axis cannot be squeezed");
        removed[*position] = true;
    }
    std::vector<int64_t> dims;
    for (size_t i = 0; i < x->dims.size(); ++i) {
        if (axes->empty() ? x->dims[i] != 1 : !removed[i]) dims.push_back(x->dims[i]);
    }
    return withDims(*x, std::move(dims));
}

Folded foldReshape(const FoldContext& context) {
    const Constant* x = context.input(0);
    const Constant* shape = context.input(1);
    auto sizes = shape != nullptr ? integersOf(*shape) : std::optional(context.node.integers("shape"));
    if (x == nullptr || !sizes) return refuseFold("its new shape is not known");
    int64_t product = 1;
    std::optional<size_t> rest;
    for (size_t i = 0; i < sizes->size(); ++i) {
        int64_t& size = (*sizes)[i];
        if (size == 0 && i < x->dims.size() && context.node.integer("allowzero", 0) == 0) size = x->dims[i];
        if (size == -1 && !rest) {
            rest = i;
            continue;
        }
        const auto next = size < 0 ? std::nullopt : mulChecked(product, size);
        if (!next) return refuseFold("the new shape of a constant has an impossible size");
        product = *next;
    }
    if (rest) {
        if (product == 0 || x->elements() % product != 0) return refuseFold("the new shape of a constant does not fit");
        (*sizes)[*rest] = x->elements() / product;
    }
    return withDims(*x, *sizes);
}

Folded foldTranspose(const FoldContext& context) {
    const Constant* x = context.input(0);
    if (x == nullptr) return refuseFold("needs an operand");
    const size_t rank = x->dims.size();
    auto permutation = context.node.integers("perm");
    if (permutation.empty()) {
        for (size_t i = rank; i-- > 0;)
            permutation.push_back(static_cast<int64_t>(i));
    }
    std::vector<bool> seen(rank, false);
    std::vector<int64_t> dims;
    for (const int64_t axis : permutation) {
        const auto position = axisOf(axis, rank);
        if (!position || seen[*position] || axis < 0) return refuseFold("its permutation is damaged");
        seen[*position] = true;
        dims.push_back(x->dims[*position]);
    }
    if (dims.size() != rank) return refuseFold("its permutation is damaged");
    auto result = prepare(dims, x->type, x->known);
    if (!result) return tl::unexpected(result.error());
    result->stored = x->stored;
    if (!result->known) return one(std::move(result));
    const auto strides = stridesOf(x->dims);
    for (size_t i = 0; i < static_cast<size_t>(result->elements()); ++i) {
        const auto at = coordinatesOf(i, dims);
        int64_t position = 0;
        for (size_t k = 0; k < rank; ++k)
            position += at[k] * strides[static_cast<size_t>(permutation[k])];
        copyElement(*result, i, *x, static_cast<size_t>(position));
    }
    return one(std::move(result));
}

Folded foldConcat(const FoldContext& context) {
    if (context.inputs.empty() || context.inputs[0] == nullptr) return refuseFold("needs operands");
    const Constant& first = *context.inputs[0];
    const auto axis = axisOf(context.node.integer("axis", 0), first.dims.size());
    if (!axis) return refuseFold("its axis is out of range");
    std::vector<int64_t> dims = first.dims;
    dims[*axis] = 0;
    bool known = true;
    for (const Constant* part : context.inputs) {
        if (part == nullptr || part->dims.size() != dims.size()) return refuseFold("operands differ in rank");
        for (size_t i = 0; i < dims.size(); ++i) {
            if (i != *axis && part->dims[i] != dims[i]) return refuseFold("operands do not match");
        }
        const auto sum = addChecked(dims[*axis], part->dims[*axis]);
        if (!sum) return refuseFold("the result is too large");
        dims[*axis] = *sum;
        known = known && part->known && part->isReal() == first.isReal();
    }
    auto result = prepare(dims, first.type, known);
    if (!result || !result->known) return one(std::move(result));
    int64_t begin = 0;
    const auto strides = stridesOf(dims);
    for (const Constant* part : context.inputs) {
        for (size_t i = 0; i < static_cast<size_t>(part->elements()); ++i) {
            auto at = coordinatesOf(i, part->dims);
            at[*axis] += begin;
            const int64_t position = std::inner_product(at.begin(), at.end(), strides.begin(), int64_t{0});
            copyElement(*result, static_cast<size_t>(position), *part, i);
        }
        begin += part->dims[*axis];
    }
    return one(std::move(result));
}

Folded foldGather(const FoldContext& context) {
    const Constant* x = context.input(0);
    const Constant* indices = context.input(1);
    if (x == nullptr || indices == nullptr) return refuseFold("needs two operands");
    const auto axis = axisOf(context.node.integer("axis", 0), x->dims.size());
    if (!axis) return refuseFold("its axis is out of range");
    std::vector<int64_t> dims(x->dims.begin(), x->dims.begin() + static_cast<std::ptrdiff_t>(*axis));
    dims.insert(dims.end(), indices->dims.begin(), indices->dims.end());
    dims.insert(dims.end(), x->dims.begin() + static_cast<std::ptrdiff_t>(*axis) + 1, x->dims.end());
    auto result = prepare(dims, x->type, x->known && indices->known && !indices->isReal());
    if (!result || !result->known) return one(std::move(result));
    const auto strides = stridesOf(x->dims);
    const size_t index_rank = indices->dims.size();
    for (size_t i = 0; i < static_cast<size_t>(result->elements()); ++i) {
        const auto at = coordinatesOf(i, dims);
        const auto chosen = std::span(at).subspan(*axis, index_rank);
        const auto index =
            axisOf(indices->integers[broadcastPosition(chosen, indices->dims)], static_cast<size_t>(x->dims[*axis]));
        if (!index) return refuseFold("an index is out of range");
        auto position = static_cast<int64_t>(*index) * strides[*axis];
        for (size_t k = 0; k < *axis; ++k)
            position += at[k] * strides[k];
        for (size_t k = *axis + 1; k < x->dims.size(); ++k)
            position += at[k + index_rank - 1] * strides[k];
        copyElement(*result, i, *x, static_cast<size_t>(position));
    }
    return one(std::move(result));
}

struct SliceRange {
    int64_t begin = 0, step = 1, count = 0;
};

SliceRange sliceRange(int64_t start, int64_t end, int64_t step, int64_t size) {
    const auto position = [&](int64_t value) {
        return value < 0 ? std::max(value, -size - 1) + size : std::min(value, size);
    };
    SliceRange range;
    range.step = step;
    if (step > 0) {
        range.begin = std::clamp<int64_t>(position(start), 0, size);
        const int64_t last = std::clamp<int64_t>(position(end), 0, size);
        range.count = last > range.begin ? (last - range.begin - 1) / step + 1 : 0;
    } else {
        range.begin = std::clamp<int64_t>(position(start), -1, size - 1);
        const int64_t last = std::clamp<int64_t>(position(end), -1, size - 1);
        const int64_t stride =
            step == std::numeric_limits<int64_t>::min() ? std::numeric_limits<int64_t>::max() : -step;
        range.count = range.begin > last ? (range.begin - last - 1) / stride + 1 : 0;
    }
    return range;
}

Folded foldSlice(const FoldContext& context) {
    const Constant* x = context.input(0);
    if (x == nullptr) return refuseFold("needs an operand");
    const auto list = [&](size_t index, std::string_view name) -> std::optional<std::vector<int64_t>> {
        if (const Constant* input = context.input(index)) return integersOf(*input);
        return context.node.integers(name);
    };
    const auto starts = list(1, "starts");
    const auto ends = list(2, "ends");
    auto axes = list(3, "axes");
    auto steps = list(4, "steps");
    if (!starts || !ends || !axes || !steps || starts->size() != ends->size())
        return refuseFold("its range is not known");
    if (axes->empty()) {
        axes->resize(starts->size());
        std::iota(axes->begin(), axes->end(), 0);
    }
    if (steps->empty()) steps->assign(starts->size(), 1);
    if (axes->size() != starts->size() || steps->size() != starts->size()) return refuseFold("its range is damaged");
    std::vector<SliceRange> ranges(x->dims.size());
    std::vector<int64_t> dims = x->dims;
    for (size_t i = 0; i < dims.size(); ++i)
        ranges[i].count = dims[i];
    for (size_t i = 0; i < starts->size(); ++i) {
        const auto axis = axisOf((*axes)[i], dims.size());
        if (!axis || (*steps)[i] == 0) return refuseFold("an axis or step is out of range");
        ranges[*axis] = sliceRange((*starts)[i], (*ends)[i], (*steps)[i], x->dims[*axis]);
        dims[*axis] = ranges[*axis].count;
    }
    auto result = prepare(dims, x->type, x->known);
    if (!result || !result->known) return one(std::move(result));
    const auto strides = stridesOf(x->dims);
    for (size_t i = 0; i < static_cast<size_t>(result->elements()); ++i) {
        const auto at = coordinatesOf(i, dims);
        int64_t position = 0;
        for (size_t k = 0; k < dims.size(); ++k)
            position += (ranges[k].begin + at[k] * ranges[k].step) * strides[k];
        copyElement(*result, i, *x, static_cast<size_t>(position));
    }
    return one(std::move(result));
}

Folded foldExpand(const FoldContext& context) {
    const Constant* x = context.input(0);
    const Constant* shape = context.input(1);
    const auto sizes = shape != nullptr ? integersOf(*shape) : std::nullopt;
    if (x == nullptr || !sizes) return refuseFold("its new shape is not known");
    auto dims = broadcastDims(x->dims, *sizes);
    if (!dims) return tl::unexpected(dims.error());
    auto result = prepare(*dims, x->type, x->known);
    if (!result || !result->known) return one(std::move(result));
    for (size_t i = 0; i < static_cast<size_t>(result->elements()); ++i)
        copyElement(*result, i, *x, broadcastPosition(coordinatesOf(i, result->dims), x->dims));
    return one(std::move(result));
}

Folded foldTile(const FoldContext& context) {
    const Constant* x = context.input(0);
    const auto repeats = context.input(1) != nullptr ? integersOf(*context.input(1)) : std::nullopt;
    if (x == nullptr || !repeats || repeats->size() != x->dims.size()) return refuseFold("its repeats are not known");
    std::vector<int64_t> dims = x->dims;
    for (size_t i = 0; i < dims.size(); ++i) {
        const auto size = mulChecked(dims[i], (*repeats)[i]);
        if (!size) return refuseFold("the result is too large");
        dims[i] = *size;
    }
    auto result = prepare(dims, x->type, x->known);
    if (!result || !result->known) return one(std::move(result));
    for (size_t i = 0; i < static_cast<size_t>(result->elements()); ++i) {
        auto at = coordinatesOf(i, result->dims);
        for (size_t k = 0; k < at.size(); ++k)
            at[k] %= x->dims[k];
        copyElement(*result, i, *x, broadcastPosition(at, x->dims));
    }
    return one(std::move(result));
}

Folded foldConstantOfShape(const FoldContext& context) {
    const Constant* shape = context.input(0);
    const auto sizes = shape != nullptr ? integersOf(*shape) : std::nullopt;
    if (!sizes) return refuseFold("its shape is not known");
    Constant fill;
    fill.reals = {0};
    fill.known = true;
    if (const RawAttribute* value = context.node.attribute("value"); value != nullptr && !value->tensor.empty()) {
        const auto tensor = parseTensor(value->tensor);
        auto read = tensor ? readConstant(*tensor) : Result<Constant>(tl::unexpected(tensor.error()));
        if (!read) return tl::unexpected(read.error());
        fill = std::move(*read);
    }
    auto result = prepare(*sizes, fill.type, fill.known && fill.elements() == 1);
    if (!result || !result->known) return one(std::move(result));
    for (size_t i = 0; i < static_cast<size_t>(result->elements()); ++i)
        copyElement(*result, i, fill, 0);
    return one(std::move(result));
}

Folded foldShape(const FoldContext& context) {
    const Constant* x = context.input(0);
    if (x == nullptr) return refuseFold("needs an operand");
    auto result = prepare({static_cast<int64_t>(x->dims.size())}, kInt64, true);
    if (result) result->integers = x->dims;
    return one(std::move(result));
}

}  // namespace

Folder shapeFolder(std::string_view op) {
    static const std::unordered_map<std::string_view, Folder> table = {
        {"Unsqueeze", foldUnsqueeze}, {"Squeeze", foldSqueeze},
        {"Reshape", foldReshape},     {"Transpose", foldTranspose},
        {"Concat", foldConcat},       {"Gather", foldGather},
        {"Slice", foldSlice},         {"Expand", foldExpand},
        {"Tile", foldTile},           {"ConstantOfShape", foldConstantOfShape},
        {"Shape", foldShape},
    };
    const auto found = table.find(op);
    return found == table.end() ? nullptr : found->second;
}

}  // namespace bw::onnx
