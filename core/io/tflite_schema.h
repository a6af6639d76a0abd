// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// Numbers of the TFLite schema (version 3): the fields of its tables and the tables of operator attributes.
namespace bw::tflite {

inline constexpr const char* kFileIdentifier = "TFL3";
inline constexpr int kSchemaVersion = 3;

enum ModelField {
    kModelVersion = 0,
    kModelOperatorCodes = 1,
    kModelSubgraphs = 2,
    kModelDescription = 3,
    kModelBuffers = 4,
    kModelMetadata = 6,
    kModelSignatures = 7
};
enum OperatorCodeField { kCodeDeprecated = 0, kCodeCustom = 1, kCodeVersion = 2, kCodeBuiltin = 3 };
enum SubgraphField {
    kSubgraphTensors = 0,
    kSubgraphInputs = 1,
    kSubgraphOutputs = 2,
    kSubgraphOperators = 3,
    kSubgraphName = 4
};
enum TensorField {
    kTensorShape = 0,
    kTensorType = 1,
    kTensorBuffer = 2,
    kTensorName = 3,
    kTensorQuantization = 4,
    kTensorVariable = 5,
    kTensorSparsity = 6,
    kTensorSignature = 7,
    kTensorHasRank = 8
};
enum QuantizationField {
    kQuantizationMin = 0,
    kQuantizationMax = 1,
    kQuantizationScale = 2,
    kQuantizationZeroPoint = 3,
    kQuantizationDetailsType = 4,
    kQuantizationAxis = 6
};
enum OperatorField {
    kOperatorCode = 0,
    kOperatorInputs = 1,
    kOperatorOutputs = 2,
    kOperatorOptionsType = 3,
    kOperatorOptions = 4,
    kOperatorCustomOptions = 5,
    kOperatorMutating = 7,
    kOperatorIntermediates = 8,
    kOperatorOptions2Type = 11
};
enum BufferField { kBufferData = 0, kBufferOffset = 1, kBufferSize = 2 };
enum MetadataField { kMetadataName = 0, kMetadataBuffer = 1 };
enum SignatureField { kSignatureInputs = 0, kSignatureOutputs = 1, kSignatureKey = 2, kSignatureSubgraph = 4 };
enum SignatureTensorField { kSignatureTensorName = 0, kSignatureTensorIndex = 1 };

/// The schema's Padding.
enum class FilePadding { Same = 0, Valid = 1 };

/// Tables of the schema's union BuiltinOptions that the writer fills in.
enum class OptionsType {
    None = 0,
    Conv2d = 1,
    DepthwiseConv2d = 2,
    Pool2d = 5,
    FullyConnected = 8,
    Softmax = 9,
    Concatenation = 10,
    Add = 11,
    L2Norm = 12,
    ResizeBilinear = 15,
    Reshape = 17,
    SpaceToDepth = 19,
    Mul = 21,
    Pad = 22,
    Gather = 23,
    Transpose = 26,
    Reducer = 27,
    Sub = 28,
    Div = 29,
    StridedSlice = 32,
    LogSoftmax = 36,
    MaximumMinimum = 39,
    ArgMax = 40,
    PadV2 = 43,
    Slice = 48,
    TransposeConv = 49,
    Pow = 56,
    ArgMin = 57,
    ResizeNearestNeighbor = 74,
    LeakyRelu = 75,
    SquaredDifference = 76,
    MirrorPad = 77,
    AddN = 82,
    Quantize = 89,
    HardSwish = 91,
    DepthToSpace = 94,
    BatchMatMul = 101,
    Gelu = 116
};

/// Bytes of the fields of an operator's attributes in their order, one character each: 'b' a byte, 'i' four, 'l' eight,
/// 'v' a list of 32-bit numbers, '-' a field that is gone. Null for tables that are not known.
const char* optionsLayout(int options_type);

}  // namespace bw::tflite
