// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"

/// ONNX as it goes into a file (onnx.proto of the ONNX project), and its encoding.
namespace bw::onnx {

struct OutputAttribute {
    std::string name;
    std::variant<int64_t, float, std::string, std::vector<int64_t>> value;
};

struct OutputNode {
    std::string name;
    std::string op_type;
    std::vector<std::string> inputs;  ///< Empty text where an optional input is left out.
    std::vector<std::string> outputs;
    std::vector<OutputAttribute> attributes;
};

/// A constant. Its bytes are made when they are written, so that no second copy of the weights is in memory.
struct OutputTensor {
    std::string name;
    std::vector<int64_t> dims;
    int32_t type = 1;                    ///< onnx::ElementType.
    uint64_t size = 0;                   ///< Bytes that `bytes` gives.
    std::function<std::string()> bytes;  ///< Little-endian, row by row.
};

struct OutputValue {
    std::string name;
    std::vector<int64_t> dims;
    int32_t type = 1;  ///< onnx::ElementType.
};

struct OutputModel {
    std::string network_name;
    std::string description;
    int64_t opset = 17;
    std::vector<std::pair<std::string, std::string>> metadata;
    std::vector<OutputNode> nodes;
    std::vector<OutputTensor> initializers;
    std::vector<OutputValue> inputs;
    std::vector<OutputValue> outputs;
    std::vector<OutputValue> values;  ///< Shapes of what lies between.
};

/// Takes the bytes of a file piece by piece; an error ends the writing.
using OutputSink = std::function<Result<void>(std::string_view)>;

/// Writes the file. LimitExceeded where it would be larger than the 2 GiB that protobuf allows.
Result<void> serialize(const OutputModel& model, const OutputSink& sink);

}  // namespace bw::onnx
