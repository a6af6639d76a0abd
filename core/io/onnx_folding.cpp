// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Constant propagation: sizes and small numbers that exporters compute with ordinary nodes.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <unordered_map>

#include "base/checked.h"
#include "io/onnx_constants.h"

namespace bw::onnx {
namespace {

using Inputs = std::span<const Constant* const>;
using Folded = Result<std::vector<Constant>>;

struct FoldContext {
    const RawNode& node;
    Inputs inputs;

    const Constant* input(size_t index) const { return index < inputs.size() ? inputs[index] : nullptr; }
};

tl::unexpected<Error> refuse(std::string message) {
    return fail(ErrorCode::InvalidFile, std::move(message));
}

Folded one(Result<Constant> constant) {
    if (!constant) return tl::unexpected(constant.error());
    return std::vector<Constant>{std::move(*constant)};
}

/// A constant of the given sizes to be filled: known if `known` and small enough.
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

/// Coordinates of the element with row-major position `index`.
std::vector<int64_t> coordinatesOf(size_t index, std::span<const int64_t> dims) {
    std::vector<int64_t> coordinates(dims.size());
    auto rest = static_cast<int64_t>(index);
    for (size_t i = dims.size(); i-- > 0;) {
        coordinates[i] = rest % dims[i];
        rest /= dims[i];
    }
    return coordinates;
}

/// Position in a tensor of sizes `dims` that is broadcast to the coordinates.
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

std::optional<int64_t> integerResult(std::string_view op, int64_t a, int64_t b) {
    if (op == "Add") return addChecked(a, b);
    if (op == "Sub") return b == std::numeric_limits<int64_t>::min() ? std::nullopt : addChecked(a, -b);
    if (op == "Mul") return mulChecked(a, b);
    if (op == "Min") return std::min(a, b);
    if (op == "Max") return std::max(a, b);
    if (op == "Div" || op == "Mod") {
        if (b == 0 || (b == -1 && a == std::numeric_limits<int64_t>::min())) return std::nullopt;
        if (op == "Div") return a / b;
        const int64_t rest = a % b;
        return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
    }
    if (op == "Pow") {
        const double power = std::pow(static_cast<double>(a), static_cast<double>(b));
        return std::fabs(power) < 9e15 ? std::optional(static_cast<int64_t>(power)) : std::nullopt;
    }
    return std::nullopt;
}

std::optional<double> realResult(std::string_view op, double a, double b) {
    if (op == "Add") return a + b;
    if (op == "Sub") return a - b;
    if (op == "Mul") return a * b;
    if (op == "Div") return b == 0 ? std::nullopt : std::optional(a / b);
    if (op == "Min") return std::min(a, b);
    if (op == "Max") return std::max(a, b);
    if (op == "Pow") return std::pow(a, b);
    if (op == "Mod") return b == 0 ? std::nullopt : std::optional(std::fmod(a, b));
    return std::nullopt;
}

std::optional<bool> comparison(std::string_view op, double a, double b) {
    if (op == "Equal") return a == b;
    if (op == "Less") return a < b;
    if (op == "LessOrEqual") return a <= b;
    if (op == "Greater") return a > b;
    if (op == "GreaterOrEqual") return a >= b;
    if (op == "And") return a != 0 && b != 0;
    if (op == "Or") return a != 0 || b != 0;
    return std::nullopt;
}

Folded foldBinary(const FoldContext& context) {
    const Constant* a = context.input(0);
    const Constant* b = context.input(1);
    if (a == nullptr || b == nullptr) return refuse("needs two operands");
    auto dims = broadcastDims(a->dims, b->dims);
    if (!dims) return tl::unexpected(dims.error());
    const std::string_view op = context.node.op_type;
    const bool compares = comparison(op, 0, 0).has_value();
    const bool same_kind = compares || a->isReal() == b->isReal() || op == "Pow";
    auto result = prepare(*dims, compares ? int32_t{kBool} : a->type, a->known && b->known && same_kind);
    if (!result || !result->known) return one(std::move(result));
    const auto count = static_cast<size_t>(result->elements());
    for (size_t i = 0; i < count; ++i) {
        const auto at = coordinatesOf(i, result->dims);
        const size_t ia = broadcastPosition(at, a->dims);
        const size_t ib = broadcastPosition(at, b->dims);
        bool ok = true;
        if (compares) {
            result->integers[i] = *comparison(op, a->number(ia), b->number(ib)) ? 1 : 0;
        } else if (result->isReal()) {
            const auto value = realResult(op, a->number(ia), b->number(ib));
            ok = value.has_value();
            result->reals[i] = value.value_or(0);
        } else {
            const int64_t right =
                b->isReal() ? static_cast<int64_t>(std::clamp(b->reals[ib], -1e6, 1e6)) : b->integers[ib];
            const auto value = integerResult(op, a->integers[ia], right);
            ok = value.has_value();
            result->integers[i] = value.value_or(0);
        }
        if (ok) continue;
        forget(*result);
        break;
    }
    return one(std::move(result));
}

std::optional<double> unaryResult(std::string_view op, double x) {
    if (op == "Floor") return std::floor(x);
    if (op == "Ceil") return std::ceil(x);
    if (op == "Round") return std::nearbyint(x);
    if (op == "Neg") return -x;
    if (op == "Abs") return std::fabs(x);
    if (op == "Sqrt") return x < 0 ? std::nullopt : std::optional(std::sqrt(x));
    if (op == "Reciprocal") return x == 0 ? std::nullopt : std::optional(1 / x);
    if (op == "Exp") return std::exp(x);
    if (op == "Log") return x <= 0 ? std::nullopt : std::optional(std::log(x));
    if (op == "Not") return x == 0 ? 1 : 0;
    return std::nullopt;
}

Folded foldUnary(const FoldContext& context) {
    const Constant* x = context.input(0);
    if (x == nullptr) return refuse("needs an operand");
    auto result = prepare(x->dims, x->type, x->known);
    if (!result || !result->known) return one(std::move(result));
    const auto count = static_cast<size_t>(result->elements());
    for (size_t i = 0; i < count; ++i) {
        const auto value = unaryResult(context.node.op_type, x->number(i));
        const bool exact = value && (result->isReal() || std::fabs(*value) < 9e15);
        if (!exact) {
            forget(*result);
            break;
        }
        if (result->isReal()) {
            result->reals[i] = *value;
        } else {
            result->integers[i] = static_cast<int64_t>(*value);
        }
    }
    return one(std::move(result));
}

Folded foldSame(const FoldContext& context) {
    const Constant* x = context.input(0);
    if (x == nullptr) return refuse("needs an operand");
    Constant copy = *x;
    return std::vector<Constant>{std::move(copy)};
}

Folded foldCast(const FoldContext& context) {
    const Constant* x = context.input(0);
    if (x == nullptr) return refuse("needs an operand");
    int64_t type = context.node.integer("to", x->type);
    if (context.node.op_type == "QuantizeLinear") type = context.input(2) != nullptr ? context.input(2)->type : kUint8;
    if (context.node.op_type == "DequantizeLinear") type = kFloat;
    const bool exact_cast = context.node.op_type == "Cast";
    auto result = prepare(x->dims, static_cast<int32_t>(type), x->known && exact_cast);
    if (!result) return tl::unexpected(result.error());
    result->stored = x->stored;
    if (!result->known) return one(std::move(result));
    const auto count = static_cast<size_t>(result->elements());
    for (size_t i = 0; i < count; ++i) {
        if (result->isReal()) {
            result->reals[i] = x->number(i);
        } else if (!x->isReal()) {
            result->integers[i] = type == kBool ? (x->integers[i] != 0 ? 1 : 0) : x->integers[i];
        } else if (std::fabs(x->reals[i]) < 9e15) {
            result->integers[i] = static_cast<int64_t>(x->reals[i]);
        } else {
            forget(*result);
            break;
        }
    }
    return one(std::move(result));
}

/// Same elements in the same order under new sizes.
Folded withDims(const Constant& x, std::vector<int64_t> dims) {
    auto result = makeConstant(std::move(dims), x.type);
    if (!result) return tl::unexpected(result.error());
    if (result->elements() != x.elements()) return refuse("the new shape of a constant has another number of elements");
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
    if (x == nullptr || !axes) return refuse("its axes are not known");
    const size_t rank = x->dims.size() + axes->size();
    if (rank > 16) return refuse("has too many axes");
    std::vector<bool> inserted(rank, false);
    for (const int64_t axis : *axes) {
        const auto position = axisOf(axis, rank);
        if (!position || inserted[*position]) return refuse("an axis is out of range or repeated");
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
    if (x == nullptr || !axes) return refuse("its axes are not known");
    std::vector<bool> removed(x->dims.size(), false);
    for (const int64_t axis : *axes) {
        const auto position = axisOf(axis, x->dims.size());
        if (!position || x->dims[*position] != 1) return refuse("an axis cannot be squeezed");
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
    if (x == nullptr || !sizes) return refuse("its new shape is not known");
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
        if (!next) return refuse("the new shape of a constant has an impossible size");
        product = *next;
    }
    if (rest) {
        if (product == 0 || x->elements() % product != 0) return refuse("the new shape of a constant does not fit");
        (*sizes)[*rest] = x->elements() / product;
    }
    return withDims(*x, *sizes);
}

Folded foldTranspose(const FoldContext& context) {
    const Constant* x = context.input(0);
    if (x == nullptr) return refuse("needs an operand");
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
        if (!position || seen[*position] || axis < 0) return refuse("its permutation is damaged");
        seen[*position] = true;
        dims.push_back(x->dims[*position]);
    }
    if (dims.size() != rank) return refuse("its permutation is damaged");
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
    if (context.inputs.empty() || context.inputs[0] == nullptr) return refuse("needs operands");
    const Constant& first = *context.inputs[0];
    const auto axis = axisOf(context.node.integer("axis", 0), first.dims.size());
    if (!axis) return refuse("its axis is out of range");
    std::vector<int64_t> dims = first.dims;
    dims[*axis] = 0;
    bool known = true;
    for (const Constant* part : context.inputs) {
        if (part == nullptr || part->dims.size() != dims.size()) return refuse("operands differ in rank");
        for (size_t i = 0; i < dims.size(); ++i) {
            if (i != *axis && part->dims[i] != dims[i]) return refuse("operands do not match");
        }
        const auto sum = addChecked(dims[*axis], part->dims[*axis]);
        if (!sum) return refuse("the result is too large");
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
    if (x == nullptr || indices == nullptr) return refuse("needs two operands");
    const auto axis = axisOf(context.node.integer("axis", 0), x->dims.size());
    if (!axis) return refuse("its axis is out of range");
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
        if (!index) return refuse("an index is out of range");
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
    if (x == nullptr) return refuse("needs an operand");
    const auto list = [&](size_t index, std::string_view name) -> std::optional<std::vector<int64_t>> {
        if (const Constant* input = context.input(index)) return integersOf(*input);
        return context.node.integers(name);
    };
    const auto starts = list(1, "starts");
    const auto ends = list(2, "ends");
    auto axes = list(3, "axes");
    auto steps = list(4, "steps");
    if (!starts || !ends || !axes || !steps || starts->size() != ends->size()) return refuse("its range is not known");
    if (axes->empty()) {
        axes->resize(starts->size());
        std::iota(axes->begin(), axes->end(), 0);
    }
    if (steps->empty()) steps->assign(starts->size(), 1);
    if (axes->size() != starts->size() || steps->size() != starts->size()) return refuse("its range is damaged");
    std::vector<SliceRange> ranges(x->dims.size());
    std::vector<int64_t> dims = x->dims;
    for (size_t i = 0; i < dims.size(); ++i)
        ranges[i].count = dims[i];
    for (size_t i = 0; i < starts->size(); ++i) {
        const auto axis = axisOf((*axes)[i], dims.size());
        if (!axis || (*steps)[i] == 0) return refuse("an axis or step is out of range");
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
    if (x == nullptr || !sizes) return refuse("its new shape is not known");
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
    if (x == nullptr || !repeats || repeats->size() != x->dims.size()) return refuse("its repeats are not known");
    std::vector<int64_t> dims = x->dims;
    for (size_t i = 0; i < dims.size(); ++i) {
        const auto size = mulChecked(dims[i], (*repeats)[i]);
        if (!size) return refuse("the result is too large");
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
    if (!sizes) return refuse("its shape is not known");
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

Folded foldRange(const FoldContext& context) {
    const Constant* start = context.input(0);
    const Constant* limit = context.input(1);
    const Constant* delta = context.input(2);
    const bool known = start != nullptr && limit != nullptr && delta != nullptr && scalarOf(*start) &&
                       scalarOf(*limit) && scalarOf(*delta);
    if (!known || *scalarOf(*delta) == 0) return refuse("its range is not known");
    const double first = *scalarOf(*start);
    const double step = *scalarOf(*delta);
    const double count = std::max(0.0, std::ceil((*scalarOf(*limit) - first) / step));
    if (!(count <= 1e9)) return refuse("its range is too long");
    auto result = prepare({static_cast<int64_t>(count)}, start->type, true);
    if (!result || !result->known) return one(std::move(result));
    for (size_t i = 0; i < static_cast<size_t>(result->elements()); ++i) {
        const double value = first + step * static_cast<double>(i);
        if (result->isReal()) {
            result->reals[i] = value;
        } else {
            result->integers[i] = std::fabs(value) < 9e15 ? static_cast<int64_t>(value) : 0;
        }
    }
    return one(std::move(result));
}

Folded foldWhere(const FoldContext& context) {
    const Constant* condition = context.input(0);
    const Constant* a = context.input(1);
    const Constant* b = context.input(2);
    if (condition == nullptr || a == nullptr || b == nullptr) return refuse("needs three operands");
    auto dims = broadcastDims(a->dims, b->dims);
    if (dims) dims = broadcastDims(*dims, condition->dims);
    if (!dims) return tl::unexpected(dims.error());
    const bool known = condition->known && a->known && b->known && a->isReal() == b->isReal() && !condition->isReal();
    auto result = prepare(*dims, a->type, known);
    if (!result || !result->known) return one(std::move(result));
    for (size_t i = 0; i < static_cast<size_t>(result->elements()); ++i) {
        const auto at = coordinatesOf(i, result->dims);
        const bool first = condition->integers[broadcastPosition(at, condition->dims)] != 0;
        const Constant& from = first ? *a : *b;
        copyElement(*result, i, from, broadcastPosition(at, from.dims));
    }
    return one(std::move(result));
}

Folded foldReduceProd(const FoldContext& context) {
    const Constant* x = context.input(0);
    if (x == nullptr || x->dims.size() != 1) return refuse("reduces a constant in a way that is not followed");
    std::vector<int64_t> dims;
    if (context.node.integer("keepdims", 1) != 0) dims.push_back(1);
    auto result = prepare(dims, x->type, x->known && !x->isReal());
    if (!result || !result->known) return one(std::move(result));
    const bool sum = context.node.op_type == "ReduceSum";
    int64_t total = sum ? 0 : 1;
    for (const int64_t value : x->integers) {
        const auto next = sum ? addChecked(total, value) : mulChecked(total, value);
        if (!next) {
            forget(*result);
            return one(std::move(result));
        }
        total = *next;
    }
    result->integers[0] = total;
    return one(std::move(result));
}

Folded foldShape(const FoldContext& context) {
    const Constant* x = context.input(0);
    if (x == nullptr) return refuse("needs an operand");
    auto result = prepare({static_cast<int64_t>(x->dims.size())}, kInt64, true);
    if (result) result->integers = x->dims;
    return one(std::move(result));
}

using Folder = Folded (*)(const FoldContext&);

const std::unordered_map<std::string_view, Folder>& folders() {
    static const std::unordered_map<std::string_view, Folder> table = {
        {"Add", foldBinary},
        {"Sub", foldBinary},
        {"Mul", foldBinary},
        {"Div", foldBinary},
        {"Mod", foldBinary},
        {"Pow", foldBinary},
        {"Min", foldBinary},
        {"Max", foldBinary},
        {"Equal", foldBinary},
        {"Less", foldBinary},
        {"LessOrEqual", foldBinary},
        {"Greater", foldBinary},
        {"And", foldBinary},
        {"GreaterOrEqual", foldBinary},
        {"Or", foldBinary},
        {"Floor", foldUnary},
        {"Ceil", foldUnary},
        {"Round", foldUnary},
        {"Neg", foldUnary},
        {"Abs", foldUnary},
        {"Sqrt", foldUnary},
        {"Reciprocal", foldUnary},
        {"Exp", foldUnary},
        {"Log", foldUnary},
        {"Not", foldUnary},
        {"Identity", foldSame},
        {"Dropout", foldSame},
        {"Cast", foldCast},
        {"QuantizeLinear", foldCast},
        {"DequantizeLinear", foldCast},
        {"Unsqueeze", foldUnsqueeze},
        {"Squeeze", foldSqueeze},
        {"Reshape", foldReshape},
        {"Transpose", foldTranspose},
        {"Concat", foldConcat},
        {"Gather", foldGather},
        {"Slice", foldSlice},
        {"Expand", foldExpand},
        {"Tile", foldTile},
        {"ConstantOfShape", foldConstantOfShape},
        {"Range", foldRange},
        {"Where", foldWhere},
        {"ReduceProd", foldReduceProd},
        {"ReduceSum", foldReduceProd},
        {"Shape", foldShape},
    };
    return table;
}

}  // namespace

Result<std::optional<std::vector<Constant>>> foldNode(const RawNode& node, Inputs inputs) {
    const auto found = folders().find(node.op_type);
    if (found == folders().end() || (!node.domain.empty() && node.domain != "ai.onnx")) {
        return std::optional<std::vector<Constant>>();
    }
    auto folded = found->second(FoldContext{node, inputs});
    if (!folded) return tl::unexpected(folded.error());
    return std::optional(std::move(*folded));
}

}  // namespace bw::onnx
