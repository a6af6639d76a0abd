// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/tflite_reader.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "io/tflite_converter.h"

namespace bw {
namespace tflite {
namespace {

constexpr size_t kMaxNotes = 20;

/// Operators whose arithmetic dominates: read wrongly they would count as nothing, so that they are refused instead.
bool mustBeExact(int32_t code) {
    constexpr std::array kExact = {Builtin::Conv2d, Builtin::DepthwiseConv2d, Builtin::TransposeConv,
                                   Builtin::FullyConnected, Builtin::BatchMatmul};
    return std::any_of(kExact.begin(), kExact.end(), [code](Builtin b) { return static_cast<int32_t>(b) == code; });
}

/// Results that differ from run to run or live outside the network do not become constants.
bool hasState(int32_t code) {
    constexpr int32_t kFirstTable = 136;     // HASHTABLE
    constexpr int32_t kLastTable = 139;      // HASHTABLE_SIZE
    constexpr int32_t kFirstVariable = 142;  // VAR_HANDLE
    constexpr int32_t kLastVariable = 144;   // ASSIGN_VARIABLE
    constexpr std::array kStateful = {Builtin::Call,          Builtin::Custom,     Builtin::If,
                                      Builtin::While,         Builtin::CallOnce,   Builtin::RandomStandardNormal,
                                      Builtin::RandomUniform, Builtin::Multinomial};
    return (code >= kFirstTable && code <= kLastTable) || (code >= kFirstVariable && code <= kLastVariable) ||
           std::any_of(kStateful.begin(), kStateful.end(),
                       [code](Builtin b) { return static_cast<int32_t>(b) == code; });
}

std::string tensorPlace(const ModelFile& file, int32_t tensor) {
    return "tensor " + std::to_string(tensor) + " '" + file.tensors[static_cast<size_t>(tensor)].name + "'";
}

/// "person_detect" of "/data/person_detect.tflite".
std::string stem(const std::string& file_name) {
    const size_t slash = file_name.find_last_of('/');
    const std::string base = slash == std::string::npos ? file_name : file_name.substr(slash + 1);
    const size_t dot = base.find_last_of('.');
    return cleanName(dot == std::string::npos || dot == 0 ? base : base.substr(0, dot), 160);
}

std::string precisionName(int type) {
    switch (type) {
        case static_cast<int>(ElementType::Float16):
            return "fp16";
        case static_cast<int>(ElementType::Uint8):
            return "uint8";
        case static_cast<int>(ElementType::Int16):
            return "int16";
        case static_cast<int>(ElementType::Int8):
        case static_cast<int>(ElementType::Int4):
            return "int8";
        default:
            return "fp32";
    }
}

bool carriesNumbers(int type) {
    constexpr std::array kTypes = {ElementType::Float32, ElementType::Float16, ElementType::Uint8,
                                   ElementType::Int16,   ElementType::Int8,    ElementType::Int4};
    return std::any_of(kTypes.begin(), kTypes.end(), [type](ElementType t) { return static_cast<int>(t) == type; });
}

}  // namespace

Result<void> Converter::refuseCompiled() const {
    std::string compiled;
    for (const OperatorInfo& op : file_.operators) {
        if (op.custom_code.empty()) return {};
        compiled = op.custom_code;
    }
    if (compiled.empty()) return fail(ErrorCode::InvalidFile, "the network has no operators");
    const std::string remedy = "open the model from before it was compiled";
    if (compiled == "ethos-u") return fail(ErrorCode::Unsupported, "it is compiled for Ethos-U", {}, remedy);
    if (compiled == "edgetpu-custom-op") {
        return fail(ErrorCode::Unsupported, "it is compiled for the Edge TPU", {}, remedy);
    }
    return fail(ErrorCode::Unsupported, "it holds only the custom operator '" + elide(compiled, 60) + "'");
}

void Converter::countUses() {
    uses_.assign(file_.tensors.size(), 0);
    for (const OperatorInfo& op : file_.operators) {
        for (const int32_t tensor : op.inputs) {
            if (tensor >= 0) ++uses_[static_cast<size_t>(tensor)];
        }
    }
    for (const int32_t tensor : file_.outputs)
        ++uses_[static_cast<size_t>(tensor)];
}

Result<void> Converter::addInputs() {
    ids_.assign(file_.tensors.size(), kUnknown);
    for (size_t i = 0; i < file_.tensors.size(); ++i) {
        if (file_.tensors[i].is_constant) ids_[i] = kConstant;
    }
    for (const int32_t tensor : file_.inputs) {
        TensorId& id = ids_[static_cast<size_t>(tensor)];
        if (id >= 0) continue;
        const auto shape = statedShape(tensor);
        if (!shape) return tl::unexpected(shape.error());
        id = builder_.addInput(*shape, info(tensor).name);
        if (info(tensor).open_sizes) {
            model_.notes.push_back("Input '" + elide(info(tensor).name, 60) + "' has open sizes in the file; read as " +
                                   info(tensor).shapeText());
        }
    }
    return {};
}

Result<void> Converter::checkOperands(const OperatorInfo& op) {
    for (const int32_t tensor : op.inputs) {
        if (tensor < 0 || ids_[static_cast<size_t>(tensor)] != kUnknown) continue;
        // State of recurrent layers and constants without elements have no producer.
        if (!info(tensor).is_variable && info(tensor).elements() != 0) {
            return fail(ErrorCode::InvalidFile, "it reads " + tensorPlace(file_, tensor) + " before it is written");
        }
        ids_[static_cast<size_t>(tensor)] = kConstant;
    }
    for (size_t i = 0; i < op.outputs.size(); ++i) {
        const int32_t tensor = op.outputs[i];
        const bool again = std::find(op.outputs.begin(), op.outputs.begin() + static_cast<std::ptrdiff_t>(i), tensor) !=
                           op.outputs.begin() + static_cast<std::ptrdiff_t>(i);
        if (again || ids_[static_cast<size_t>(tensor)] != kUnknown) {
            return fail(ErrorCode::InvalidFile, "it writes " + tensorPlace(file_, tensor) + " a second time");
        }
    }
    return {};
}

bool Converter::foldsToConstant(const OperatorInfo& op) const {
    if (op.code == static_cast<int32_t>(Builtin::Shape) || op.code == static_cast<int32_t>(Builtin::Rank)) return true;
    if (op.inputs.empty() || hasState(op.code)) return false;
    return std::all_of(op.inputs.begin(), op.inputs.end(), [this](int32_t tensor) {
        return tensor < 0 || (isConstant(tensor) && !info(tensor).is_variable);
    });
}

Result<void> Converter::checkAgainstFile(const OperatorInfo& op, const std::vector<TensorId>& made) const {
    if (made.size() != op.outputs.size()) {
        return fail(ErrorCode::InvalidFile, "it has " + std::to_string(op.outputs.size()) + " outputs instead of " +
                                                std::to_string(made.size()));
    }
    for (size_t i = 0; i < made.size(); ++i) {
        const auto stated = statedShape(op.outputs[i]);
        if (!stated) return tl::unexpected(stated.error());
        const Shape& inferred = builder_.shape(made[i]);
        // Files leave sizes empty that their converter did not know.
        if (stated->rank() == 0 || *stated == inferred) continue;
        return fail(ErrorCode::InvalidFile, "its output follows as " + inferred.text() + " but the file states " +
                                                stated->text() + " (as NCHW)");
    }
    return {};
}

Outputs Converter::fallBack(const OperatorInfo& op, const Error& reason) {
    ++fallbacks_[op.label() + ": " + reason.message];
    switch (static_cast<Builtin>(op.code)) {
        case Builtin::Add:
            return withStatedShapes(op, OpType::Add, {});
        case Builtin::Sub:
            return withStatedShapes(op, OpType::Sub, {});
        case Builtin::Mul:
            return withStatedShapes(op, OpType::Mul, {});
        case Builtin::Div:
            return withStatedShapes(op, OpType::Div, {});
        default:
            return withStatedShapes(op, OpType::Opaque, op.label());
    }
}

void Converter::bindOutputs(const OperatorInfo& op, const std::vector<TensorId>& made) {
    for (size_t i = 0; i < made.size(); ++i) {
        ids_[static_cast<size_t>(op.outputs[i])] = made[i];
        model_.graph.tensors[static_cast<size_t>(made[i])].name = info(op.outputs[i]).name;
    }
}

Result<void> Converter::convertOperator(const OperatorInfo& op) {
    if (auto ok = checkOperands(op); !ok) return ok;
    if (foldsToConstant(op)) {
        for (const int32_t output : op.outputs)
            ids_[static_cast<size_t>(output)] = kConstant;
        model_.operators_of_file.push_back({});
        return {};
    }
    const size_t operators_before = model_.graph.operators.size();
    const size_t tensors_before = model_.graph.tensors.size();
    if (!op.outputs.empty()) builder_.setNextName(info(op.outputs[0]).name);
    auto made = op.outputs.empty() ? Outputs(fail(ErrorCode::Unsupported, "it has no outputs")) : dispatch(op);
    if (made) {
        if (auto ok = checkAgainstFile(op, *made); !ok) made = tl::unexpected(ok.error());
    }
    if (!made) {
        if (mustBeExact(op.code) && made.error().code != ErrorCode::Unsupported) return tl::unexpected(made.error());
        model_.graph.operators.resize(operators_before);
        model_.graph.tensors.resize(tensors_before);
        if (!op.outputs.empty()) builder_.setNextName(info(op.outputs[0]).name);
        made = fallBack(op, made.error());
        if (!made) return tl::unexpected(made.error());
    }
    FileOperatorRange range;
    range.count = static_cast<int32_t>(model_.graph.operators.size() - operators_before);
    range.first = static_cast<int32_t>(operators_before);
    if (range.count == 0) range.first = model_.graph.tensors[static_cast<size_t>(made->front())].producer;
    model_.operators_of_file.push_back(range);
    bindOutputs(op, *made);
    return {};
}

Result<void> Converter::collectOutputs() {
    for (const int32_t tensor : file_.outputs) {
        const TensorId id = ids_[static_cast<size_t>(tensor)];
        if (id == kUnknown) {
            return fail(ErrorCode::InvalidFile, "no operator writes this output", tensorPlace(file_, tensor));
        }
        if (id == kConstant) {
            model_.notes.push_back("Output '" + elide(info(tensor).name, 60) + "' is constant and was left out");
        } else if (std::find(model_.graph.outputs.begin(), model_.graph.outputs.end(), id) ==
                   model_.graph.outputs.end()) {
            model_.graph.outputs.push_back(id);
        }
    }
    if (model_.graph.operators.empty() || model_.graph.outputs.empty()) {
        return fail(ErrorCode::InvalidFile, "nothing in the network depends on its inputs");
    }
    return {};
}

void Converter::describePrecision() {
    std::map<int, int64_t> weights;
    std::map<int, int64_t> activations;
    for (size_t i = 0; i < file_.tensors.size(); ++i) {
        const TensorInfo& tensor = file_.tensors[i];
        if (!carriesNumbers(tensor.type)) continue;
        const int64_t elements = tensor.elements().value_or(0);
        if (tensor.is_constant) weights[tensor.type] += elements;
        if (ids_[i] >= 0) activations[tensor.type] += elements;
    }
    const auto most = [](const std::map<int, int64_t>& counts) {
        const auto best = std::max_element(counts.begin(), counts.end(),
                                           [](const auto& a, const auto& b) { return a.second < b.second; });
        return best == counts.end() ? std::string() : precisionName(best->first);
    };
    const std::string stored = most(weights);
    const std::string computed = most(activations);
    model_.precision = stored.empty() ? computed : stored;
    if (model_.precision.empty()) model_.precision = "fp32";
    if (computed == "int16" || (computed == "fp32" && (stored == "int8" || stored == "uint8"))) {
        model_.precision = computed;
        if (stored != computed) model_.notes.push_back("Weights are " + stored + ", activations " + computed);
    }
}

void Converter::addNotes() {
    if (file_.subgraph_count > 1) {
        model_.notes.push_back("The file holds " + std::to_string(file_.subgraph_count) +
                               " networks; the first was read");
    }
    for (const auto& [what, count] : fallbacks_) {
        if (model_.notes.size() >= kMaxNotes) break;
        model_.notes.push_back(std::to_string(count) + (count == 1 ? " operator" : " operators") +
                               " read with the sizes in the file only: " + elide(what, 140));
    }
}

Result<ImportedModel> Converter::convert() {
    if (auto ok = refuseCompiled(); !ok) return tl::unexpected(ok.error());
    countUses();
    if (auto ok = addInputs(); !ok) return tl::unexpected(ok.error());
    for (size_t i = 0; i < file_.operators.size(); ++i) {
        if (auto ok = convertOperator(file_.operators[i]); !ok) {
            Error error = ok.error();
            const std::string place = "operator " + std::to_string(i) + " (" + file_.operators[i].label() + ")";
            error.place = error.place.empty() ? place : place + ", " + error.place;
            return tl::unexpected(error);
        }
    }
    if (auto ok = collectOutputs(); !ok) return tl::unexpected(ok.error());
    if (auto ok = checkTotals(model_.graph); !ok) return tl::unexpected(ok.error());
    describePrecision();
    addNotes();
    model_.format = "tflite";
    model_.tensor_of_file = ids_;
    for (TensorId& tensor : model_.tensor_of_file)
        tensor = std::max<TensorId>(tensor, -1);
    return std::move(model_);
}

}  // namespace tflite

Result<ImportedModel> readTflite(std::string_view bytes, const std::string& file_name) {
    const auto refuse = [&file_name](Error error) {
        error.file = file_name;
        return tl::unexpected(error);
    };
    if (bytes.size() > static_cast<uint64_t>(kMaxModelFileBytes)) {
        return refuse(fail(ErrorCode::LimitExceeded, "the file is larger than 2 GiB").value());
    }
    tflite::ModelFile file(bytes);
    if (auto ok = tflite::parse(file); !ok) return refuse(ok.error());
    auto model = tflite::Converter(file).convert();
    if (!model) return refuse(model.error());
    model->name = tflite::stem(file_name);
    return model;
}

}  // namespace bw
