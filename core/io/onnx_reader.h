// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "io/imported_model.h"

namespace bw {

/// Imports an ONNX network (operator sets 1 to 21, float or quantised). Only the graph, sizes, attributes and constants
/// of up to 1024 numbers are read: weights count by their sizes, files that the network refers to are never opened.
///
/// Symbolic batch sizes become 1 (with a note); other symbolic sizes are refused with InvalidArgument and the input's
/// name as place unless `options.input_shapes` gives them. Shapes are inferred anew for sizes given there; N x H x W x
/// C is understood where the file states the channels of an N x C x H x W input. Batch normalisation, biases and
/// clamping activations become part of the operator before them; spelled-out SiLU, hard-swish, GELU and LayerNorm
/// become one operator. Unknown operators are kept by name where the file states their result's shape. Errors carry
/// `file_name`.
Result<ImportedModel> readOnnx(std::string_view bytes, const std::string& file_name, const ImportOptions& options = {});

/// One input of a network as the file states it.
struct OnnxInput {
    std::string name;
    std::vector<int64_t> dims;         ///< -1 where symbolic; empty where no shape is stated.
    std::vector<std::string> symbols;  ///< Per dimension its symbolic name; empty for numbers.
    bool needs_shape = false;          ///< A size other than the batch is symbolic: the user must be asked.
};

/// The inputs of an ONNX file, for asking the user for sizes.
Result<std::vector<OnnxInput>> onnxInputs(std::string_view bytes);

}  // namespace bw
