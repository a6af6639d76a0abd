// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/onnx_source.h"

#include <algorithm>
#include <unordered_map>

#include "io/onnx_graph.h"
#include "io/onnx_reader.h"
#include "io/protobuf_view.h"
#include "lowering/raise.h"

namespace bw::onnx {
namespace {

/// Bytes of a float32 tensor that stand in the file in one piece; nothing for others.
std::optional<SourceTensor> floatsOf(const RawTensor& tensor) {
    if (tensor.type != kFloat) return std::nullopt;
    uint64_t elements = 1;
    for (const int64_t size : tensor.dims)
        elements *= static_cast<uint64_t>(std::max<int64_t>(size, 0));
    WireReader reader(tensor.message);
    while (reader.next()) {
        const WireField& field = reader.field();
        // raw_data, or float_data where it is packed: both are little-endian numbers one after the other.
        const bool numbers = (field.number == 9 || field.number == 4) && field.type == WireType::Bytes;
        if (numbers && field.bytes.size() == elements * sizeof(float)) return SourceTensor{tensor.dims, field.bytes};
    }
    return std::nullopt;
}

/// The nodes and constants of a file by the names that others know them by.
class SourceGraph {
public:
    explicit SourceGraph(const RawGraph& raw) : raw_(raw) {
        for (const RawTensor& tensor : raw.initializers)
            constants_.emplace(tensor.name, tensor);
        for (const RawNode& node : raw.nodes) {
            const RawAttribute* value = node.op_type == "Constant" ? node.attribute("value") : nullptr;
            const auto tensor = value == nullptr ? tl::unexpected(Error{}) : parseTensor(value->tensor);
            if (tensor && !node.outputs.empty()) constants_.emplace(node.outputs.front(), *tensor);
            for (const std::string_view input : node.inputs)
                readers_[input].push_back(&node);
        }
    }

    std::optional<SourceTensor> constant(const RawNode& node, size_t input) const {
        if (input >= node.inputs.size()) return std::nullopt;
        const auto found = constants_.find(node.inputs[input]);
        return found == constants_.end() ? std::nullopt : floatsOf(found->second);
    }
    bool isConstant(std::string_view name) const { return constants_.count(name) > 0; }
    /// The only node that reads the result of another; null where several do or none.
    const RawNode* soleReader(const RawNode& node) const {
        if (node.outputs.empty()) return nullptr;
        const auto found = readers_.find(node.outputs.front());
        return found != readers_.end() && found->second.size() == 1 ? found->second.front() : nullptr;
    }
    const RawNode& node(int32_t index) const { return raw_.nodes[static_cast<size_t>(index)]; }

private:
    const RawGraph& raw_;
    std::unordered_map<std::string_view, RawTensor> constants_;
    std::unordered_map<std::string_view, std::vector<const RawNode*>> readers_;
};

bool isArithmetic(const Operator& op) {
    return op.type == OpType::Add || op.type == OpType::Sub || op.type == OpType::Mul || op.type == OpType::Div ||
           op.type == OpType::Elementwise;
}

/// What the file holds of an operator; nothing where it is not what the operator needs.
std::optional<SourceOperator> weightsOf(const SourceGraph& graph, const Operator& op, const RawNode& node) {
    SourceOperator found;
    if (op.activation == Activation::Prelu && op.type == OpType::Activation) {
        found.constant = graph.constant(node, 1);
        return found.constant ? std::optional(found) : std::nullopt;
    }
    if (node.op_type == "Resize") {
        found.grid = node.text("coordinate_transformation_mode", "half_pixel");
        return found;
    }
    if (node.op_type == "Upsample") {
        found.grid = "asymmetric";
        return found;
    }
    if (node.op_type == "LeakyRelu" || node.op_type == "HardSigmoid") {
        const bool leaky = node.op_type == "LeakyRelu";
        found.alpha = node.real("alpha", leaky ? 0.01F : 0.2F);
        if (!leaky) found.beta = node.real("beta", 0.5F);
        return found;
    }
    if (isArithmetic(op)) {
        size_t computed = 0;
        for (size_t i = 0; i < node.inputs.size(); ++i) {
            found.operands.push_back(graph.constant(node, i));
            if (found.operands.back()) continue;
            if (graph.isConstant(node.inputs[i])) return std::nullopt;
            ++computed;
        }
        return computed == op.inputs.size() && computed < found.operands.size() ? std::optional(found) : std::nullopt;
    }
    if (!op.isConvolution() && op.type != OpType::Dense) return std::nullopt;
    if (node.op_type != "Conv" && node.op_type != "ConvTranspose" && node.op_type != "Gemm" &&
        node.op_type != "MatMul") {
        return std::nullopt;
    }
    // Gemm may scale what it multiplies; we never write that.
    const bool scales = node.real("alpha", 1) != 1 || node.real("beta", 1) != 1 || node.integer("transA", 0) != 0;
    if (node.op_type == "Gemm" && scales) return std::nullopt;
    found.kernel = graph.constant(node, 1);
    if (!found.kernel) return std::nullopt;
    found.transposed = node.op_type == "MatMul" || (node.op_type == "Gemm" && node.integer("transB", 0) == 0);
    const RawNode* last = &node;
    if (op.has_bias) {
        found.bias = graph.constant(node, 2);
        if (!found.bias) {
            // A bias that was added by a node of its own.
            const RawNode* sum = graph.soleReader(node);
            if (sum == nullptr || sum->op_type != "Add") return std::nullopt;
            found.bias = graph.constant(*sum, 0);
            if (!found.bias) found.bias = graph.constant(*sum, 1);
            last = sum;
        }
        if (!found.bias || found.bias->bytes.size() != static_cast<size_t>(op.out_channels) * sizeof(float))
            return std::nullopt;
        found.bias->dims = {op.out_channels};
    }
    if (op.has_batch_norm) {
        const RawNode* norm = graph.soleReader(*last);
        if (norm == nullptr || norm->op_type != "BatchNormalization") return std::nullopt;
        const auto scale = graph.constant(*norm, 1), shift = graph.constant(*norm, 2), mean = graph.constant(*norm, 3),
                   variance = graph.constant(*norm, 4);
        if (!scale || !shift || !mean || !variance) return std::nullopt;
        found.normalization = SourceNormalization{*scale, *shift, *mean, *variance, norm->real("epsilon", 1e-5F)};
    }
    return found;
}

bool sameShapes(const OperatorGraph& a, const std::vector<TensorId>& x, const OperatorGraph& b,
                const std::vector<TensorId>& y) {
    return std::equal(x.begin(), x.end(), y.begin(), y.end(),
                      [&](TensorId one, TensorId other) { return a.shape(one) == b.shape(other); });
}

}  // namespace

Result<SourceWeights> SourceWeights::open(std::string_view bytes, const Network& network,
                                          const LoweredNetwork& lowered) {
    const auto raw = parseModel(bytes);
    if (!raw) return tl::unexpected(raw.error());
    ImportOptions as_used;
    for (const TensorId input : lowered.graph.inputs) {
        const Shape& shape = lowered.graph.shape(input);
        as_used.input_shapes.emplace_back(shape.sizes().begin(), shape.sizes().end());
    }
    const auto imported = readOnnx(bytes, "source", as_used);
    if (!imported) return tl::unexpected(imported.error());
    const auto raised = raiseWithOrigin(imported->graph, "source");
    if (!raised) return tl::unexpected(raised.error());
    const auto original = lower(raised->network, Precision::Fp32);
    if (!original) return tl::unexpected(original.error());
    const SourceGraph graph(*raw);
    SourceWeights found;
    found.operators_.resize(lowered.graph.operators.size());
    for (size_t position = 0; position < network.size(); ++position) {
        const Block& block = network.at(position);
        const int was_at = raised->network.positionOf(block.id);
        if (was_at < 0) continue;
        const Block& was = raised->network.at(static_cast<size_t>(was_at));
        const BlockSpan& span = lowered.blocks[position];
        const BlockSpan& old = original->blocks[static_cast<size_t>(was_at)];
        if (block.kind != was.kind || !(block.attributes == was.attributes) ||
            span.operator_count != old.operator_count)
            continue;
        const auto& origins = raised->operators_of_block[static_cast<size_t>(block.id)];
        for (int32_t i = 0; i < span.operator_count; ++i) {
            const auto mine = static_cast<size_t>(span.first_operator + i);
            const Operator& op = lowered.graph.operators[mine];
            const Operator& theirs = original->graph.operators[static_cast<size_t>(old.first_operator + i)];
            if (op.type != theirs.type || !sameShapes(lowered.graph, op.inputs, original->graph, theirs.inputs) ||
                !sameShapes(lowered.graph, op.outputs, original->graph, theirs.outputs)) {
                continue;
            }
            const auto origin = static_cast<size_t>(origins[static_cast<size_t>(i)]);
            found.operators_[mine] = weightsOf(graph, op, graph.node(imported->node_of_operator[origin]));
            found.kept_ += found.operators_[mine] ? 1 : 0;
        }
    }
    return found;
}

}  // namespace bw::onnx
