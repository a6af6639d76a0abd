// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <set>

#include "base/checked.h"
#include "graph/builder_checks.h"
#include "graph/operator_builder.h"

namespace bw {

using namespace builder_checks;

Result<TensorId> OperatorBuilder::concat(std::span<const TensorId> inputs, int64_t axis) {
    if (inputs.empty()) return fail(ErrorCode::InvalidArgument, "needs at least one input");
    Shape out = shape(inputs[0]);
    const auto normal = normalizeAxis(axis, out.rank());
    if (!normal) return tl::unexpected(normal.error());
    const int along = static_cast<int>(*normal);
    for (const TensorId input : inputs.subspan(1)) {
        const Shape& s = shape(input);
        bool fits = s.rank() == out.rank();
        for (int i = 0; fits && i < out.rank(); ++i)
            fits = i == along || s[i] == out[i];
        if (!fits) {
            return fail(ErrorCode::InvalidArgument, "inputs " + out.text() + " and " + s.text() +
                                                        " cannot be joined along axis " + std::to_string(along));
        }
        out.set(along, out[along] + s[along]);
    }
    Operator op;
    op.type = OpType::Concat;
    op.axes = {along};
    op.inputs.assign(inputs.begin(), inputs.end());
    return append(std::move(op), out);
}

Result<TensorId> OperatorBuilder::resize(TensorId x, int64_t height, int64_t width, std::string mode) {
    const auto plane = planeOf(shape(x));
    if (!plane) return tl::unexpected(plane.error());
    const auto output = planeShape(*plane, plane->channels, height, width);
    if (!output) return tl::unexpected(output.error());
    Operator op;
    op.type = OpType::Resize;
    op.detail = std::move(mode);
    op.inputs = {x};
    return append(std::move(op), *output);
}

Result<TensorId> OperatorBuilder::pad(TensorId x, std::vector<int64_t> before_after) {
    Shape out = shape(x);
    if (before_after.size() != static_cast<size_t>(out.rank()) * 2) {
        return fail(ErrorCode::InvalidArgument, "padding needs two numbers for each of " + std::to_string(out.rank()) +
                                                    " axes, but has " + std::to_string(before_after.size()));
    }
    for (int i = 0; i < out.rank(); ++i) {
        const int64_t before = before_after[static_cast<size_t>(i) * 2];
        const int64_t after = before_after[static_cast<size_t>(i) * 2 + 1];
        if (before < 0 || after < 0 || before > kMaxPad || after > kMaxPad) {
            return fail(ErrorCode::InvalidArgument, "padding must lie between 0 and 65536");
        }
        out.set(i, out[i] + before + after);
    }
    Operator op;
    op.type = OpType::Pad;
    op.axes = std::move(before_after);
    op.inputs = {x};
    return append(std::move(op), out);
}

Result<TensorId> OperatorBuilder::transpose(TensorId x, std::vector<int64_t> permutation) {
    const Shape in = shape(x);
    const std::set<int64_t> distinct(permutation.begin(), permutation.end());
    const bool complete = static_cast<int>(permutation.size()) == in.rank() &&
                          static_cast<int>(distinct.size()) == in.rank() &&
                          (distinct.empty() || (*distinct.begin() == 0 && *distinct.rbegin() == in.rank() - 1));
    if (!complete) {
        return fail(ErrorCode::InvalidArgument,
                    "permutation does not name each of " + std::to_string(in.rank()) + " axes once");
    }
    Shape out = in;
    for (int i = 0; i < in.rank(); ++i)
        out.set(i, in[static_cast<int>(permutation[static_cast<size_t>(i)])]);
    Operator op;
    op.type = OpType::Transpose;
    op.axes = std::move(permutation);
    op.inputs = {x};
    return append(std::move(op), out);
}

Result<TensorId> OperatorBuilder::reshape(TensorId x, std::span<const int64_t> sizes) {
    const Shape in = shape(x);
    std::vector<int64_t> resolved(sizes.begin(), sizes.end());
    int64_t known = 1;
    std::ptrdiff_t rest = -1;
    for (size_t i = 0; i < resolved.size(); ++i) {
        if (resolved[i] == 0 && static_cast<int>(i) < in.rank()) resolved[i] = in[static_cast<int>(i)];
        if (resolved[i] == -1 && rest < 0) {
            rest = static_cast<std::ptrdiff_t>(i);
            continue;
        }
        const auto next = resolved[i] < 1 ? std::nullopt : mulChecked(known, resolved[i]);
        if (!next) return fail(ErrorCode::InvalidArgument, "the new shape has an impossible size");
        known = *next;
    }
    if (rest >= 0) {
        if (in.elements() % known != 0) {
            return fail(ErrorCode::InvalidArgument, std::to_string(in.elements()) + " elements of " + in.text() +
                                                        " cannot be divided into groups of " + std::to_string(known));
        }
        resolved[static_cast<size_t>(rest)] = in.elements() / known;
        known = in.elements();
    }
    if (known != in.elements()) {
        return fail(ErrorCode::InvalidArgument, in.text() + " has " + std::to_string(in.elements()) +
                                                    " elements, the new shape " + std::to_string(known));
    }
    const auto out = checkedShape(resolved);
    if (!out) return tl::unexpected(out.error());
    Operator op;
    op.type = OpType::Reshape;
    op.axes.assign(sizes.begin(), sizes.end());
    op.inputs = {x};
    return append(std::move(op), *out);
}

Result<TensorId> OperatorBuilder::slice(TensorId x, int64_t axis, int64_t begin, int64_t size) {
    Shape out = shape(x);
    const auto normal = normalizeAxis(axis, out.rank());
    if (!normal) return tl::unexpected(normal.error());
    const int64_t available = out[static_cast<int>(*normal)];
    if (size < 1 || begin < 0 || begin > available || size > available - begin) {
        return fail(ErrorCode::InvalidArgument, "cannot take " + std::to_string(size) + " elements from position " +
                                                    std::to_string(begin) + " of " + std::to_string(available));
    }
    out.set(static_cast<int>(*normal), size);
    Operator op;
    op.type = OpType::Slice;
    op.axes = {*normal, begin};
    op.inputs = {x};
    return append(std::move(op), out);
}

Result<TensorId> OperatorBuilder::argMax(TensorId x, int64_t axis, bool keep_dims) {
    const size_t index = graph_.operators.size();
    auto result = reduce(x, {axis}, keep_dims, {});
    if (result) graph_.operators[index].type = OpType::ArgMax;
    return result;
}

Result<TensorId> OperatorBuilder::quantize(TensorId x, std::string detail) {
    Operator op;
    op.type = OpType::Quantize;
    op.detail = std::move(detail);
    op.inputs = {x};
    const Shape out = shape(x);
    return append(std::move(op), out);
}

}  // namespace bw
