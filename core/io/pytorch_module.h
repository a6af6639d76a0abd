// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "io/operator_numbers.h"
#include "io/safetensors.h"
#include "lowering/lower.h"

namespace bw::pytorch {

/// The lines of a module in the making. One file of sources for layers with weights, one for functions.
class ModuleWriter {
public:
    /// `channels_last_reshapes`: reshapes walk maps as TensorFlow does, NHWC.
    ModuleWriter(const LoweredNetwork& lowered, const OperatorNumbers& numbers, std::vector<std::string> operator_names,
                 bool channels_last_reshapes);

    /// Names a network input; an argument of forward().
    std::string addInput(TensorId tensor, const std::string& name);
    /// Writes operator `index`. Unsupported, with the operator's name as place, where PyTorch has no counterpart.
    Result<void> emit(size_t index);
    /// Declares the results of operator `index`, so that those after it can be tried.
    void pretend(size_t index);
    /// A comment between lines of forward().
    void beginBlock(const std::string& name);
    const std::string& valueOf(TensorId tensor) const { return values_[static_cast<size_t>(tensor)]; }

    const std::vector<std::string>& layers() const { return layers_; }
    const std::vector<std::string>& lines() const { return lines_; }
    std::vector<NamedTensor> takeWeights() { return std::move(weights_); }
    const std::map<std::string, int>& substitutions() const { return substitutions_; }

private:
    using Handler = Result<void> (ModuleWriter::*)(const Operator&);
    static Handler handlerOf(OpType type);

    // Layers with weights (pytorch_layers.cpp).
    Result<void> emitConv(const Operator& op);
    Result<void> emitTransposedConv(const Operator& op);
    Result<void> emitDense(const Operator& op);
    Result<void> emitNormalize(const Operator& op);
    Result<void> emitLayerNorm(const Operator& op);
    // Functions (pytorch_functions.cpp).
    Result<void> emitPool(const Operator& op);
    Result<void> emitArithmetic(const Operator& op);
    Result<void> emitElementwise(const Operator& op);
    Result<void> emitActivation(const Operator& op);
    Result<void> emitMatMul(const Operator& op);
    Result<void> emitSoftmax(const Operator& op);
    Result<void> emitReduce(const Operator& op);
    Result<void> emitArgMax(const Operator& op);
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

    const Shape& shape(TensorId tensor) const { return lowered_.graph.shape(tensor); }
    const std::string& input(const Operator& op, size_t index = 0) const { return valueOf(op.inputs[index]); }
    tl::unexpected<Error> unsupported(std::string message) const;
    /// Appends "value = expression" for the operator's first output, its activation applied.
    Result<void> give(const Operator& op, const std::string& expression);
    /// Appends the registration of a layer; gives "self.name".
    std::string addLayer(const std::string& name, const std::string& constructor);
    void addWeight(const std::string& key, std::vector<int64_t> sizes, const Numbers& numbers);
    void addWeight(const std::string& key, std::vector<int64_t> sizes, std::vector<float> values);
    /// A buffer of numbers that are no layer's; gives "self.name".
    std::string addBuffer(const std::string& name, const Numbers& numbers);
    /// The expression of `activation` of `value`.
    Result<std::string> activated(Activation activation, const std::string& value);
    /// Normalisation after a layer of `spatial` axes.
    Result<std::string> normalized(const Operator& op, int spatial, const std::string& value);
    /// `value` with the window's pads around it where the layer itself cannot have them.
    static std::string padded(const Window& window, int spatial, const std::string& value, const std::string& fill);
    void note(const std::string& what) { ++substitutions_[what]; }
    /// An identifier of ours for a name of the network; never a word of Python's.
    std::string identifier(const std::string& name);

    const LoweredNetwork& lowered_;
    const OperatorNumbers& numbers_;
    std::vector<std::string> operator_names_;
    bool channels_last_reshapes_;
    size_t index_ = 0;
    std::string name_;  ///< Identifier of the operator being written.
    std::vector<std::string> values_;
    std::vector<std::string> layers_;
    std::vector<std::string> lines_;
    std::vector<NamedTensor> weights_;
    std::set<std::string> identifiers_;
    std::map<std::string, int> substitutions_;
};

/// Numbers as a tuple: "(3, 3)".
std::string tuple(const std::vector<int64_t>& values);

}  // namespace bw::pytorch
