// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "graph/operator_builder.h"
#include "io/imported_model.h"
#include "io/onnx_patterns.h"

/// What the conversion of one operator sees. A family of operators is one file onnx_operators_*.cpp that registers its
/// converters in the table below.
namespace bw::onnx {

/// What a name stands for: an activation tensor of the network, or a constant.
struct Value {
    TensorId tensor = -1;
    int32_t type = kFloat;
    std::shared_ptr<const Constant> constant;
};

/// State of one import.
struct ImportState {
    const RawGraph& raw;
    const NameTable& names;
    OperatorBuilder& builder;
    ImportedModel& model;
    std::unordered_map<std::string_view, Value> values;
    std::unordered_map<std::string_view, const RawValueInfo*> stated;  ///< Types the file states for values.
    std::unordered_map<std::string_view, int64_t> symbols;             ///< Sizes that symbolic dimensions got.
    bool resized = false;                                              ///< Inputs got other sizes than the file states.
    std::vector<int32_t> readers;      ///< Per tensor: reads of its data that are still to come.
    int64_t numbers_left = 4'000'000;  ///< Budget for numbers of constants.

    /// Takes the constant's numbers from the budget; forgets them where it is used up.
    void chargeNumbers(Constant& constant);
};

/// One node while it is converted.
class NodeImport {
public:
    NodeImport(ImportState& state, const RawNode& raw_node) : node(raw_node), state_(state) {}

    const RawNode& node;

    OperatorBuilder& builder() { return state_.builder; }
    int64_t opset() const { return state_.raw.opset; }
    const NameTable& names() const { return state_.names; }
    void note(std::string text);

    /// True where input `index` is there.
    bool has(size_t index) const;
    /// The constant at input `index`; null where it is an activation or left out.
    const Constant* constant(size_t index) const;
    /// The activation at input `index`; refuses constants and left-out inputs.
    Result<TensorId> tensor(size_t index) const;
    /// The activation of that name.
    Result<TensorId> tensorNamed(std::string_view name) const;
    bool isTensor(size_t index) const { return has(index) && constant(index) == nullptr; }
    const Shape& shape(TensorId tensor) const { return state_.builder.shape(tensor); }
    int32_t elementType(size_t index) const;

    /// Integers of constant input `index`, else of the attribute; refuses what is not known.
    Result<std::vector<int64_t>> integers(size_t index, std::string_view attribute) const;
    /// An axis attribute within a tensor of `rank`, counted from the front.
    Result<int64_t> axis(std::string_view attribute, int64_t otherwise, int rank) const;

    /// True where output `index` has a name that something reads.
    bool isRead(size_t index) const;
    /// Gives output `index` the value of `tensor`, or of the tensor it was made of by a fused operation.
    void bind(size_t index, TensorId tensor, int32_t type = 0);
    void bindConstant(size_t index, Constant constant);
    /// Binds the only output to a tensor that a builder call gave.
    Result<void> give(Result<TensorId> tensor, int32_t type = 0);
    /// Output 0 is input `index` unchanged (or changed inside its producer).
    void passOn(size_t index = 0);
    /// States the element type of output 0.
    void retype(int32_t type);
    /// The operator that gives input `index` if nothing else reads it, so that this node can become part of it.
    Operator* soleProducer(size_t index) const;

    /// Numbers that the constant inputs from `first` on hold and that count as weights: scalars of Constant nodes are
    /// settings, not weights.
    int64_t weightElements(size_t first = 0) const;
    /// Activations among the inputs, with the names that bodies read.
    std::vector<TensorId> activations() const;

    /// Appends an operator of known output shape over all activations of the node, counting its constants.
    Result<void> append(OpType type, const Shape& output, std::string detail, std::vector<int64_t> axes = {});
    /// Keeps the node by name with the shapes that the file states; refuses where it states none.
    Result<void> opaque();

private:
    Result<Shape> statedShape(std::string_view name) const;
    const Value* value(size_t index) const;

    ImportState& state_;
};

using Converter = Result<void> (*)(NodeImport&);
using ConverterTable = std::unordered_map<std::string_view, Converter>;

/// Each family adds its operators.
void addConvolutions(ConverterTable& table);
void addPools(ConverterTable& table);
void addElementwise(ConverterTable& table);
void addActivations(ConverterTable& table);
void addNormalizations(ConverterTable& table);
void addMatrices(ConverterTable& table);
void addShapes(ConverterTable& table);
void addSelections(ConverterTable& table);
void addReductions(ConverterTable& table);
void addQuantization(ConverterTable& table);
void addRecurrent(ConverterTable& table);

/// The converter of an operator; null where it is not known.
Converter converterOf(const RawNode& node);

/// Applies a non-linearity to input 0: inside its producer where that is allowed, else as an operator.
Result<void> convertActivation(NodeImport& node, Activation activation, std::string detail = {});
/// Converts the last node of a spelled-out function.
Result<void> convertFold(NodeImport& node, const Fold& fold);

/// Sizes of the shape as numbers, and back with the checks of base/limits.h.
std::vector<int64_t> sizesOf(const Shape& shape);

/// An attribute as a 32-bit count within [low, high].
Result<int32_t> bounded(int64_t value, int64_t low, int64_t high, std::string_view what);

}  // namespace bw::onnx
