// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "graph/builder_checks.h"
#include "graph/operator_builder.h"

namespace bw {

using namespace builder_checks;

Result<TensorId> OperatorBuilder::reduce(TensorId x, std::vector<int64_t> axes, bool keep_dims, std::string detail) {
    const Shape in = shape(x);
    for (int64_t& axis : axes) {
        const auto normal = normalizeAxis(axis, in.rank());
        if (!normal) return tl::unexpected(normal.error());
        axis = *normal;
    }
    std::sort(axes.begin(), axes.end());
    std::vector<int64_t> sizes;
    for (int i = 0; i < in.rank(); ++i) {
        const bool reduced = std::find(axes.begin(), axes.end(), i) != axes.end();
        if (!reduced) sizes.push_back(in[i]);
        if (reduced && keep_dims) sizes.push_back(1);
    }
    Operator op;
    op.type = OpType::Reduce;
    op.axes = std::move(axes);
    op.detail = std::move(detail);
    op.inputs = {x};
    return append(std::move(op), Shape(sizes));
}

Result<TensorId> OperatorBuilder::elementwise(OpType type, std::span<const TensorId> inputs, Activation act,
                                              int64_t constant_elements, std::string detail) {
    if (inputs.empty()) return fail(ErrorCode::InvalidArgument, "needs at least one input");
    if (constant_elements < 0) return fail(ErrorCode::InvalidArgument, "constant operand has a negative size");
    Shape out = shape(inputs[0]);
    for (const TensorId input : inputs.subspan(1)) {
        auto wider = broadcast(out, shape(input));
        if (!wider) return tl::unexpected(wider.error());
        out = *wider;
    }
    Operator op;
    op.type = type;
    op.activation = fusesIntoProducer(act) ? act : Activation::None;
    op.weight_elements = constant_elements;
    op.detail = std::move(detail);
    op.inputs.assign(inputs.begin(), inputs.end());
    return withActivation(append(std::move(op), out), act);
}

Result<TensorId> OperatorBuilder::activation(TensorId x, Activation act) {
    Operator op;
    op.type = OpType::Activation;
    op.activation = act;
    if (act == Activation::Prelu) op.weight_elements = shape(x).channels();
    op.inputs = {x};
    const Shape out = shape(x);
    return append(std::move(op), out);
}

Result<TensorId> OperatorBuilder::normalize(TensorId x, int64_t weight_elements, std::string detail) {
    Operator op;
    op.type = OpType::Normalize;
    op.weight_elements = weight_elements;
    op.detail = std::move(detail);
    op.inputs = {x};
    const Shape out = shape(x);
    return append(std::move(op), out);
}

Result<TensorId> OperatorBuilder::layerNorm(TensorId x) {
    const Shape out = shape(x);
    if (out.rank() < 1) return fail(ErrorCode::InvalidArgument, "layer normalisation needs at least one axis");
    Operator op;
    op.type = OpType::LayerNorm;
    op.weight_elements = 2 * out[out.rank() - 1];
    op.inputs = {x};
    return append(std::move(op), out);
}

Result<TensorId> OperatorBuilder::softmax(TensorId x, int64_t axis) {
    const Shape out = shape(x);
    const auto normal = normalizeAxis(axis, out.rank());
    if (!normal) return tl::unexpected(normal.error());
    Operator op;
    op.type = OpType::Softmax;
    op.axes = {*normal};
    op.inputs = {x};
    return append(std::move(op), out);
}

Result<TensorId> OperatorBuilder::matmul(TensorId a, TensorId b, bool transpose_b) {
    const Shape sa = shape(a);
    const Shape sb = shape(b);
    if (sa.rank() < 2 || sb.rank() < 2) return fail(ErrorCode::InvalidArgument, "a matrix product needs two axes");
    const int64_t rows = sa[sa.rank() - 2];
    const int64_t depth = sa[sa.rank() - 1];
    const int64_t depth_b = transpose_b ? sb[sb.rank() - 1] : sb[sb.rank() - 2];
    const int64_t columns = transpose_b ? sb[sb.rank() - 2] : sb[sb.rank() - 1];
    if (depth != depth_b) {
        return fail(ErrorCode::InvalidArgument, "matrices " + sa.text() + " and " + sb.text() + " do not match");
    }
    const auto batch = broadcast(Shape(sa.sizes().first(static_cast<size_t>(sa.rank() - 2))),
                                 Shape(sb.sizes().first(static_cast<size_t>(sb.rank() - 2))));
    if (!batch) return tl::unexpected(batch.error());
    std::vector<int64_t> sizes(batch->sizes().begin(), batch->sizes().end());
    sizes.push_back(rows);
    sizes.push_back(columns);
    const auto out = checkedShape(sizes);
    if (!out) return tl::unexpected(out.error());
    const auto macs = product({out->elements(), depth});
    if (!macs) return tl::unexpected(macs.error());
    Operator op;
    op.type = OpType::MatMul;
    op.macs = *macs;
    op.axes = {transpose_b ? 1 : 0};
    op.inputs = {a, b};
    return append(std::move(op), *out);
}

}  // namespace bw
