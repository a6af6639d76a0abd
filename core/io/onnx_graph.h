// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

/// ONNX as it stands in the file (onnx.proto of the ONNX project), before anything is understood. All text points into
/// the file's bytes, which must outlive these values; payloads of tensors are never copied.
namespace bw::onnx {

/// TensorProto.DataType, the values we name.
enum ElementType : int32_t {
    kFloat = 1,
    kUint8 = 2,
    kInt8 = 3,
    kUint16 = 4,
    kInt16 = 5,
    kInt32 = 6,
    kInt64 = 7,
    kBool = 9,
    kFloat16 = 10,
    kDouble = 11,
    kUint32 = 12,
    kUint64 = 13,
    kBfloat16 = 16,
};

struct RawTensor {
    std::string_view name;
    std::vector<int64_t> dims;
    int32_t type = 0;
    std::string_view message;  ///< The whole TensorProto, for the few constants whose numbers matter.
};

struct RawAttribute {
    std::string_view name;
    std::string_view message;  ///< The whole AttributeProto, for lists.
    std::string_view text;
    std::string_view tensor;  ///< TensorProto, or the values of a sparse tensor.
    int64_t integer = 0;
    float real = 0;
};

struct RawNode {
    std::string_view name;
    std::string_view op_type;
    std::string_view domain;
    std::vector<std::string_view> inputs;  ///< Empty text where an optional input is left out.
    std::vector<std::string_view> outputs;
    std::vector<std::string_view> captures;  ///< Names that bodies of If, Loop and Scan read.
    std::vector<RawAttribute> attributes;

    const RawAttribute* attribute(std::string_view attribute_name) const;
    int64_t integer(std::string_view attribute_name, int64_t otherwise) const;
    float real(std::string_view attribute_name, float otherwise) const;
    std::string_view text(std::string_view attribute_name, std::string_view otherwise) const;
    /// Numbers of a list; empty where there is none, at most 4096.
    std::vector<int64_t> integers(std::string_view attribute_name) const;
    std::vector<double> reals(std::string_view attribute_name) const;
};

/// One size of a stated shape: a number, or -1 with the name it goes by ("batch"; may be empty).
struct RawDim {
    int64_t size = -1;
    std::string_view symbol;
    bool symbolic() const { return size < 0; }
};

struct RawValueInfo {
    std::string_view name;
    int32_t type = 0;
    bool is_tensor = false;
    bool has_shape = false;
    std::vector<RawDim> dims;
};

struct RawGraph {
    std::string_view name;
    std::vector<RawNode> nodes;
    std::vector<RawTensor> initializers;
    std::vector<RawValueInfo> inputs;  ///< Initializers may be listed among them.
    std::vector<RawValueInfo> outputs;
    std::vector<RawValueInfo> value_info;
    int64_t opset = 1;  ///< Version of the standard operators.
};

/// Parses the bytes of an .onnx file. Errors name the byte position.
Result<RawGraph> parseModel(std::string_view bytes);

/// Parses one TensorProto whose nesting was checked before.
Result<RawTensor> parseTensor(std::string_view message);

/// Indices of the nodes such that each comes after those it reads from; file order where that is one already. Refuses
/// cycles, names defined twice and names that nothing defines.
Result<std::vector<int32_t>> executionOrder(const RawGraph& graph);

/// A name for people: no control or direction-changing characters, valid UTF-8, at most `max_length` bytes.
std::string printableName(std::string_view name, size_t max_length = 256);

/// "node 'conv1' (Conv)", or "node 12 (Conv)" where it has no name.
std::string nodePlace(const RawNode& node, int32_t index);

}  // namespace bw::onnx
