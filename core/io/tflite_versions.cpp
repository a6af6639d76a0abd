// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <map>

#include "io/tflite_quantize.h"

namespace bw::tflite {
namespace {

struct Versions {
    int32_t real;
    int32_t integer;
};

/// Versions with the attributes that the writer uses. Operators that are not listed have version 1 in both.
const std::map<Builtin, Versions>& versions() {
    static const std::map<Builtin, Versions> table = {
        {Builtin::Add, {1, 2}},
        {Builtin::AveragePool2d, {1, 2}},
        {Builtin::Concatenation, {1, 2}},
        {Builtin::Conv2d, {1, 3}},
        {Builtin::DepthwiseConv2d, {1, 3}},
        {Builtin::DepthToSpace, {1, 1}},
        {Builtin::Dequantize, {1, 2}},
        {Builtin::FullyConnected, {1, 4}},
        {Builtin::L2Normalization, {1, 2}},
        {Builtin::Logistic, {1, 2}},
        {Builtin::MaxPool2d, {1, 2}},
        {Builtin::Mul, {1, 2}},
        {Builtin::Relu, {1, 2}},
        {Builtin::Relu6, {1, 2}},
        {Builtin::ResizeBilinear, {3, 3}},
        {Builtin::Softmax, {1, 2}},
        {Builtin::SpaceToDepth, {1, 2}},
        {Builtin::Tanh, {1, 2}},
        {Builtin::Pad, {1, 2}},
        {Builtin::Transpose, {1, 2}},
        {Builtin::Mean, {1, 2}},
        {Builtin::Sub, {1, 2}},
        {Builtin::StridedSlice, {1, 2}},
        {Builtin::LogSoftmax, {1, 2}},
        {Builtin::Maximum, {1, 2}},
        {Builtin::ArgMax, {1, 2}},
        {Builtin::Minimum, {1, 2}},
        {Builtin::PadV2, {1, 2}},
        {Builtin::Slice, {1, 2}},
        {Builtin::TransposeConv, {1, 2}},
        {Builtin::Sum, {1, 2}},
        {Builtin::ReduceMax, {1, 2}},
        {Builtin::ArgMin, {1, 2}},
        {Builtin::ReduceMin, {1, 2}},
        {Builtin::Gather, {1, 2}},
        {Builtin::ResizeNearestNeighbor, {1, 2}},
        {Builtin::LeakyRelu, {1, 2}},
        {Builtin::SquaredDifference, {1, 2}},
        {Builtin::Rsqrt, {1, 2}},
        {Builtin::MirrorPad, {1, 2}},
        {Builtin::Abs, {1, 2}},
        {Builtin::BatchMatmul, {1, 2}},
        {Builtin::Gelu, {1, 2}},
    };
    return table;
}

}  // namespace

int32_t versionOf(const OutputModel& model, const OutputOperator& op) {
    const auto code = static_cast<Builtin>(op.code);
    const auto listed = versions().find(code);
    if (listed == versions().end()) return 1;
    bool integer = false;
    for (const int32_t tensor : op.inputs) {
        integer = integer || (tensor >= 0 &&
                              model.tensors[static_cast<size_t>(tensor)].type == static_cast<int>(ElementType::Int8));
    }
    int32_t version = integer ? listed->second.integer : listed->second.real;
    const auto option = [&op](int field) {
        const auto given = op.options.find(field);
        return given == op.options.end() ? int64_t{0} : given->second;
    };
    if (code == Builtin::TransposeConv && op.inputs.size() > 3) version = 3;
    if (code == Builtin::FullyConnected && option(2) != 0) version = 5;
    if (code == Builtin::DepthwiseConv2d && !integer && (option(5) > 1 || option(6) > 1)) version = 2;
    return version;
}

}  // namespace bw::tflite
