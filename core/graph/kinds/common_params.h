// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "graph/block_kind.h"

/// Parameters that several kinds share, described once.
namespace bw::kinds {

ParamSpec integerParam(std::string name, std::string label, std::string doc, int64_t value, double min, double max,
                       bool advanced = false);
ParamSpec numberParam(std::string name, std::string label, std::string doc, double value, double min, double max);
ParamSpec flagParam(std::string name, std::string label, std::string doc, bool value, bool advanced = false);
ParamSpec choiceParam(std::string name, std::string label, std::string doc, std::string value,
                      std::vector<std::string> choices, bool advanced = false);
ParamSpec textParam(std::string name, std::string label, std::string doc);
ParamSpec listParam(std::string name, std::string label, std::string doc, std::vector<int64_t> value, double min,
                    double max);

ParamSpec channelsParam(int64_t value = 32);
ParamSpec activationParam(std::string name = "activation", std::string label = "Activation",
                          std::string value = "relu6");
/// kernel, stride, dilation with their _w companions for windows that are not square, padding and explicit pads.
std::vector<ParamSpec> windowParams(int64_t kernel, int64_t stride, bool with_dilation);
/// kernel, stride, stride_w, dilation, padding of composite blocks, whose windows are square.
std::vector<ParamSpec> squareWindowParams(int64_t kernel = 3, int64_t stride = 1);
/// bias and batch_norm.
std::vector<ParamSpec> weightParams(bool bias, bool batch_norm);

/// Joins lists of parameters.
std::vector<ParamSpec> joinParams(std::initializer_list<std::vector<ParamSpec>> lists);

/// The window and padding that windowParams or squareWindowParams describe.
Result<ConvSpec> windowOf(const Attributes& attributes);
/// As windowOf, with bias, batch_norm, activation and out_channels from the attributes.
Result<ConvSpec> convSpecOf(const Attributes& attributes);
/// A 1 x 1 convolution sharing the block's bias and batch_norm.
ConvSpec pointwiseSpec(const Attributes& attributes, int64_t channels, Activation activation);
/// The 1 x 1 convolution with the block's strides that makes a shortcut fit its output.
ConvSpec shortcutSpec(const Attributes& attributes);
Activation activationOf(const Attributes& attributes, std::string_view name = "activation");

/// The convolution over the window of a composite block: where its padding asks for a Pad operator of its own, that
/// comes first.
Result<TensorId> paddedConv(OperatorBuilder& builder, TensorId x, const Attributes& attributes, ConvSpec spec,
                            bool depthwise);

/// Wraps one tensor as the outputs of a block.
Result<std::vector<TensorId>> single(Result<TensorId> tensor);

}  // namespace bw::kinds
