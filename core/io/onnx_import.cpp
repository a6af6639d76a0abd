// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/onnx_import.h"

#include <algorithm>

namespace bw::onnx {

void ImportState::chargeNumbers(Constant& constant) {
    numbers_left -= static_cast<int64_t>(constant.integers.size() + constant.reals.size());
    if (numbers_left >= 0) return;
    constant.known = false;
    constant.integers = {};
    constant.reals = {};
}

void NodeImport::note(std::string text) {
    auto& notes = state_.model.notes;
    constexpr size_t kMaxNotes = 100;
    if (notes.size() < kMaxNotes && std::find(notes.begin(), notes.end(), text) == notes.end()) {
        notes.push_back(std::move(text));
    }
}

const Value* NodeImport::value(size_t index) const {
    if (index >= node.inputs.size() || node.inputs[index].empty()) return nullptr;
    const auto found = state_.values.find(state_.names.canonical(node.inputs[index]));
    return found == state_.values.end() ? nullptr : &found->second;
}

bool NodeImport::has(size_t index) const {
    return value(index) != nullptr;
}

const Constant* NodeImport::constant(size_t index) const {
    const Value* found = value(index);
    return found == nullptr ? nullptr : found->constant.get();
}

Result<TensorId> NodeImport::tensor(size_t index) const {
    const Value* found = value(index);
    const std::string input = "input " + std::to_string(index);
    if (found == nullptr) return fail(ErrorCode::InvalidFile, "lacks " + input);
    if (found->constant) return fail(ErrorCode::Unsupported, input + " is a constant, which is not supported here");
    return found->tensor;
}

Result<TensorId> NodeImport::tensorNamed(std::string_view name) const {
    const auto found = state_.values.find(state_.names.canonical(name));
    if (found == state_.values.end() || found->second.constant) {
        return fail(ErrorCode::Unsupported, "its input '" + printableName(name, 40) + "' is no activation");
    }
    return found->second.tensor;
}

void NodeImport::retype(int32_t type) {
    const auto found = node.outputs.empty() ? state_.values.end() : state_.values.find(node.outputs[0]);
    if (found != state_.values.end()) found->second.type = type;
}

int32_t NodeImport::elementType(size_t index) const {
    const Value* found = value(index);
    if (found == nullptr) return kFloat;
    return found->constant ? found->constant->type : found->type;
}

Result<std::vector<int64_t>> NodeImport::integers(size_t index, std::string_view attribute) const {
    if (!has(index)) return node.integers(attribute);
    const Constant* stated = constant(index);
    auto values = stated == nullptr ? std::nullopt : integersOf(*stated);
    if (!values) {
        return fail(ErrorCode::Unsupported, "its '" + std::string(attribute) + "' is computed while the network runs",
                    {}, "export the network with fixed sizes");
    }
    return *values;
}

Result<int64_t> NodeImport::axis(std::string_view attribute, int64_t otherwise, int rank) const {
    const int64_t stated = node.integer(attribute, otherwise);
    if (stated < -rank || stated >= rank) {
        return fail(ErrorCode::InvalidFile,
                    "axis " + std::to_string(stated) + " is outside a tensor of rank " + std::to_string(rank));
    }
    return stated < 0 ? stated + rank : stated;
}

bool NodeImport::isRead(size_t index) const {
    return index < node.outputs.size() && !node.outputs[index].empty() && state_.names.uses(node.outputs[index]) > 0;
}

void NodeImport::bind(size_t index, TensorId tensor, int32_t type) {
    if (index >= node.outputs.size() || node.outputs[index].empty()) return;
    const std::string_view name = node.outputs[index];
    Tensor& bound = state_.builder.graph().tensors[static_cast<size_t>(tensor)];
    if (bound.producer >= 0) bound.name = printableName(name);
    state_.readers.resize(state_.builder.graph().tensors.size(), 0);
    state_.readers[static_cast<size_t>(tensor)] += state_.names.uses(name);
    Value result;
    result.tensor = tensor;
    result.type = type != 0 ? type : elementType(0);
    state_.values.emplace(name, std::move(result));
}

void NodeImport::bindConstant(size_t index, Constant constant) {
    if (index >= node.outputs.size() || node.outputs[index].empty()) return;
    state_.chargeNumbers(constant);
    Value result;
    result.type = constant.type;
    result.constant = std::make_shared<const Constant>(std::move(constant));
    state_.values.emplace(node.outputs[index], std::move(result));
}

Result<void> NodeImport::give(Result<TensorId> tensor, int32_t type) {
    if (!tensor) return tl::unexpected(tensor.error());
    bind(0, *tensor, type);
    return {};
}

void NodeImport::passOn(size_t index) {
    const Value* input = value(index);
    if (input == nullptr) return;
    --state_.readers[static_cast<size_t>(input->tensor)];
    bind(0, input->tensor, input->type);
}

Operator* NodeImport::soleProducer(size_t index) const {
    const Value* input = value(index);
    if (input == nullptr || input->constant) return nullptr;
    OperatorGraph& graph = state_.builder.graph();
    const int32_t producer = graph.tensors[static_cast<size_t>(input->tensor)].producer;
    if (producer < 0 || state_.readers[static_cast<size_t>(input->tensor)] != 1) return nullptr;
    Operator& op = graph.operators[static_cast<size_t>(producer)];
    return op.outputs.size() == 1 ? &op : nullptr;
}

int64_t NodeImport::weightElements(size_t first) const {
    int64_t total = 0;
    for (size_t i = first; i < node.inputs.size(); ++i) {
        const Constant* operand = constant(i);
        if (operand == nullptr || (operand->elements() == 1 && !operand->stored)) continue;
        total += operand->elements();
    }
    return total;
}

std::vector<TensorId> NodeImport::activations() const {
    std::vector<TensorId> tensors;
    for (size_t i = 0; i < node.inputs.size(); ++i) {
        if (isTensor(i)) tensors.push_back(value(i)->tensor);
    }
    for (const std::string_view name : node.captures) {
        const auto found = state_.values.find(state_.names.canonical(name));
        if (found != state_.values.end() && !found->second.constant) tensors.push_back(found->second.tensor);
    }
    return tensors;
}

Result<void> NodeImport::append(OpType type, const Shape& output, std::string detail, std::vector<int64_t> axes) {
    Operator op;
    op.type = type;
    op.detail = std::move(detail);
    op.axes = std::move(axes);
    op.weight_elements = weightElements();
    op.inputs = activations();
    const Shape outputs[] = {output};
    const auto ids = builder().custom(std::move(op), outputs);
    if (!ids) return tl::unexpected(ids.error());
    bind(0, ids->front());
    return {};
}

Result<Shape> NodeImport::statedShape(std::string_view name) const {
    const auto found = state_.stated.find(name);
    const std::string op = printableName(node.op_type, 24);
    if (state_.resized) {
        return fail(ErrorCode::Unsupported, "shapes of operator " + op + " are not known at this input size", {},
                    "open the network at its own size");
    }
    const auto unknown = [&] {
        return fail(ErrorCode::Unsupported,
                    "operator " + op + " is not known and the file states no shape for its result", {},
                    "run ONNX shape inference on the file first");
    };
    if (found == state_.stated.end() || !found->second->has_shape || !found->second->is_tensor) return unknown();
    std::vector<int64_t> sizes;
    for (const RawDim& dim : found->second->dims) {
        const auto symbol = state_.symbols.find(dim.symbol);
        if (dim.symbolic() && symbol == state_.symbols.end()) return unknown();
        sizes.push_back(dim.symbolic() ? symbol->second : dim.size);
    }
    return checkedShape(sizes);
}

Result<void> NodeImport::opaque() {
    Operator op;
    op.type = OpType::Opaque;
    op.detail = printableName(node.op_type, 64);
    op.weight_elements = weightElements();
    op.inputs = activations();
    std::vector<Shape> shapes;
    std::vector<size_t> kept;
    for (size_t i = 0; i < node.outputs.size(); ++i) {
        if (!isRead(i)) continue;
        const auto stated = statedShape(node.outputs[i]);
        if (!stated) return tl::unexpected(stated.error());
        shapes.push_back(*stated);
        kept.push_back(i);
    }
    if (kept.empty()) return {};
    const auto ids = builder().custom(std::move(op), shapes);
    if (!ids) return tl::unexpected(ids.error());
    for (size_t i = 0; i < kept.size(); ++i)
        bind(kept[i], (*ids)[i]);
    note("Operator " + printableName(node.op_type, 24) +
         " is not known: it was kept with its shapes, its cost is unknown.");
    return {};
}

Converter converterOf(const RawNode& node) {
    static const ConverterTable table = [] {
        ConverterTable all;
        for (const auto add : {addConvolutions, addPools, addElementwise, addActivations, addNormalizations,
                               addMatrices, addShapes, addSelections, addReductions, addQuantization, addRecurrent}) {
            add(all);
        }
        return all;
    }();
    const bool standard = node.domain.empty() || node.domain == "ai.onnx" || node.domain == "com.microsoft";
    const auto found = standard ? table.find(node.op_type) : table.end();
    return found == table.end() ? nullptr : found->second;
}

std::vector<int64_t> sizesOf(const Shape& shape) {
    return {shape.sizes().begin(), shape.sizes().end()};
}

Result<int32_t> bounded(int64_t value, int64_t low, int64_t high, std::string_view what) {
    if (value < low || value > high) {
        return fail(ErrorCode::InvalidFile, std::string(what) + " is " + std::to_string(value) +
                                                ", it must lie between " + std::to_string(low) + " and " +
                                                std::to_string(high));
    }
    return static_cast<int32_t>(value);
}

}  // namespace bw::onnx
