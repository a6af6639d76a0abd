// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Matrix products and what runs along an axis.
#include <algorithm>
#include <map>
#include <numeric>

#include "io/onnx_emitter.h"

namespace bw::onnx {
namespace {

const std::map<std::string_view, std::string>& reductions() {
    static const std::map<std::string_view, std::string> table = {{"", "ReduceMean"},
                                                                  {"mean", "ReduceMean"},
                                                                  {"sum", "ReduceSum"},
                                                                  {"max", "ReduceMax"},
                                                                  {"min", "ReduceMin"},
                                                                  {"prod", "ReduceProd"},
                                                                  {"l1", "ReduceL1"},
                                                                  {"l2", "ReduceL2"},
                                                                  {"logsum", "ReduceLogSum"},
                                                                  {"logsumexp", "ReduceLogSumExp"},
                                                                  {"sumsquare", "ReduceSumSquare"}};
    return table;
}

/// Added to the variance so that constant rows do not divide by zero; the value of PyTorch's LayerNorm.
constexpr float kNormEpsilon = 1e-5F;

}  // namespace

Result<void> Emitter::emitDense(const Operator& op) {
    const Shape& in = shape(op.inputs.front());
    const SourceOperator* kept = source_ == nullptr ? nullptr : source_->of(index_);
    const bool from_source = kept != nullptr && kept->kernel;
    const auto bias = biasOf(op);
    if (!bias) return tl::unexpected(bias.error());
    const std::string& x = take(op.inputs.front());
    if (in.rank() == 2) {
        const auto kernel = kernelOf();
        if (!kernel) return tl::unexpected(kernel.error());
        Names inputs = {x, *kernel};
        if (!bias->empty()) inputs.push_back(*bias);
        const int64_t transposes = from_source && kept->transposed ? 0 : 1;
        return appendActivated(op, "Gemm", std::move(inputs), {{"transB", transposes}});
    }
    std::string matrix;
    if (from_source && kept->transposed) {
        matrix = copied(*kept->kernel, "kernel");
    } else {
        const auto kernel = numbers_.kernel(index_);
        if (!kernel) return tl::unexpected(kernel.error());
        invents_ = true;
        Numbers turned;
        turned.sizes = {kernel->sizes[1], kernel->sizes[0]};
        turned.values = std::make_shared<const std::vector<float>>(kernel->permuted({1, 0})());
        matrix = floats(turned, "kernel");
    }
    if (bias->empty()) return appendActivated(op, "MatMul", {x, matrix});
    const std::string product = append("MatMul", {x, matrix}, "product");
    return appendActivated(op, "Add", {product, *bias});
}

Result<void> Emitter::emitMatMul(const Operator& op) {
    std::string b;
    if (op.inputs.size() == 2) {
        b = take(op.inputs[1]);
    } else {
        const auto constant = constantOf();
        if (!constant) return tl::unexpected(constant.error());
        b = floats(*constant, "matrix");
    }
    const bool transposes = !op.axes.empty() && op.axes[0] == 1;
    if (transposes && op.inputs.size() == 2) {
        std::vector<int64_t> order(static_cast<size_t>(shape(op.inputs[1]).rank()));
        std::iota(order.begin(), order.end(), 0);
        std::swap(order[order.size() - 1], order[order.size() - 2]);
        b = append("Transpose", {b}, "transposed", {{"perm", std::move(order)}});
    }
    return appendActivated(op, "MatMul", {take(op.inputs.front()), b});
}

Result<void> Emitter::emitSoftmax(const Operator& op) {
    return appendActivated(op, op.detail == "log" ? "LogSoftmax" : "Softmax", {take(op.inputs.front())},
                           {{"axis", op.axes.front()}});
}

Result<void> Emitter::emitReduce(const Operator& op) {
    const auto found = reductions().find(op.detail);
    if (found == reductions().end()) return unsupported("the reduction '" + op.detail + "'");
    const bool keeps = shape(op.outputs.front()).rank() == shape(op.inputs.front()).rank();
    Names inputs = {take(op.inputs.front())};
    Attributes attributes = {{"keepdims", int64_t{keeps ? 1 : 0}}};
    if (found->second == "ReduceSum" || model_.opset >= 18) {
        inputs.push_back(integers(op.axes, "axes"));
    } else {
        attributes.push_back({"axes", op.axes});
    }
    return appendActivated(op, found->second, std::move(inputs), std::move(attributes));
}

Result<void> Emitter::emitArgMax(const Operator& op) {
    const int rank = shape(op.inputs.front()).rank();
    const int out_rank = shape(op.outputs.front()).rank();
    if (op.axes.empty() || (out_rank != rank && out_rank != rank - 1)) return unsupported("an index over several axes");
    const bool least = op.detail == "arg_min" || op.detail == "min";
    appendResult(op, least ? "ArgMin" : "ArgMax", {take(op.inputs.front())},
                 {{"axis", op.axes.front()}, {"keepdims", int64_t{out_rank == rank ? 1 : 0}}});
    return {};
}

Result<void> Emitter::emitLayerNorm(const Operator& op) {
    const Shape& in = shape(op.inputs.front());
    const bool channels = in.rank() == 4 && op.detail == "channels";
    const int64_t axis = channels ? 1 : in.rank() - 1;
    const int64_t size = in[static_cast<int>(axis)];
    const auto scale = numbers_.scale(index_);
    if (!scale) return tl::unexpected(scale.error());
    const auto shift = numbers_.shift(index_);
    if (!shift) return tl::unexpected(shift.error());
    const std::string x = take(op.inputs.front());
    invents_ = invents_ || !scale->empty();
    if (!channels && model_.opset >= 17 && scale->elements() == size && shift->elements() == size) {
        appendResult(op, "LayerNormalization", {x, floats(*scale, "scale"), floats(*shift, "shift")},
                     {{"axis", int64_t{-1}}, {"epsilon", kNormEpsilon}});
        return {};
    }
    note("layer normalisation is computed by ReduceMean, Sqrt and arithmetic");
    const auto mean = [&](const std::string& of, const std::string& what) {
        if (model_.opset >= 18) return append("ReduceMean", {of, integers({axis}, what + "_axes")}, what);
        return append("ReduceMean", {of}, what, {{"axes", std::vector<int64_t>{axis}}});
    };
    const std::string centred = append("Sub", {x, mean(x, "mean")}, "centred");
    const std::string squares = append("Pow", {centred, number(2, "two")}, "squares");
    const std::string safe = append("Add", {mean(squares, "variance"), number(kNormEpsilon, "epsilon")}, "safe");
    const std::string root = append("Sqrt", {safe}, "root");
    if (scale->empty() && shift->empty()) {
        appendResult(op, "Div", {centred, root});
        return {};
    }
    std::string value = append("Div", {centred, root}, "normalised");
    const auto aligned = [&](Numbers numbers) {
        numbers.sizes = {numbers.elements()};
        if (channels) numbers.sizes = {numbers.elements(), 1, 1};
        return numbers;
    };
    if (!scale->empty()) {
        const std::string factor = floats(aligned(*scale), "scale");
        if (shift->empty()) {
            appendResult(op, "Mul", {value, factor});
            return {};
        }
        value = append("Mul", {value, factor}, "scaled");
    }
    appendResult(op, "Add", {value, floats(aligned(*shift), "shift")});
    return {};
}

}  // namespace bw::onnx
