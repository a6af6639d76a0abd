// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "io/tflite_converter.h"

namespace bw::tflite {
namespace {

/// Functions of one or more inputs, element by element, that are estimated by the sizes alone.
constexpr std::array kElementwise = {Builtin::Floor,      Builtin::Exp,
                                     Builtin::Maximum,    Builtin::Minimum,
                                     Builtin::Less,       Builtin::Neg,
                                     Builtin::Greater,    Builtin::GreaterEqual,
                                     Builtin::LessEqual,  Builtin::Select,
                                     Builtin::SelectV2,   Builtin::Sin,
                                     Builtin::Cos,        Builtin::Equal,
                                     Builtin::NotEqual,   Builtin::Log,
                                     Builtin::Sqrt,       Builtin::Rsqrt,
                                     Builtin::Pow,        Builtin::LogicalOr,
                                     Builtin::LogicalAnd, Builtin::LogicalNot,
                                     Builtin::FloorDiv,   Builtin::FloorMod,
                                     Builtin::Square,     Builtin::SquaredDifference,
                                     Builtin::Abs,        Builtin::Ceil,
                                     Builtin::Round,      Builtin::Elu,
                                     Builtin::Relu0To1,   Builtin::Sign};

}  // namespace

const std::map<int32_t, Converter::Handler>& Converter::handlers() {
    using Op = const OperatorInfo&;
    static const std::map<int32_t, Handler> table = [] {
        std::map<int32_t, Handler> made;
        const auto on = [&made](Builtin code, Handler handler) { made[static_cast<int32_t>(code)] = handler; };
        for (const Builtin code : kElementwise)
            on(code, [](Converter& c, Op op) { return c.elementwise(op, OpType::Elementwise); });
        on(Builtin::Conv2d, [](Converter& c, Op op) { return c.conv(op); });
        on(Builtin::DepthwiseConv2d, [](Converter& c, Op op) { return c.depthwise(op); });
        on(Builtin::TransposeConv, [](Converter& c, Op op) { return c.transposedConv(op); });
        on(Builtin::FullyConnected, [](Converter& c, Op op) { return c.fullyConnected(op); });
        on(Builtin::BatchMatmul, [](Converter& c, Op op) { return c.batchMatmul(op); });
        on(Builtin::AveragePool2d, [](Converter& c, Op op) { return c.pool(op, OpType::AvgPool); });
        on(Builtin::MaxPool2d, [](Converter& c, Op op) { return c.pool(op, OpType::MaxPool); });
        on(Builtin::Add, [](Converter& c, Op op) { return c.elementwise(op, OpType::Add); });
        on(Builtin::AddN, [](Converter& c, Op op) { return c.elementwise(op, OpType::Add); });
        on(Builtin::Sub, [](Converter& c, Op op) { return c.elementwise(op, OpType::Sub); });
        on(Builtin::Mul, [](Converter& c, Op op) { return c.elementwise(op, OpType::Mul); });
        on(Builtin::Div, [](Converter& c, Op op) { return c.elementwise(op, OpType::Div); });
        on(Builtin::Relu, [](Converter& c, Op op) { return c.activation(op, Activation::Relu); });
        on(Builtin::Relu6, [](Converter& c, Op op) { return c.activation(op, Activation::Relu6); });
        on(Builtin::ReluN1To1, [](Converter& c, Op op) { return c.activation(op, Activation::ReluN1To1); });
        on(Builtin::Logistic, [](Converter& c, Op op) { return c.activation(op, Activation::Sigmoid); });
        on(Builtin::Tanh, [](Converter& c, Op op) { return c.activation(op, Activation::Tanh); });
        on(Builtin::HardSwish, [](Converter& c, Op op) { return c.activation(op, Activation::HardSwish); });
        on(Builtin::Gelu, [](Converter& c, Op op) { return c.activation(op, Activation::Gelu); });
        on(Builtin::Prelu, [](Converter& c, Op op) { return c.activation(op, Activation::Prelu); });
        on(Builtin::LeakyRelu, [](Converter& c, Op op) { return c.activation(op, Activation::LeakyRelu); });
        on(Builtin::Mean, [](Converter& c, Op op) { return c.reduce(op, "mean"); });
        on(Builtin::Sum, [](Converter& c, Op op) { return c.reduce(op, "sum"); });
        on(Builtin::ReduceMax, [](Converter& c, Op op) { return c.reduce(op, "max"); });
        on(Builtin::ReduceMin, [](Converter& c, Op op) { return c.reduce(op, "min"); });
        on(Builtin::ReduceProd, [](Converter& c, Op op) { return c.reduce(op, "prod"); });
        on(Builtin::ReduceAny, [](Converter& c, Op op) { return c.reduce(op, "any"); });
        on(Builtin::Softmax, [](Converter& c, Op op) { return c.softmax(op); });
        on(Builtin::LogSoftmax, [](Converter& c, Op op) { return c.softmax(op); });
        on(Builtin::L2Normalization, [](Converter& c, Op op) { return c.normalize(op, "l2"); });
        on(Builtin::LocalResponseNormalization, [](Converter& c, Op op) { return c.normalize(op, "local_response"); });
        on(Builtin::ArgMax, [](Converter& c, Op op) { return c.argMax(op); });
        on(Builtin::ArgMin, [](Converter& c, Op op) { return c.argMax(op); });
        on(Builtin::Reshape, [](Converter& c, Op op) { return c.reshape(op); });
        on(Builtin::Squeeze, [](Converter& c, Op op) { return c.reshape(op); });
        on(Builtin::ExpandDims, [](Converter& c, Op op) { return c.reshape(op); });
        on(Builtin::Concatenation, [](Converter& c, Op op) { return c.concat(op); });
        on(Builtin::Pack, [](Converter& c, Op op) { return c.pack(op); });
        on(Builtin::Unpack, [](Converter& c, Op op) { return c.unpack(op); });
        on(Builtin::Split, [](Converter& c, Op op) { return c.split(op, false); });
        on(Builtin::SplitV, [](Converter& c, Op op) { return c.split(op, true); });
        on(Builtin::Slice, [](Converter& c, Op op) { return c.slice(op); });
        on(Builtin::StridedSlice, [](Converter& c, Op op) { return c.stridedSlice(op); });
        on(Builtin::Pad, [](Converter& c, Op op) { return c.pad(op); });
        on(Builtin::PadV2, [](Converter& c, Op op) { return c.pad(op); });
        on(Builtin::MirrorPad, [](Converter& c, Op op) { return c.pad(op); });
        on(Builtin::ResizeBilinear, [](Converter& c, Op op) { return c.resize(op, "bilinear"); });
        on(Builtin::ResizeNearestNeighbor, [](Converter& c, Op op) { return c.resize(op, "nearest"); });
        on(Builtin::Transpose, [](Converter& c, Op op) { return c.transpose(op); });
        on(Builtin::SpaceToDepth, [](Converter& c, Op op) { return c.blocks(op, OpType::SpaceToDepth); });
        on(Builtin::DepthToSpace, [](Converter& c, Op op) { return c.blocks(op, OpType::DepthToSpace); });
        on(Builtin::Quantize, [](Converter& c, Op op) { return c.quantize(op); });
        on(Builtin::Dequantize, [](Converter& c, Op op) { return c.quantize(op); });
        on(Builtin::Cast, [](Converter& c, Op op) { return c.quantize(op); });
        on(Builtin::Gather, [](Converter& c, Op op) { return c.gather(op); });
        on(Builtin::GatherNd, [](Converter& c, Op op) { return c.gather(op); });
        on(Builtin::EmbeddingLookup, [](Converter& c, Op op) { return c.gather(op); });
        return made;
    }();
    return table;
}

Outputs Converter::dispatch(const OperatorInfo& op) {
    if (op.custom_code == "Convolution2DTransposeBias") return mediapipeTransposedConv(op);
    const auto handler = handlers().find(op.code);
    if (handler == handlers().end()) return fail(ErrorCode::Unsupported, "Blockwright does not know what it computes");
    return handler->second(*this, op);
}

}  // namespace bw::tflite
