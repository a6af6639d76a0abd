// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>

#include "io/tflite_copier.h"
#include "io/tflite_ranges.h"

namespace bw::tflite {

struct QuantizeOptions {
    bool is_unsigned = false;                 ///< uint8 with one scale per tensor, as files of before 2019 have it.
    std::map<int32_t, NumberFormat> demands;  ///< Formats that tensors must have.
    std::map<int32_t, ValueRange> known;      ///< Ranges that are known, from calibration or from a source file.
};

/// Turns the float32 operators of a model into full-integer ones by the rules of TFLite's quantisation specification
/// (https://ai.google.dev/edge/litert/models/quantization_spec): int8 activations with one scale, symmetric int8
/// weights with one scale per output channel (one for dense layers), bias of 32 bits at the scale of the products,
/// fixed formats for softmax, logistic, tanh and L2 normalisation, and one format for what an operator only moves.
/// Ranges of activations come from RangeEstimate. Operators that have no integer form stay float between DEQUANTIZE and
/// QUANTIZE. What was copied from a source (OutputOperator::is_copied) stays as it is.
void quantize(OutputModel& model, const QuantizeOptions& options);

/// The version of an operator that the runtime must know at least.
int32_t versionOf(const OutputModel& model, const OutputOperator& op);

}  // namespace bw::tflite
