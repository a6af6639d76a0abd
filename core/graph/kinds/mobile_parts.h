// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "graph/kinds/common_params.h"

/// Parts that depthwise-separable, IBN and fused-IBN blocks share.
namespace bw::kinds {

/// The parameters of an inverted bottleneck, fused or not.
std::vector<ParamSpec> invertedBottleneckParams();
/// True where the block adds its input to its output.
bool hasResidual(const Attributes& attributes);
/// The end of an inverted bottleneck behind its depthwise or fused convolution: squeeze-excite, projection, residual.
Result<std::vector<TensorId>> lowerProjection(const LowerContext& context, Result<TensorId> x);

/// squeeze, squeeze_activation, squeeze_gate, squeeze_pool.
std::vector<ParamSpec> squeezeExciteParams(int64_t squeeze);
/// residual and the activation after it.
std::vector<ParamSpec> residualParams();

/// Multiplies x by a gate computed from its global average: pool, 1 x 1 to `squeeze` channels, 1 x 1 back, multiply.
/// Gives x itself where "squeeze" is 0.
Result<TensorId> appendSqueezeExcite(OperatorBuilder& builder, TensorId x, const Attributes& attributes);
/// Adds `shortcut` where "residual" is set; the shapes must be equal.
Result<TensorId> appendResidual(OperatorBuilder& builder, TensorId x, TensorId shortcut, const Attributes& attributes);

/// Channels inside an IBN: input channels times "expansion", rounded to the nearest whole number.
Result<int64_t> expandedChannels(const OperatorBuilder& builder, TensorId x, const Attributes& attributes);
/// The window of the block with `channels` outputs and the given activation, sharing bias and batch_norm.
Result<ConvSpec> windowConvSpec(const Attributes& attributes, int64_t channels, Activation activation);

}  // namespace bw::kinds
