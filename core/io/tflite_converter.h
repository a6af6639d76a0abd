// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include "graph/operator_builder.h"
#include "io/imported_model.h"
#include "io/tflite_file.h"

namespace bw::tflite {

using Outputs = Result<std::vector<TensorId>>;

/// Axis of an NCHW tensor that holds what the file has at `axis` of an NHWC tensor; others keep their place.
int64_t graphAxis(int64_t axis, int rank);
/// Sizes in the file's order as the graph's: rank 4 from NHWC to NCHW, others unchanged.
Shape toGraphShape(const Shape& file);

/// Turns the operators of a TFLite file into an OperatorGraph. Each one goes through the OperatorBuilder and what that
/// infers is compared with the sizes that the file states.
class Converter {
public:
    explicit Converter(const ModelFile& file) : file_(file), builder_(model_.graph) {}

    /// The whole conversion. Errors have message and place, no file name.
    Result<ImportedModel> convert();

private:
    /// How a file tensor stands in the graph.
    enum State : TensorId { kUnknown = -1, kConstant = -2 };

    using Handler = Outputs (*)(Converter&, const OperatorInfo&);
    /// By number of the builtin operator (tflite_dispatch.cpp).
    static const std::map<int32_t, Handler>& handlers();
    Outputs dispatch(const OperatorInfo& op);

    // Whole network (tflite_reader.cpp).
    Result<void> refuseCompiled() const;
    void countUses();
    Result<void> addInputs();
    Result<void> convertOperator(const OperatorInfo& op);
    /// Inputs must have been written, outputs must not.
    Result<void> checkOperands(const OperatorInfo& op);
    /// True where the result is known before the network runs (a weight that is dequantised, a fixed shape).
    bool foldsToConstant(const OperatorInfo& op) const;
    Result<void> checkAgainstFile(const OperatorInfo& op, const std::vector<TensorId>& made) const;
    /// What an operator becomes whose shapes cannot be inferred: its type where known, with the file's shapes.
    Outputs fallBack(const OperatorInfo& op, const Error& reason);
    void bindOutputs(const OperatorInfo& op, const std::vector<TensorId>& made);
    Result<void> collectOutputs();
    void describePrecision();
    void addNotes();

    // Operators with arithmetic (tflite_operators.cpp).
    Outputs conv(const OperatorInfo& op);
    Outputs depthwise(const OperatorInfo& op);
    Outputs transposedConv(const OperatorInfo& op);
    /// MediaPipe's custom operator Convolution2DTransposeBias: map, filter, bias.
    Outputs mediapipeTransposedConv(const OperatorInfo& op);
    /// `spec` brings strides, bias and activation; the map is input `map_input`, the filter input 1.
    Outputs transposedConvOf(const OperatorInfo& op, size_t map_input, ConvSpec spec);
    Outputs fullyConnected(const OperatorInfo& op);
    Outputs batchMatmul(const OperatorInfo& op);
    Outputs pool(const OperatorInfo& op, OpType type);
    Outputs elementwise(const OperatorInfo& op, OpType type);
    Outputs activation(const OperatorInfo& op, Activation activation);
    Outputs reduce(const OperatorInfo& op, std::string detail);
    Outputs softmax(const OperatorInfo& op);
    Outputs normalize(const OperatorInfo& op, std::string detail);
    Outputs argMax(const OperatorInfo& op);

    // Operators that move data (tflite_data_operators.cpp).
    Outputs reshape(const OperatorInfo& op);
    Outputs concat(const OperatorInfo& op);
    Outputs pack(const OperatorInfo& op);
    Outputs unpack(const OperatorInfo& op);
    Outputs split(const OperatorInfo& op, bool explicit_sizes);
    Outputs slice(const OperatorInfo& op);
    Outputs stridedSlice(const OperatorInfo& op);
    Outputs cut(const OperatorInfo& op, const std::vector<int64_t>& begin, const std::vector<int64_t>& size);
    Outputs pad(const OperatorInfo& op);
    Outputs resize(const OperatorInfo& op, std::string mode);
    Outputs transpose(const OperatorInfo& op);
    Outputs blocks(const OperatorInfo& op, OpType type);
    Outputs quantize(const OperatorInfo& op);
    Outputs gather(const OperatorInfo& op);

    // Helpers (tflite_operands.cpp).
    const TensorInfo& info(int32_t tensor) const { return file_.tensors[static_cast<size_t>(tensor)]; }
    bool isConstant(int32_t tensor) const { return tensor >= 0 && ids_[static_cast<size_t>(tensor)] == kConstant; }
    /// The graph's tensor of input `i`, or an Unsupported error where it is left out or constant.
    Result<TensorId> activationInput(const OperatorInfo& op, size_t i) const;
    /// Inputs that are no constants.
    std::vector<TensorId> activationInputs(const OperatorInfo& op) const;
    /// Numbers in constant inputs; whole numbers of 32 and 64 bits are indices or sizes and do not count.
    int64_t constantElements(const OperatorInfo& op) const;
    /// Sizes in the file of output `i`, as the graph's.
    Result<Shape> statedShape(int32_t tensor) const;
    /// Sizes of a filter or matrix, which must be a constant of that rank with positive sizes.
    Result<Shape> weightShape(const OperatorInfo& op, size_t i, int rank) const;
    /// The small integers of constant input `i`, or an Unsupported error.
    Result<std::vector<int64_t>> integers(const OperatorInfo& op, size_t i) const;
    Outputs withStatedShapes(const OperatorInfo& op, OpType type, std::string detail, std::vector<int64_t> axes = {},
                             int64_t macs = 0);
    /// A reshape to `sizes` that keeps one size free, so that the network stays editable.
    Result<TensorId> reshapeTo(TensorId x, const Shape& target);
    /// Applies an activation that the builder was not given.
    Outputs finish(Result<TensorId> x);

    const ModelFile& file_;
    ImportedModel model_;
    OperatorBuilder builder_;
    std::vector<TensorId> ids_;             ///< By file tensor: a graph tensor or a State.
    std::vector<int32_t> uses_;             ///< By file tensor: how often it is read, network outputs included.
    std::map<std::string, int> fallbacks_;  ///< What was read as opaque or by its stated sizes, and how often.
};

/// The activation fused into an operator; Unsupported for those that no estimate knows (SIGN_BIT).
Result<Activation> fusedActivation(const FlatTable& options, int field);

}  // namespace bw::tflite
