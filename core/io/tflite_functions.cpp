// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/tflite_functions.h"

#include <algorithm>
#include <cmath>

namespace bw::tflite {
namespace {

double relu(double x) {
    return std::max(x, 0.0);
}
double relu6(double x) {
    return std::clamp(x, 0.0, 6.0);
}
double reluN1To1(double x) {
    return std::clamp(x, -1.0, 1.0);
}
double logistic(double x) {
    return 1 / (1 + std::exp(-x));
}
double hardSwish(double x) {
    return x * relu6(x + 3) / 6;
}
double gelu(double x) {
    return 0.5 * x * std::erfc(-x / std::sqrt(2.0));
}
double leakyRelu(double x) {
    return x < 0 ? 0.01 * x : x;
}
double prelu(double x) {
    return x < 0 ? 0.25 * x : x;
}
double silu(double x) {
    return x * logistic(x);
}
double elu(double x) {
    return x < 0 ? std::expm1(x) : x;
}
double square(double x) {
    return x * x;
}
double reciprocalRoot(double x) {
    return 1 / std::sqrt(std::max(x, 1e-3));
}
double root(double x) {
    return std::sqrt(std::max(x, 0.0));
}
double logarithm(double x) {
    return std::log(std::max(x, 1e-3));
}
double exponential(double x) {
    return std::exp(std::min(x, 20.0));
}
double negative(double x) {
    return -x;
}

}  // namespace

Function functionOf(int32_t code) {
    switch (static_cast<Builtin>(code)) {
        case Builtin::Relu:
            return relu;
        case Builtin::Relu6:
            return relu6;
        case Builtin::ReluN1To1:
            return reluN1To1;
        case Builtin::Logistic:
            return logistic;
        case Builtin::Tanh:
            return std::tanh;
        case Builtin::HardSwish:
            return hardSwish;
        case Builtin::Gelu:
            return gelu;
        case Builtin::LeakyRelu:
            return leakyRelu;
        case Builtin::Prelu:
            return prelu;
        case Builtin::Elu:
            return elu;
        case Builtin::Square:
            return square;
        case Builtin::Rsqrt:
            return reciprocalRoot;
        case Builtin::Sqrt:
            return root;
        case Builtin::Log:
            return logarithm;
        case Builtin::Exp:
            return exponential;
        case Builtin::Neg:
            return negative;
        case Builtin::Abs:
            return std::fabs;
        case Builtin::Sin:
            return std::sin;
        case Builtin::Cos:
            return std::cos;
        default:
            return nullptr;
    }
}

Function fusedFunction(const OutputOperator& op) {
    int field = -1;
    switch (static_cast<OptionsType>(op.options_type)) {
        case OptionsType::Conv2d:
        case OptionsType::TransposeConv:
            field = 3;
            break;
        case OptionsType::DepthwiseConv2d:
            field = 4;
            break;
        case OptionsType::Pool2d:
            field = 5;
            break;
        case OptionsType::Concatenation:
            field = 1;
            break;
        case OptionsType::FullyConnected:
        case OptionsType::Add:
        case OptionsType::Sub:
        case OptionsType::Mul:
        case OptionsType::Div:
            field = 0;
            break;
        default:
            return nullptr;
    }
    const auto given = op.options.find(field);
    const int64_t code = given == op.options.end() ? 0 : given->second;
    return code == 1 ? relu : code == 2 ? reluN1To1 : code == 3 ? relu6 : nullptr;
}

Function siluFunction() {
    return silu;
}

bool isNeverNegative(int32_t code) {
    const auto builtin = static_cast<Builtin>(code);
    return builtin == Builtin::Relu || builtin == Builtin::Square || builtin == Builtin::Sqrt;
}

}  // namespace bw::tflite
