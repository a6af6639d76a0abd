// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "io/onnx_output.h"
#include "io/onnx_source.h"
#include "io/operator_numbers.h"
#include "lowering/lower.h"

namespace bw::onnx {

struct EmitterOptions {
    int64_t opset = 17;
    bool channels_last_reshapes = false;  ///< Reshapes walk maps as TensorFlow does, NHWC.
};

/// Turns lowered operators into nodes of an ONNX graph, float32. One file of sources for each family of operators;
/// handlerOf() lists them all.
class Emitter {
public:
    /// `source` may be null.
    Emitter(const LoweredNetwork& lowered, const OperatorNumbers& numbers, const SourceWeights* source,
            std::vector<std::string> operator_names, EmitterOptions options);

    /// Declares a network input.
    void addInput(TensorId tensor, const std::string& name);
    /// Writes operator `index`. Unsupported, with the operator's name as place, where the format has no counterpart.
    Result<void> emit(size_t index);
    /// Declares the results of operator `index` without writing it, so that those after it can be tried.
    void pretend(size_t index);
    /// Lists the network's outputs and the shapes of what lies between.
    void addOutputs();
    OutputModel& model() { return model_; }
    /// What was written by other operators than the graph has, one sentence each with how often.
    const std::map<std::string, int>& substitutions() const { return substitutions_; }
    /// True where some constant came from `numbers` rather than from the source.
    bool invents() const { return invents_; }

private:
    using Handler = Result<void> (Emitter::*)(const Operator&);
    static Handler handlerOf(OpType type);

    // Convolutions and pools (onnx_emit_window.cpp).
    Result<void> emitConv(const Operator& op);
    Result<void> emitTransposedConv(const Operator& op);
    Result<void> emitPool(const Operator& op);
    // Matrices and what runs along an axis (onnx_emit_matrix.cpp).
    Result<void> emitDense(const Operator& op);
    Result<void> emitMatMul(const Operator& op);
    Result<void> emitSoftmax(const Operator& op);
    Result<void> emitReduce(const Operator& op);
    Result<void> emitArgMax(const Operator& op);
    Result<void> emitLayerNorm(const Operator& op);
    // Element by element (onnx_emit_elementwise.cpp).
    Result<void> emitArithmetic(const Operator& op);
    Result<void> emitElementwise(const Operator& op);
    Result<void> emitActivation(const Operator& op);
    Result<void> emitNormalize(const Operator& op);
    // Data movement (onnx_emit_data.cpp).
    Result<void> emitConcat(const Operator& op);
    Result<void> emitResize(const Operator& op);
    Result<void> emitPad(const Operator& op);
    Result<void> emitSlice(const Operator& op);
    Result<void> emitGather(const Operator& op);
    Result<void> emitTranspose(const Operator& op);
    Result<void> emitReshape(const Operator& op);
    Result<void> emitBlocks(const Operator& op);
    Result<void> emitQuantize(const Operator& op);
    Result<void> emitUnknown(const Operator& op);

    // Helpers (onnx_emitter.cpp).
    using Attributes = std::vector<OutputAttribute>;
    using Names = std::vector<std::string>;
    const Shape& shape(TensorId tensor) const { return lowered_.graph.shape(tensor); }
    tl::unexpected<Error> unsupported(std::string message) const;
    /// The file's name of a tensor of the graph.
    const std::string& take(TensorId tensor) const { return names_of_tensors_[static_cast<size_t>(tensor)]; }
    void bind(TensorId tensor, const std::string& name) { names_of_tensors_[static_cast<size_t>(tensor)] = name; }
    void addNode(const std::string& wanted, const std::string& op_type, Names inputs, const std::string& output,
                 Attributes attributes);
    /// Appends a node whose only result gets a name from `what`.
    std::string append(const std::string& op_type, Names inputs, const std::string& what, Attributes attributes = {});
    /// Appends the node that gives the operator's first output, under the operator's name.
    void appendResult(const Operator& op, const std::string& op_type, Names inputs, Attributes attributes = {});
    /// Appends a node, its normalisation and its activation; the last of them gives the operator's first output.
    Result<void> appendActivated(const Operator& op, const std::string& op_type, Names inputs,
                                 Attributes attributes = {});
    /// The node that gives the operator's first output reads `inputs` and is what `activation` asks for.
    Result<void> appendActivation(const Operator& op, Activation activation, const std::string& input);
    std::string floats(const Numbers& numbers, const std::string& what);
    std::string floats(std::vector<int64_t> dims, std::vector<float> values, const std::string& what);
    std::string number(float value, const std::string& what) { return floats({}, {value}, what); }
    std::string integers(const std::vector<int64_t>& values, const std::string& what);
    /// A constant copied from the source.
    std::string copied(const SourceTensor& tensor, const std::string& what);
    /// Kernel of an operator: the source's, else one from `numbers_`.
    Result<std::string> kernelOf();
    /// Bias of an operator; empty text where it has none of its own.
    Result<std::string> biasOf(const Operator& op);
    /// The constant operand of an operator.
    Result<Numbers> constantOf();
    /// Normalisation after a convolution or a dense layer; gives the name of its result.
    Result<std::string> normalized(const Operator& op, const std::string& input, bool last);
    /// Operands of an operator element by element, a constant one last.
    Result<Names> operands(const Operator& op);
    std::string operandFrom(const SourceTensor& tensor);
    void note(const std::string& what) { ++substitutions_[what]; }
    /// The activation that an operator applies, one that only its numbers imply included.
    Activation activationOf(const Operator& op) const;
    std::string uniqueName(const std::string& wanted);

    const LoweredNetwork& lowered_;
    const OperatorNumbers& numbers_;
    const SourceWeights* source_;
    std::vector<std::string> operator_names_;
    bool channels_last_reshapes_;
    size_t index_ = 0;    ///< The operator being written.
    bool named_ = false;  ///< A node has its name already.
    OutputModel model_;
    std::vector<std::string> names_of_tensors_;
    std::set<std::string> names_;       ///< Of values.
    std::set<std::string> node_names_;  ///< Apart: a node may be called as its result is.
    std::map<std::string, int> substitutions_;
    bool invents_ = false;
};

}  // namespace bw::onnx
