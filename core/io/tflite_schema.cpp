// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/tflite_schema.h"

#include <array>
#include <cstddef>

namespace bw::tflite {
namespace {

/// By number of the table in the union BuiltinOptions; null where a table is not known well enough to be copied.
constexpr std::array<const char*, 127> kLayouts = {
    "",          // none
    "biibiib",   // Conv2D
    "biiibii",   // DepthwiseConv2D
    nullptr,     // ConcatEmbeddings
    "b",         // LSHProjection
    "biiiib",    // Pool2D
    "ibb",       // SVDF
    "bb",        // RNN
    "bbbbb",     // FullyConnected
    "i",         // Softmax
    "ib",        // Concatenation
    "bb",        // Add
    "b",         // L2Norm
    "iiii",      // LocalResponseNormalization
    "biibb",     // LSTM
    "--bb",      // ResizeBilinear
    nullptr,     // Call refers to another network of the file
    "v",         // Reshape
    "iib",       // SkipGram
    "i",         // SpaceToDepth
    "b",         // EmbeddingLookupSparse
    "b",         // Mul
    "",          // Pad
    "ii",        // Gather
    "",          // BatchToSpaceND
    "",          // SpaceToBatchND
    "",          // Transpose
    "b",         // Reducer
    "bb",        // Sub
    "b",         // Div
    "v",         // Squeeze
    "bbb",       // SequenceRNN
    "iiiiib",    // StridedSlice
    "",          // Exp
    "",          // TopKV2
    "i",         // Split
    "",          // LogSoftmax
    "bb",        // Cast
    "",          // Dequantize
    "",          // MaximumMinimum
    "b",         // ArgMax
    "",          // Less
    "",          // Neg
    "",          // PadV2
    "",          // Greater
    "",          // GreaterEqual
    "",          // LessEqual
    "",          // Select
    "",          // Slice
    "biibb",     // TransposeConv
    "b",         // SparseToDense
    "",          // Tile
    "",          // ExpandDims
    "",          // Equal
    "",          // NotEqual
    "b",         // Shape
    "",          // Pow
    "b",         // ArgMin
    "iiib",      // FakeQuant
    "ii",        // Pack
    "",          // LogicalOr
    "i",         // OneHot
    "",          // LogicalAnd
    "",          // LogicalNot
    "ii",        // Unpack
    "",          // FloorDiv
    "",          // Square
    "",          // ZerosLike
    "",          // Fill
    "biibbb",    // BidirectionalSequenceLSTM
    "bbbb",      // BidirectionalSequenceRNN
    "biibbb",    // UnidirectionalSequenceLSTM
    "",          // FloorMod
    "",          // Range
    "bb",        // ResizeNearestNeighbor
    "i",         // LeakyRelu
    "",          // SquaredDifference
    "b",         // MirrorPad
    "",          // Abs
    "i",         // SplitV
    "b",         // Unique
    "",          // ReverseV2
    "",          // AddN
    "",          // GatherNd
    "",          // Cos
    "",          // Where
    "",          // Rank
    "ii",        // ReverseSequence
    "",          // MatrixDiag
    "",          // Quantize
    "",          // MatrixSetDiag
    "",          // HardSwish
    nullptr,     // If refers to other networks of the file
    nullptr,     // While refers to other networks of the file
    "i",         // DepthToSpace
    "",          // NonMaxSuppressionV4
    "",          // NonMaxSuppressionV5
    "",          // ScatterNd
    "",          // SelectV2
    "",          // Densify
    "",          // SegmentSum
    "bbb",       // BatchMatMul
    "bb",        // Cumsum
    nullptr,     // CallOnce refers to another network of the file
    "",          // BroadcastTo
    "",          // Rfft2d
    "biiibiii",  // Conv3D
    "ibb",       // Hashtable
    "",          // HashtableFind
    "",          // HashtableImport
    "",          // HashtableSize
    nullptr,     // VarHandle names what lives outside the network
    "",          // ReadVariable
    "",          // AssignVariable
    "ll",        // Random
    "v",         // Bucketize
    "b",         // Gelu
    "",          // DynamicUpdateSlice
    "",          // UnsortedSegmentProd
    "",          // UnsortedSegmentMax
    "",          // UnsortedSegmentSum
    "",          // ATan2
    "",          // UnsortedSegmentMin
    "",          // Sign
    "",          // Bitcast
    "",          // BitwiseXor
    "",          // RightShift
};

}  // namespace

const char* optionsLayout(int options_type) {
    if (options_type < 0 || static_cast<size_t>(options_type) >= kLayouts.size()) return nullptr;
    return kLayouts[static_cast<size_t>(options_type)];
}

}  // namespace bw::tflite
