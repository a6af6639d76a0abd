// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/result.h"
#include "io/flatbuffer_view.h"

namespace bw::tflite {

/// Number formats of the TFLite schema that the reader tells apart.
enum class ElementType : uint8_t {
    Float32 = 0,
    Float16 = 1,
    Int32 = 2,
    Uint8 = 3,
    Int64 = 4,
    Bool = 6,
    Int16 = 7,
    Int8 = 9,
    Int4 = 17
};

/// Operators of the TFLite schema that the reader treats by name; numbers as in the schema's BuiltinOperator.
enum class Builtin : int32_t {
    Add = 0,
    AveragePool2d = 1,
    Concatenation = 2,
    Conv2d = 3,
    DepthwiseConv2d = 4,
    DepthToSpace = 5,
    Dequantize = 6,
    EmbeddingLookup = 7,
    Floor = 8,
    FullyConnected = 9,
    L2Normalization = 11,
    LocalResponseNormalization = 13,
    Logistic = 14,
    MaxPool2d = 17,
    Mul = 18,
    Relu = 19,
    ReluN1To1 = 20,
    Relu6 = 21,
    Reshape = 22,
    ResizeBilinear = 23,
    Softmax = 25,
    SpaceToDepth = 26,
    Tanh = 28,
    Call = 31,
    Custom = 32,
    Pad = 34,
    Gather = 36,
    Transpose = 39,
    Mean = 40,
    Sub = 41,
    Div = 42,
    Squeeze = 43,
    StridedSlice = 45,
    Exp = 47,
    Split = 49,
    LogSoftmax = 50,
    Cast = 53,
    Prelu = 54,
    Maximum = 55,
    ArgMax = 56,
    Minimum = 57,
    Less = 58,
    Neg = 59,
    PadV2 = 60,
    Greater = 61,
    GreaterEqual = 62,
    LessEqual = 63,
    Select = 64,
    Slice = 65,
    Sin = 66,
    TransposeConv = 67,
    ExpandDims = 70,
    Equal = 71,
    NotEqual = 72,
    Log = 73,
    Sum = 74,
    Sqrt = 75,
    Rsqrt = 76,
    Shape = 77,
    Pow = 78,
    ArgMin = 79,
    ReduceProd = 81,
    ReduceMax = 82,
    Pack = 83,
    LogicalOr = 84,
    LogicalAnd = 86,
    LogicalNot = 87,
    Unpack = 88,
    ReduceMin = 89,
    FloorDiv = 90,
    ReduceAny = 91,
    Square = 92,
    FloorMod = 95,
    ResizeNearestNeighbor = 97,
    LeakyRelu = 98,
    SquaredDifference = 99,
    MirrorPad = 100,
    Abs = 101,
    SplitV = 102,
    Ceil = 104,
    AddN = 106,
    GatherNd = 107,
    Cos = 108,
    Rank = 110,
    Elu = 111,
    Quantize = 114,
    Round = 116,
    HardSwish = 117,
    If = 118,
    While = 119,
    SelectV2 = 123,
    BatchMatmul = 126,
    CallOnce = 129,
    RandomStandardNormal = 146,
    RandomUniform = 148,
    Multinomial = 149,
    Gelu = 150,
    Relu0To1 = 152,
    Sign = 158
};

/// "CONV_2D"; "BUILTIN_207" for operators newer than this reader.
std::string builtinName(int32_t code);

/// A tensor as the file describes it, sizes in the file's order.
struct TensorInfo {
    std::array<int32_t, kMaxRank> sizes{};
    int rank = 0;
    int type = 0;  ///< A number of ElementType or one that the reader does not tell apart.
    bool is_variable = false;
    bool is_constant = false;  ///< Holds data in the file.
    bool open_sizes = false;   ///< Its signature leaves a size other than the first open.
    std::string_view data;     ///< The bytes of a constant that lie in the file.
    std::string name;
    FlatTable table;  ///< All that the file says about it.

    std::string shapeText() const;
    /// Product of the sizes; nothing where one is negative or the product leaves base/limits.h.
    std::optional<int64_t> elements() const;
};

/// An operator as the file describes it.
struct OperatorInfo {
    int32_t code = 0;
    std::string custom_code;
    std::vector<int32_t> inputs;  ///< -1: left out.
    std::vector<int32_t> outputs;
    int options_type = 0;
    FlatTable options;
    int32_t version = 1;
    FlatTable table;  ///< All that the file says about it.

    /// "CONV_2D", or the custom operator's own name.
    std::string label() const { return custom_code.empty() ? builtinName(code) : custom_code; }
    /// Tensor index of input `i`, -1 where left out.
    int32_t input(size_t i) const { return i < inputs.size() ? inputs[i] : -1; }
};

/// The main network of a TFLite file, checked so far that all indices lie inside and all constants are whole.
struct ModelFile {
    explicit ModelFile(std::string_view bytes) : view(bytes) {}

    FlatbufferView view;
    FlatTable root;
    std::vector<TensorInfo> tensors;
    std::vector<OperatorInfo> operators;
    std::vector<int32_t> inputs;
    std::vector<int32_t> outputs;
    uint32_t subgraph_count = 0;
};

/// Fills `file` from its bytes. Errors have message and place, no file name.
Result<void> parse(ModelFile& file);

/// The values of a constant of at most 64 integers; nothing for others.
std::optional<std::vector<int64_t>> smallIntegers(const TensorInfo& tensor);

}  // namespace bw::tflite
