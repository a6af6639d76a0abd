// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <vector>

#include "graph/operator.h"

namespace bw {

/// How a convolution or pooling pads its input.
enum class Padding : uint8_t {
    Same,       ///< Output = ceil(input / stride); an odd element goes to the bottom right (TensorFlow).
    Symmetric,  ///< dilation * (kernel - 1) / 2 on every side (PyTorch).
    Valid,      ///< None.
    Explicit,   ///< As Window says.
};

/// What a convolution is, before shapes are known.
struct ConvSpec {
    Window window;  ///< Pads are filled in unless `padding` is Explicit.
    Padding padding = Padding::Same;
    int64_t out_channels = 0;
    int64_t groups = 1;
    bool bias = true;
    bool batch_norm = false;
    Activation activation = Activation::None;  ///< Added as an operator of its own where it does not fuse.
};

/// Appends operators to an OperatorGraph, inferring and checking shapes, MACs and weights on the way. Every importer
/// and every block kind goes through it, so that an impossible operator is refused in one place. Nothing is appended by
/// a call that fails.
class OperatorBuilder {
public:
    explicit OperatorBuilder(OperatorGraph& graph) : graph_(graph) {}

    /// Block and name given to the operators appended from here on.
    void setOwner(BlockId block) { owner_ = block; }
    void setNextName(std::string name) { next_name_ = std::move(name); }

    const Shape& shape(TensorId tensor) const { return graph_.shape(tensor); }
    OperatorGraph& graph() { return graph_; }

    TensorId addInput(const Shape& shape, std::string name);

    /// Convolution of NCHW, or of NCL with kernel_h = 1. Depthwise where groups equals the input channels (> 1).
    Result<TensorId> conv(TensorId x, ConvSpec spec);
    Result<TensorId> depthwise(TensorId x, ConvSpec spec, int64_t channel_multiplier = 1);
    /// Output size = (input - 1) * stride + dilation * (kernel - 1) + 1 - pads + extra_h/w.
    Result<TensorId> transposedConv(TensorId x, ConvSpec spec, int64_t extra_h = 0, int64_t extra_w = 0);
    /// Fully connected over the last axis.
    Result<TensorId> dense(TensorId x, int64_t features, bool bias, Activation activation = Activation::None);
    Result<TensorId> pool(TensorId x, OpType type, Window window, Padding padding);
    /// Average over height and width, result N x C x 1 x 1.
    Result<TensorId> globalAvgPool(TensorId x);
    Result<TensorId> reduce(TensorId x, std::vector<int64_t> axes, bool keep_dims, std::string detail);

    /// Add, Sub, Mul, Div or Elementwise with broadcasting; `constant_elements` counts a constant operand's numbers.
    Result<TensorId> elementwise(OpType type, std::span<const TensorId> inputs,
                                 Activation activation = Activation::None, int64_t constant_elements = 0,
                                 std::string detail = {});
    Result<TensorId> activation(TensorId x, Activation activation);
    Result<TensorId> normalize(TensorId x, int64_t weight_elements, std::string detail);
    Result<TensorId> layerNorm(TensorId x);
    Result<TensorId> softmax(TensorId x, int64_t axis);
    /// Batched product of two activations: ... x M x K times ... x K x N.
    Result<TensorId> matmul(TensorId a, TensorId b, bool transpose_b);
    Result<TensorId> concat(std::span<const TensorId> inputs, int64_t axis);
    Result<TensorId> resize(TensorId x, int64_t height, int64_t width, std::string mode);
    /// `before_after`: elements added before and after each axis in turn.
    Result<TensorId> pad(TensorId x, std::vector<int64_t> before_after);
    Result<TensorId> transpose(TensorId x, std::vector<int64_t> permutation);
    /// Sizes as in ONNX: at most one -1 (the rest), 0 copies the input's size.
    Result<TensorId> reshape(TensorId x, std::span<const int64_t> sizes);
    /// Takes `size` elements along `axis` from `begin` on.
    Result<TensorId> slice(TensorId x, int64_t axis, int64_t begin, int64_t size);

    /// Index of the greatest value along `axis`.
    Result<TensorId> argMax(TensorId x, int64_t axis, bool keep_dims);
    /// Change of the number format; `detail` is quantize, dequantize, requantize or cast.
    Result<TensorId> quantize(TensorId x, std::string detail);

    /// Appends an operator whose output shapes the caller knows; still checks the shapes. For data movement and opaque
    /// operators.
    Result<std::vector<TensorId>> custom(Operator op, std::span<const Shape> output_shapes);

private:
    Result<TensorId> append(Operator op, const Shape& output);
    Result<TensorId> withActivation(Result<TensorId> x, Activation activation);

    OperatorGraph& graph_;
    BlockId owner_ = kNoBlock;
    std::string next_name_;
};

/// Fills the pads of `window` for an input of the given size and returns the output size, or why there is none.
Result<std::pair<int64_t, int64_t>> windowOutput(Window& window, Padding padding, int64_t height, int64_t width);

}  // namespace bw
