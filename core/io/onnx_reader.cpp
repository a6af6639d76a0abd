// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/onnx_reader.h"

#include <algorithm>
#include <array>
#include <new>

#include "io/onnx_inputs.h"

namespace bw {
namespace onnx {
namespace {

/// The sizes of a value as a constant: what Shape gives, or Size if `product`.
Result<void> bindSizes(NodeImport& node, bool product) {
    const auto x = node.tensor(0);
    if (!x) return tl::unexpected(x.error());
    const Shape shape = node.shape(*x);
    Constant sizes;
    sizes.type = kInt64;
    sizes.known = true;
    if (product) {
        sizes.integers = {shape.elements()};
    } else {
        // Operator set 15 lets Shape give a range of the axes.
        const int64_t rank = shape.rank();
        const auto position = [&](int64_t axis) { return std::clamp<int64_t>(axis < 0 ? axis + rank : axis, 0, rank); };
        const int64_t begin = position(std::max(node.node.integer("start", 0), -rank));
        const int64_t end = position(std::max(node.node.integer("end", rank), -rank));
        for (int64_t i = begin; i < end; ++i)
            sizes.integers.push_back(shape[static_cast<int>(i)]);
        sizes.dims = {static_cast<int64_t>(sizes.integers.size())};
    }
    node.bindConstant(0, std::move(sizes));
    return {};
}

/// Computes the node where all its inputs are constants; false where that cannot be done.
Result<bool> foldConstants(NodeImport& node) {
    std::vector<const Constant*> inputs;
    for (size_t i = 0; i < node.node.inputs.size(); ++i) {
        if (node.isTensor(i)) return false;
        inputs.push_back(node.constant(i));
    }
    if (inputs.empty()) return false;
    auto folded = foldNode(node.node, inputs);
    if (!folded) return tl::unexpected(folded.error());
    if (!*folded) return false;
    for (size_t i = 0; i < (*folded)->size(); ++i)
        node.bindConstant(i, std::move((**folded)[i]));
    return true;
}

Result<void> checkBound(const ImportState& state, const RawNode& node) {
    for (const std::string_view input : node.inputs) {
        if (input.empty() || state.values.count(state.names.canonical(input)) > 0) continue;
        return fail(ErrorCode::Unsupported, "reads '" + printableName(input, 40) + "', a result that is not supported");
    }
    return {};
}

Result<void> convertNode(ImportState& state, int32_t index, const FoldPlan& plan) {
    const RawNode& raw = state.raw.nodes[static_cast<size_t>(index)];
    if (plan.absorbed[static_cast<size_t>(index)]) return {};
    NodeImport node(state, raw);
    if (const auto fold = plan.folds.find(index); fold != plan.folds.end()) return convertFold(node, fold->second);
    // An alias needs no value of its own: names are looked up by what they repeat.
    if (state.names.isAlias(index)) return {};
    if (raw.outputs.empty()) return {};
    if (auto ok = checkBound(state, raw); !ok) return ok;
    if (raw.op_type == "Constant") {
        auto constant = constantOfNode(raw);
        if (!constant) return tl::unexpected(constant.error());
        Constant text;
        node.bindConstant(0, *constant ? std::move(**constant) : std::move(text));
        return {};
    }
    const auto folded = foldConstants(node);
    if (!folded) return tl::unexpected(folded.error());
    if (*folded) return {};
    if (raw.op_type == "Shape" || raw.op_type == "Size") return bindSizes(node, raw.op_type == "Size");
    const Converter convert = converterOf(raw);
    return convert == nullptr ? node.opaque() : convert(node);
}

/// Converts one node and gives what it appended the node's name.
Result<void> convertNamed(ImportState& state, int32_t index, const FoldPlan& plan) {
    OperatorGraph& graph = state.builder.graph();
    const size_t first = graph.operators.size();
    auto done = convertNode(state, index, plan);
    const RawNode& raw = state.raw.nodes[static_cast<size_t>(index)];
    if (!done) {
        Error error = done.error();
        if (error.place.empty()) error.place = nodePlace(raw, index);
        return tl::unexpected(std::move(error));
    }
    const std::string_view name = !raw.name.empty() ? raw.name : raw.outputs.empty() ? raw.op_type : raw.outputs[0];
    for (size_t i = first; i < graph.operators.size(); ++i)
        graph.operators[i].name = printableName(name);
    state.model.node_of_operator.resize(graph.operators.size(), index);
    if (graph.operators.size() > 2 * static_cast<size_t>(kMaxNodes)) {
        return fail(ErrorCode::LimitExceeded, "the network has more than 200,000 operators");
    }
    return {};
}

Result<void> addOutputs(ImportState& state) {
    OperatorGraph& graph = state.model.graph;
    for (const RawValueInfo& output : state.raw.outputs) {
        const std::string place = "output '" + printableName(output.name, 40) + "'";
        const auto found = state.values.find(state.names.canonical(output.name));
        if (found == state.values.end()) {
            return fail(ErrorCode::InvalidFile, "nothing defines it", place);
        }
        if (found->second.constant) {
            state.model.notes.push_back("Output '" + printableName(output.name, 40) +
                                        "' is a constant and was left out.");
            continue;
        }
        graph.outputs.push_back(found->second.tensor);
        const Shape& shape = graph.shape(found->second.tensor);
        bool agrees = !output.has_shape || output.dims.size() == static_cast<size_t>(shape.rank());
        for (size_t i = 0; agrees && i < output.dims.size(); ++i)
            agrees = output.dims[i].symbolic() || output.dims[i].size == shape[static_cast<int>(i)];
        if (!agrees && !state.resized) {
            state.model.notes.push_back("Output '" + printableName(output.name, 40) + "' is " + shape.text() +
                                        ", the file states another shape.");
        }
    }
    if (graph.outputs.empty()) return fail(ErrorCode::InvalidFile, "has no output that depends on its inputs");
    return {};
}

/// The number format of most weights.
std::string precisionOf(const RawGraph& graph, const ImportState& state) {
    std::array<int64_t, 5> elements{};
    constexpr std::array<const char*, 5> kNames = {"fp32", "fp16", "int8", "uint8", "int16"};
    const auto count = [&](const Constant& constant) {
        const int64_t size = constant.elements();
        switch (constant.type) {
            case kFloat:
            case kDouble:
                elements[0] += size;
                break;
            case kFloat16:
            case kBfloat16:
                elements[1] += size;
                break;
            case kInt8:
                elements[2] += size;
                break;
            case kUint8:
                elements[3] += size;
                break;
            case kInt16:
                elements[4] += size;
                break;
            default:
                break;
        }
    };
    for (const RawTensor& tensor : graph.initializers) {
        const auto constant = makeConstant(tensor.dims, tensor.type);
        if (constant) count(*constant);
    }
    for (const RawNode& node : graph.nodes) {
        if (node.op_type != "Constant" || node.outputs.empty()) continue;
        const auto found = state.values.find(node.outputs[0]);
        if (found != state.values.end() && found->second.constant) count(*found->second.constant);
    }
    return kNames[static_cast<size_t>(std::max_element(elements.begin(), elements.end()) - elements.begin())];
}

std::string modelName(const RawGraph& graph, const std::string& file_name) {
    const size_t folder = file_name.find_last_of('/');
    std::string stem = folder == std::string::npos ? file_name : file_name.substr(folder + 1);
    if (stem.size() > 5 && stem.ends_with(".onnx")) stem.resize(stem.size() - 5);
    // PyTorch calls every graph by one of these names.
    const bool generic = graph.name.empty() || graph.name == "torch_jit" ||
                         graph.name.starts_with("torch-jit-export") || graph.name == "main_graph";
    return generic ? printableName(stem) : printableName(graph.name);
}

Result<ImportedModel> importGraph(const RawGraph& graph, const std::string& file_name, const ImportOptions& options) {
    const auto order = executionOrder(graph);
    if (!order) return tl::unexpected(order.error());
    const NameTable names(graph, *order);
    const FoldPlan plan = planFolds(names, *order);
    ImportedModel model;
    model.format = "onnx";
    OperatorBuilder builder(model.graph);
    ImportState state{graph, names, builder, model, {}, {}, {}, false, {}};
    for (const auto* list : {&graph.value_info, &graph.outputs}) {
        for (const RawValueInfo& info : *list)
            state.stated.insert_or_assign(info.name, &info);
    }
    for (const RawTensor& tensor : graph.initializers) {
        auto constant = readConstant(tensor);
        if (!constant) {
            Error error = constant.error();
            error.place = "initializer '" + printableName(tensor.name, 40) + "'";
            return tl::unexpected(std::move(error));
        }
        constant->stored = true;
        state.chargeNumbers(*constant);
        Value value;
        value.type = constant->type;
        value.constant = std::make_shared<const Constant>(std::move(*constant));
        state.values.emplace(tensor.name, std::move(value));
    }
    if (auto ok = addInputs(state, options); !ok) return tl::unexpected(ok.error());
    for (const int32_t index : *order) {
        if (auto ok = convertNamed(state, index, plan); !ok) return tl::unexpected(ok.error());
    }
    if (auto ok = addOutputs(state); !ok) return tl::unexpected(ok.error());
    if (model.graph.operators.empty()) return fail(ErrorCode::InvalidFile, "computes nothing");
    model.name = modelName(graph, file_name);
    model.precision = precisionOf(graph, state);
    return model;
}

}  // namespace
}  // namespace onnx

Result<ImportedModel> readOnnx(std::string_view bytes, const std::string& file_name, const ImportOptions& options) {
    const auto inFile = [&](Error error) {
        error.file = file_name;
        return tl::unexpected(std::move(error));
    };
    try {
        const auto graph = onnx::parseModel(bytes);
        if (!graph) return inFile(graph.error());
        auto model = onnx::importGraph(*graph, file_name, options);
        if (!model) return inFile(model.error());
        return model;
    } catch (const std::bad_alloc&) {
        return inFile({ErrorCode::LimitExceeded, "needs more memory than there is", {}, {}, {}});
    }
}

Result<std::vector<OnnxInput>> onnxInputs(std::string_view bytes) {
    const auto graph = onnx::parseModel(bytes);
    if (!graph) return tl::unexpected(graph.error());
    std::vector<OnnxInput> inputs;
    for (const onnx::RawValueInfo* info : onnx::trueInputs(*graph))
        inputs.push_back(onnx::describeInput(*info));
    return inputs;
}

}  // namespace bw
