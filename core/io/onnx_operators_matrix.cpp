// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Matrix products and recurrent layers.
#include "base/checked.h"
#include "io/onnx_import.h"

namespace bw::onnx {
namespace {

/// Activation x matrix of weights with `depth` rows.
Result<void> appendDense(NodeImport& node, TensorId x, int64_t depth, int64_t features, bool bias) {
    const Shape in = node.shape(x);
    if (in.rank() < 1 || in[in.rank() - 1] != depth) {
        return fail(ErrorCode::InvalidFile,
                    "its weights have " + std::to_string(depth) + " rows, its input is " + in.text());
    }
    return node.give(node.builder().dense(x, features, bias));
}

/// A product one of whose operands is a constant that is no plain matrix on the right.
Result<void> appendConstantProduct(NodeImport& node) {
    const auto dimsOf = [&](size_t index) -> std::vector<int64_t> {
        if (const Constant* operand = node.constant(index)) return operand->dims;
        return sizesOf(node.shape(*node.tensor(index)));
    };
    const auto a = dimsOf(0);
    const auto b = dimsOf(1);
    if (a.size() < 2 || b.size() < 2 || a.back() != b[b.size() - 2]) {
        return fail(ErrorCode::InvalidFile, "the sizes of its operands do not match");
    }
    auto sizes = broadcastDims(std::span(a).first(a.size() - 2), std::span(b).first(b.size() - 2));
    if (!sizes) return tl::unexpected(sizes.error());
    sizes->push_back(a[a.size() - 2]);
    sizes->push_back(b.back());
    const auto out = checkedShape(*sizes);
    if (!out) return tl::unexpected(out.error());
    const auto macs = mulChecked(out->elements(), a.back());
    if (!macs) return fail(ErrorCode::LimitExceeded, "a count leaves 64 bits");
    if (auto ok = node.append(OpType::MatMul, *out, "constant"); !ok) return ok;
    node.builder().graph().operators.back().macs = *macs;
    return {};
}

Result<void> convertMatMulAs(NodeImport& node, size_t second) {
    if (!node.has(0) || !node.has(second)) return fail(ErrorCode::InvalidFile, "needs two operands");
    const Constant* weight = node.constant(second);
    if (weight != nullptr && weight->dims.size() == 2 && node.isTensor(0)) {
        return appendDense(node, *node.tensor(0), weight->dims[0], weight->dims[1], false);
    }
    if (node.constant(0) != nullptr || weight != nullptr) return appendConstantProduct(node);
    const TensorId a = *node.tensor(0);
    const TensorId b = *node.tensor(second);
    return node.give(node.builder().matmul(a, b, false));
}

Result<void> convertMatMul(NodeImport& node) {
    return convertMatMulAs(node, 1);
}

Result<void> convertQLinearMatMul(NodeImport& node) {
    return convertMatMulAs(node, 3);
}

Result<TensorId> transposed(NodeImport& node, TensorId x) {
    if (node.shape(x).rank() != 2) return fail(ErrorCode::InvalidFile, "its first operand is no matrix");
    return node.builder().transpose(x, {1, 0});
}

Result<void> convertGemm(NodeImport& node) {
    auto a = node.tensor(0);
    if (!a) return tl::unexpected(a.error());
    if (!node.has(1)) return fail(ErrorCode::InvalidFile, "needs two operands");
    if (node.node.integer("transA", 0) != 0) a = transposed(node, *a);
    if (!a) return tl::unexpected(a.error());
    const bool transpose_b = node.node.integer("transB", 0) != 0;
    if (const Constant* weight = node.constant(1)) {
        if (weight->dims.size() != 2) return fail(ErrorCode::InvalidFile, "its weights are no matrix");
        if (node.isTensor(2)) return fail(ErrorCode::Unsupported, "its bias is computed while the network runs");
        const int64_t depth = weight->dims[transpose_b ? 1 : 0];
        const int64_t features = weight->dims[transpose_b ? 0 : 1];
        const Constant* bias = node.constant(2);
        if (bias != nullptr && bias->elements() != features && bias->elements() != 1) {
            return fail(ErrorCode::InvalidFile, "its bias does not fit its weights");
        }
        return appendDense(node, *a, depth, features, bias != nullptr);
    }
    auto y = node.builder().matmul(*a, *node.tensor(1), transpose_b);
    if (y && node.isTensor(2)) {
        const TensorId operands[] = {*y, *node.tensor(2)};
        y = node.builder().elementwise(OpType::Add, operands);
    } else if (y && node.has(2)) {
        const TensorId operands[] = {*y};
        y = node.builder().elementwise(OpType::Add, operands, Activation::None, node.constant(2)->elements());
    }
    return node.give(std::move(y));
}

/// LSTM, GRU and RNN over sequences T x N x D: kept as one operator whose shapes are known.
Result<void> convertRecurrent(NodeImport& node) {
    const auto x = node.tensor(0);
    if (!x) return tl::unexpected(x.error());
    const Shape in = node.shape(*x);
    const int64_t hidden = node.node.integer("hidden_size", 0);
    if (in.rank() != 3 || hidden < 1 || hidden > kMaxDimension) {
        return fail(ErrorCode::InvalidFile, "its input or hidden size is out of range");
    }
    const int64_t directions = node.node.text("direction", "forward") == "bidirectional" ? 2 : 1;
    const bool batch_first = node.node.integer("layout", 0) != 0;
    const int64_t time = in[batch_first ? 1 : 0];
    const int64_t batch = in[batch_first ? 0 : 1];
    const Shape sequence =
        batch_first ? Shape{batch, time, directions, hidden} : Shape{time, directions, batch, hidden};
    const Shape state = batch_first ? Shape{batch, directions, hidden} : Shape{directions, batch, hidden};
    Operator op;
    op.type = OpType::Opaque;
    op.detail = printableName(node.node.op_type, 64);
    op.weight_elements = node.weightElements(1);
    op.inputs = node.activations();
    std::vector<Shape> shapes;
    std::vector<size_t> kept;
    for (size_t i = 0; i < 3; ++i) {
        if (!node.isRead(i)) continue;
        shapes.push_back(i == 0 ? sequence : state);
        kept.push_back(i);
    }
    if (kept.empty()) return {};
    const auto ids = node.builder().custom(std::move(op), shapes);
    if (!ids) return tl::unexpected(ids.error());
    for (size_t i = 0; i < kept.size(); ++i)
        node.bind(kept[i], (*ids)[i]);
    node.note("Recurrent layers are kept with their shapes and parameters; their cost is unknown.");
    return {};
}

}  // namespace

void addMatrices(ConverterTable& table) {
    table["MatMul"] = convertMatMul;
    table["MatMulInteger"] = convertMatMul;
    table["QLinearMatMul"] = convertQLinearMatMul;
    table["Gemm"] = convertGemm;
}

void addRecurrent(ConverterTable& table) {
    for (const std::string_view op : {"LSTM", "GRU", "RNN"})
        table[op] = convertRecurrent;
}

}  // namespace bw::onnx
