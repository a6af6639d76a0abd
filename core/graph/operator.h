// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "graph/precision.h"
#include "graph/shape.h"

namespace bw {

using TensorId = int32_t;
using BlockId = int32_t;
inline constexpr BlockId kNoBlock = -1;

/// What an operator computes. Convolutions and Dense hold weights; MatMul multiplies two activations.
enum class OpType : uint8_t {
    Conv2d,           ///< Standard or grouped convolution, 1-D ones with kernel height 1.
    DepthwiseConv2d,  ///< One filter per input channel; out_channels may be a multiple of the input channels.
    TransposedConv2d,
    Dense,
    MaxPool,
    AvgPool,  ///< Global where the window covers the map.
    Reduce,   ///< Mean, sum or max over axes.
    Add,
    Sub,
    Mul,
    Div,
    Elementwise,  ///< Another element by element function of one or more inputs; `detail` names it.
    Activation,   ///< A non-linearity that stands alone (hard-swish, sigmoid ...); see `activation`.
    Normalize,    ///< Batch or channel normalisation that stands alone, and L2 normalisation; `detail` names it.
    LayerNorm,
    Softmax,
    MatMul,
    Concat,
    Resize,
    Pad,
    Slice,      ///< Part of a tensor along axes; also one part of a split.
    Gather,     ///< Selection by index, embedding look-ups.
    Transpose,  ///< Moves data: permutation in `axes`.
    Reshape,    ///< Same bytes, new sizes: reshape, squeeze, flatten.
    SpaceToDepth,
    DepthToSpace,
    ArgMax,
    Quantize,  ///< Changes the number format: quantise, dequantise, cast.
    Opaque,    ///< Known by name and shapes only; cost unknown.
};

/// Number of operator types, for tables and one-hot features.
inline constexpr int kOpTypeCount = static_cast<int>(OpType::Opaque) + 1;

/// Stable lower-case identifier such as "conv2d"; used in files, JSON output and block kinds.
std::string_view opTypeId(OpType type);

/// A non-linearity. Relu and Relu6 (and clips like them) fuse into the operator before; others stand alone.
enum class Activation : uint8_t {
    None,
    Relu,
    Relu6,
    ReluN1To1,
    HardSwish,
    HardSigmoid,
    Sigmoid,
    Silu,
    Tanh,
    Gelu,
    Prelu,
    LeakyRelu
};
std::string_view activationId(Activation activation);
Result<Activation> parseActivation(std::string_view id);
/// True where every runtime we model applies the activation inside the operator that produces its input.
bool fusesIntoProducer(Activation activation);

/// Sliding window of a convolution or a pooling, in elements.
struct Window {
    int32_t kernel_h = 1, kernel_w = 1;
    int32_t stride_h = 1, stride_w = 1;
    int32_t dilation_h = 1, dilation_w = 1;
    int32_t pad_top = 0, pad_left = 0, pad_bottom = 0, pad_right = 0;
    bool operator==(const Window&) const = default;
};

/// One activation tensor. Weights are no tensors: operators count them.
struct Tensor {
    Shape shape;
    std::string name;       ///< From the file, else empty.
    int32_t producer = -1;  ///< Index of the operator that writes it; -1 for network inputs.
    std::optional<Precision> precision = std::nullopt;  ///< Number format of its elements; empty: the network's.
};

/// One operator of a lowered network with exact counts.
struct Operator {
    OpType type = OpType::Opaque;
    Activation activation =
        Activation::None;  ///< Fused into this operator, or the operator itself if type is Activation.
    bool has_bias = false;
    bool has_batch_norm = false;     ///< Trained with batch normalisation that deployment folds into the weights.
    BlockId block = kNoBlock;        ///< The block it came from.
    PrecisionChoice precision = {};  ///< As its block asks; what it reads has that format, and but for Quantize what it
                                     ///< writes too.
    Window window;
    int64_t groups = 1;
    int64_t out_channels = 0;     ///< Convolutions and Dense only.
    int64_t weight_elements = 0;  ///< Kernel weights and constant operands, without bias and normalisation.
    int64_t macs = 0;             ///< Multiply-accumulates of convolutions, Dense and MatMul; 0 for others.
    std::vector<int64_t> axes;    ///< Concat, Softmax, Reduce: axes; Slice: axis, begin; Transpose: permutation; Pad:
                                  ///< before, after per axis; Reshape: sizes as asked for; others empty.
    std::string detail;           ///< Variant: "nearest", "mean", or the file's name of an opaque operator.
    std::string name;             ///< From the file, else empty.
    std::vector<TensorId> inputs;
    std::vector<TensorId> outputs;

    bool isConvolution() const {
        return type == OpType::Conv2d || type == OpType::DepthwiseConv2d || type == OpType::TransposedConv2d;
    }
    /// Trainable numbers: weights, bias, and 2 per channel for batch normalisation.
    int64_t parameters() const;
    /// Numbers of bias that deployment stores, folded normalisation included.
    int64_t biasElements() const;
};

/// A network as operators in execution order: the derived form that everything counts on.
struct OperatorGraph {
    std::vector<Tensor> tensors;
    std::vector<Operator> operators;  ///< Each reads only tensors that earlier operators or the inputs give.
    std::vector<TensorId> inputs;
    std::vector<TensorId> outputs;

    const Shape& shape(TensorId tensor) const { return tensors[static_cast<size_t>(tensor)].shape; }
    int64_t totalMacs() const;
    int64_t totalParameters() const;
};

}  // namespace bw
