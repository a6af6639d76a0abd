// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "io/tflite_output.h"

/// Float constants of a file in the making as integers. The numbers are made anew when the file is written.
namespace bw::tflite {

/// Symmetric int8 with one scale per place along `axis`, or one for all where it is -1.
void quantizeWeights(OutputTensor& tensor, int axis);
/// 8 bits over the range of the numbers, zero included.
void quantizeAsymmetric(OutputTensor& tensor, bool is_unsigned);
/// In the format of another tensor; what lies outside its range becomes its end.
void quantizeTo(OutputTensor& tensor, const OutputTensor& like);
/// 32 bits at the scale of input times weights.
void quantizeBias(OutputTensor& tensor, float input_scale, const std::vector<float>& weight_scales);

}  // namespace bw::tflite
