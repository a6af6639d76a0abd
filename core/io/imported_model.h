// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "graph/operator.h"

namespace bw {

/// What an operator of a file became in the graph: operators `first` ... `first + count - 1`. Count 0: an activation
/// that runs inside operator `first`, or where `first` is -1 something known before the network runs.
struct FileOperatorRange {
    int32_t first = -1;
    int32_t count = 0;
};

/// What an importer gives: the operator graph plus what the file said about it.
struct ImportedModel {
    OperatorGraph graph;
    std::string name;       ///< From the file, else the file's name without folder and suffix.
    std::string format;     ///< "tflite" or "onnx".
    std::string precision;  ///< "int8", "uint8", "int16", "fp16" or "fp32": of most weights in the file.
    /// TensorFlow Lite: by tensor number of the file, the tensor of `graph`; -1 for constants and what was left out.
    std::vector<TensorId> tensor_of_file;
    std::vector<FileOperatorRange> operators_of_file;  ///< TensorFlow Lite: by operator number of the file.
    std::vector<int32_t> node_of_operator;             ///< ONNX: by operator of `graph`, the file's node it came from.
    std::vector<std::string> notes;                    ///< What was read as opaque and the like, one sentence each.
};

/// What a user may add to what the file says.
struct ImportOptions {
    /// Sizes of the network's inputs in their order, NCHW or as in the file. Empty: as in the file.
    std::vector<std::vector<int64_t>> input_shapes;
};

/// Refuses a graph whose counts (multiply-accumulates, parameters) add up to more than 2^60, so that every total taken
/// later stays inside 64 bits.
Result<void> checkTotals(const OperatorGraph& graph);

}  // namespace bw
