// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "io/operator_numbers.h"
#include "io/tflite_output.h"
#include "lowering/lower.h"

namespace bw::tflite {

/// How the file holds a tensor of rank 4: NHWC as the format's operators want it, or in the graph's own order of axes.
/// Other ranks have one order.
enum class Layout { ChannelsLast, Plain };

/// In which order a reshape of a map walks its elements: as ONNX and PyTorch do, or as TFLite does.
enum class ReshapeOrder { Nchw, Nhwc };

struct EmitOptions {
    ReshapeOrder reshapes = ReshapeOrder::Nchw;
    bool flat_dense = false;  ///< Dense layers read matrices only, as integer accelerators demand.
};

/// Axis in the file of the graph's axis `axis`.
int fileAxis(int axis, int rank, Layout layout);
/// Sizes in the file's order.
std::vector<int32_t> fileSizes(const Shape& shape, Layout layout);
/// True where the elements lie in the same order in both layouts, so that a change of layout moves nothing.
bool sameOrder(const Shape& shape);
std::vector<int32_t> narrowed(const std::vector<int64_t>& sizes);
/// The schema's number of a fused activation; nothing for those that stand alone.
std::optional<int64_t> fusedCode(Activation activation);

/// Turns lowered operators into those of a TFLite file, float32, transposing between the orders of axes where an
/// operator needs it. One file of sources for each family of operators; handlerOf() lists them all.
class Emitter {
public:
    /// `numbers` must outlive the model.
    Emitter(const LoweredNetwork& lowered, const OperatorNumbers& numbers, std::vector<std::string> operator_names,
            EmitOptions options);

    /// Declares a network input.
    void addInput(TensorId tensor, const std::string& name);
    /// Writes operator `index`. Unsupported, with the operator's name as place, where the format has no counterpart.
    Result<void> emit(size_t index);
    /// Names what comes next after operator `index`.
    void startAt(size_t index) { index_ = index; }
    /// Declares the results of operator `index` without writing it, so that those after it can be tried.
    void pretend(size_t index);
    /// Lists the network's outputs; a name for each.
    void addOutputs();
    OutputModel& model() { return model_; }
    /// What was written by other operators than the graph has, one sentence each with how often.
    const std::map<std::string, int>& substitutions() const { return substitutions_; }

    void note(const std::string& what) { ++substitutions_[what]; }
    /// Tensor of the file that holds `tensor`, made by a TRANSPOSE where only the other order is there.
    int32_t take(TensorId tensor, Layout layout);
    /// The order in which the file already has it; ChannelsLast where it has both.
    Layout layoutOf(TensorId tensor) const;
    bool isWritten(TensorId tensor) const;
    /// Tensors of the file that hold `tensor`, in whichever order of axes.
    std::vector<int32_t> holdersOf(TensorId tensor) const;
    /// States that tensor `file_tensor` of the file is `tensor` from here on.
    void bind(TensorId tensor, Layout layout, int32_t file_tensor);
    int32_t addTensor(OutputTensor tensor);

private:
    using Handler = Result<void> (Emitter::*)(const Operator&);
    static Handler handlerOf(OpType type);

    // Convolutions, dense layers and pools (tflite_emit_window.cpp).
    Result<void> emitConv(const Operator& op);
    Result<void> emitTransposedConv(const Operator& op);
    Result<void> emitPool(const Operator& op);
    // Matrices and what runs along an axis (tflite_emit_matrix.cpp).
    Result<void> emitDense(const Operator& op);
    Result<void> emitMatMul(const Operator& op);
    Result<void> emitSoftmax(const Operator& op);
    Result<void> emitReduce(const Operator& op);
    Result<void> emitArgMax(const Operator& op);
    Result<void> emitLayerNorm(const Operator& op);
    // Element by element (tflite_emit_elementwise.cpp).
    Result<void> emitArithmetic(const Operator& op);
    Result<void> emitElementwise(const Operator& op);
    Result<void> emitActivation(const Operator& op);
    Result<void> emitNormalize(const Operator& op);
    // Data movement (tflite_emit_data.cpp).
    Result<void> emitConcat(const Operator& op);
    Result<void> emitResize(const Operator& op);
    Result<void> emitPad(const Operator& op);
    Result<void> emitSlice(const Operator& op);
    Result<void> emitTranspose(const Operator& op);
    Result<void> emitReshape(const Operator& op);
    Result<void> emitBlocks(const Operator& op);
    Result<void> emitQuantize(const Operator& op);
    Result<void> emitGather(const Operator& op);
    Result<void> emitUnknown(const Operator& op);

    // Helpers (tflite_emitter.cpp).
    using Options = std::map<int, int64_t>;
    const Shape& shape(TensorId tensor) const { return lowered_.graph.shape(tensor); }
    tl::unexpected<Error> unsupported(std::string message) const;
    /// The operator's kernel with axis `order[i]` as axis i, asked for anew when the file is written: all kernels
    /// together would be in memory otherwise.
    std::function<std::vector<float>()> kernelIn(std::vector<int> order) const;
    /// The bias's tensor, -1 where there is none.
    Result<int32_t> biasOf(const Operator& op);
    void append(Builtin code, std::vector<int32_t> inputs, int32_t output, OptionsType type = OptionsType::None,
                Options options = {});
    /// A float tensor that the file computes. `what` tells it from others of the same operator.
    int32_t temporary(std::vector<int32_t> sizes, const std::string& what);
    int32_t integers(const std::vector<int32_t>& values, const std::string& what);
    int32_t number(float value, const std::string& what);
    int32_t floats(std::vector<int32_t> sizes, std::function<std::vector<float>()> values, const std::string& what);
    /// The operator's first output, declared under the operator's name.
    int32_t result(const Operator& op, Layout layout);
    /// Where an operator writes whose activation is not applied yet unless `fused`: the result, or a step before it.
    int32_t resultBefore(const Operator& op, Layout layout, bool fused);
    void applyActivation(const Operator& op, Layout layout, int32_t from);
    /// A copy of `tensor` with other sizes.
    int32_t reshaped(int32_t tensor, std::vector<int32_t> sizes, const std::string& what);
    int32_t transposed(int32_t tensor, const std::vector<int32_t>& order, const std::string& what);
    /// A map of rank 4 in NHWC; sequences N x C x L become N x 1 x L x C.
    int32_t takeMap(TensorId tensor);
    /// Where the result of an operator on maps goes: NHWC sizes, then finishMap() brings it home.
    std::vector<int32_t> mapSizes(const Shape& shape) const;
    void finishMap(const Operator& op, int32_t map);
    int32_t mapResult(const Operator& op);
    /// `map` with the window's pads around it, zeros or `fill`.
    int32_t padded(int32_t map, const Window& window, std::optional<float> fill);
    /// The order in which an operator along some axes computes.
    Layout reducedLayout(const Operator& op) const;
    /// ChannelsLast where an input of rank 4 is at hand in that order.
    Layout commonLayout(const Operator& op) const;
    /// `tensor` of `sizes` in the graph's order, ready to meet an operand of rank `rank` in `layout`.
    int32_t broadcastable(int32_t tensor, std::vector<int64_t> sizes, int rank, Layout layout);
    /// The operands of an operator element by element, a constant one last.
    Result<std::vector<int32_t>> operands(const Operator& op, Layout layout);
    std::string uniqueName(const std::string& wanted);

    const LoweredNetwork& lowered_;
    const OperatorNumbers& numbers_;
    EmitOptions options_;
    std::vector<std::string> operator_names_;  ///< By operator.
    size_t index_ = 0;                         ///< The operator being written.
    OutputModel model_;
    std::vector<std::array<int32_t, 2>> places_;  ///< By graph tensor and Layout: the file's tensor or -1.
    std::set<std::string> names_;
    std::map<std::string, int> substitutions_;
};

}  // namespace bw::tflite
