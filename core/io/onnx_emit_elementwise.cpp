// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Functions of one or more operands, element by element.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>

#include "base/text.h"
#include "io/onnx_emitter.h"

namespace bw::onnx {
namespace {

/// By the name in Operator::detail: that of our own kind, or of TFLite or ONNX in lower case.
const std::map<std::string_view, std::string>& functions() {
    static const std::map<std::string_view, std::string> table = {{"maximum", "Max"},
                                                                  {"max", "Max"},
                                                                  {"minimum", "Min"},
                                                                  {"min", "Min"},
                                                                  {"power", "Pow"},
                                                                  {"pow", "Pow"},
                                                                  {"mean", "Mean"},
                                                                  {"sqrt", "Sqrt"},
                                                                  {"exp", "Exp"},
                                                                  {"log", "Log"},
                                                                  {"abs", "Abs"},
                                                                  {"neg", "Neg"},
                                                                  {"floor", "Floor"},
                                                                  {"ceil", "Ceil"},
                                                                  {"round", "Round"},
                                                                  {"sin", "Sin"},
                                                                  {"cos", "Cos"},
                                                                  {"tan", "Tan"},
                                                                  {"asin", "Asin"},
                                                                  {"acos", "Acos"},
                                                                  {"atan", "Atan"},
                                                                  {"sinh", "Sinh"},
                                                                  {"cosh", "Cosh"},
                                                                  {"elu", "Elu"},
                                                                  {"selu", "Selu"},
                                                                  {"celu", "Celu"},
                                                                  {"softplus", "Softplus"},
                                                                  {"softsign", "Softsign"},
                                                                  {"sign", "Sign"},
                                                                  {"erf", "Erf"},
                                                                  {"reciprocal", "Reciprocal"}};
    return table;
}

std::string arithmeticName(const Operator& op) {
    switch (op.type) {
        case OpType::Sub:
            return "Sub";
        case OpType::Mul:
            return "Mul";
        case OpType::Div:
            return "Div";
        default:
            return "Add";
    }
}

}  // namespace

Result<Emitter::Names> Emitter::operands(const Operator& op) {
    Names list;
    const SourceOperator* kept = source_ == nullptr ? nullptr : source_->of(index_);
    if (kept != nullptr && !kept->operands.empty()) {
        size_t next = 0;
        for (const auto& operand : kept->operands)
            list.push_back(operand ? operandFrom(*operand) : take(op.inputs[next++]));
        return list;
    }
    for (const TensorId tensor : op.inputs)
        list.push_back(take(tensor));
    if (op.weight_elements == 0) return list;
    const auto constant = constantOf();
    if (!constant) return tl::unexpected(constant.error());
    list.insert(constant->leads ? list.begin() : list.end(), floats(*constant, "constant"));
    return list;
}

std::string Emitter::operandFrom(const SourceTensor& tensor) {
    if (tensor.bytes.size() != sizeof(float)) return copied(tensor, "constant");
    // One number is a setting, not a weight: a node of its own says so.
    float value = 0;
    std::memcpy(&value, tensor.bytes.data(), sizeof value);
    return append("Constant", {}, "setting", {{"value_float", value}});
}

Result<void> Emitter::emitArithmetic(const Operator& op) {
    auto list = operands(op);
    if (!list) return tl::unexpected(list.error());
    if (list->size() == 1) {
        note("an operation of one operand is passed on");
        return appendActivation(op, op.activation, list->front());
    }
    if (list->size() > 2 && op.type == OpType::Add) return appendActivated(op, "Sum", std::move(*list));
    const std::string name = arithmeticName(op);
    std::string value = list->front();
    for (size_t i = 1; i + 1 < list->size(); ++i) {
        note("a product of more than two operands is computed two by two");
        value = append(name, {value, (*list)[i]}, "partial");
    }
    return appendActivated(op, name, {value, list->back()});
}

Result<void> Emitter::emitElementwise(const Operator& op) {
    auto list = operands(op);
    if (!list) return tl::unexpected(list.error());
    const std::string& x = list->front();
    if (op.detail == "squared_difference" && list->size() == 2) {
        note("a squared difference is computed by Sub and Mul");
        const std::string difference = append("Sub", *list, "difference");
        return appendActivated(op, "Mul", {difference, difference});
    }
    if (op.detail == "square") return appendActivated(op, "Mul", {x, x});
    if (op.detail == "rsqrt") {
        note("an inverse square root is computed by Sqrt and Reciprocal");
        return appendActivated(op, "Reciprocal", {append("Sqrt", {x}, "root")});
    }
    if (op.detail == "relu_0_to_1") return appendActivated(op, "Clip", {x, number(0, "low"), number(1, "high")});
    const auto function = functions().find(op.detail);
    if (function == functions().end()) return unsupported("the function '" + elide(op.detail, 60) + "'");
    return appendActivated(op, function->second, std::move(*list));
}

Result<void> Emitter::appendActivation(const Operator& op, Activation activation, const std::string& x) {
    const auto clip = [&](float low, float high) {
        appendResult(op, "Clip", {x, number(low, "low"), number(high, "high")});
        return Result<void>();
    };
    const auto single = [&](const std::string& name, Attributes attributes = {}) {
        appendResult(op, name, {x}, std::move(attributes));
        return Result<void>();
    };
    const SourceOperator* kept = source_ == nullptr ? nullptr : source_->of(index_);
    switch (activation) {
        case Activation::None:
            bind(op.outputs.front(), x);
            return {};
        case Activation::Relu:
            return single("Relu");
        case Activation::Relu6:
            return clip(0, 6);
        case Activation::ReluN1To1:
            return clip(-1, 1);
        case Activation::Sigmoid:
            return single("Sigmoid");
        case Activation::Tanh:
            return single("Tanh");
        case Activation::HardSigmoid:
            if (kept != nullptr && kept->alpha && kept->beta)
                return single("HardSigmoid", {{"alpha", *kept->alpha}, {"beta", *kept->beta}});
            return single("HardSigmoid", {{"alpha", 1.0F / 6}, {"beta", 0.5F}});
        case Activation::HardSwish: {
            if (model_.opset >= 14) return single("HardSwish");
            const std::string gate = append("HardSigmoid", {x}, "gate", {{"alpha", 1.0F / 6}, {"beta", 0.5F}});
            appendResult(op, "Mul", {x, gate});
            return {};
        }
        case Activation::Silu: {
            const std::string gate = append("Sigmoid", {x}, "gate");
            appendResult(op, "Mul", {x, gate});
            return {};
        }
        case Activation::Gelu: {
            note("GELU is computed by Erf and arithmetic");
            const std::string scaled = append("Div", {x, number(std::sqrt(2.0F), "root_of_two")}, "scaled");
            const std::string erf = append("Erf", {scaled}, "erf");
            const std::string lifted = append("Add", {erf, number(1, "one")}, "lifted");
            const std::string product = append("Mul", {x, lifted}, "product");
            appendResult(op, "Mul", {product, number(0.5F, "half")});
            return {};
        }
        case Activation::LeakyRelu:
            return single("LeakyRelu", {{"alpha", kept != nullptr && kept->alpha ? *kept->alpha : 0.01F}});
        case Activation::Prelu:
            break;
    }
    auto slopes = constantOf();
    if (!slopes) return tl::unexpected(slopes.error());
    const Shape& in = shape(op.inputs.front());
    if (slopes->elements() != 1 && slopes->elements() != in.channels())
        return unsupported("a PReLU with other slopes than one for each channel");
    // Slopes align with the last axes.
    std::vector<int64_t> sizes(static_cast<size_t>(std::max(1, in.rank() - in.channelAxis())), 1);
    sizes.front() = slopes->elements();
    slopes->sizes = std::move(sizes);
    appendResult(op, "PRelu", {x, floats(*slopes, "slopes")});
    return {};
}

Result<void> Emitter::emitActivation(const Operator& op) {
    if (op.detail == "clip") note("a clip to another range than 0 to 6 is written as one to 6");
    return appendActivation(op, op.activation, take(op.inputs.front()));
}

Result<void> Emitter::emitNormalize(const Operator& op) {
    const Shape& in = shape(op.inputs.front());
    const std::string& x = take(op.inputs.front());
    if (op.detail == "l2" || op.detail == "l2_norm") {
        const int64_t axis = in.channelAxis();
        return appendActivated(op, "LpNormalization", {x}, {{"axis", axis}, {"p", int64_t{2}}});
    }
    if (op.detail == "mean_variance_norm") return appendActivated(op, "MeanVarianceNormalization", {x});
    const bool instance = op.detail == "instance_norm";
    if (op.detail != "batch_norm" && op.detail != "batch" && !instance)
        return unsupported("the normalisation '" + elide(op.detail, 60) + "'");
    const int64_t channels = in.rank() > 1 ? in[1] : in[0];
    const auto scale = numbers_.scale(index_);
    if (!scale) return tl::unexpected(scale.error());
    const auto shift = numbers_.shift(index_);
    if (!shift) return tl::unexpected(shift.error());
    const auto count = static_cast<size_t>(channels);
    const auto filled = [&](const Numbers& numbers, float otherwise, const std::string& what) {
        if (numbers.elements() == channels) return floats(numbers, what);
        return floats({channels}, std::vector<float>(count, otherwise), what);
    };
    invents_ = true;
    Names inputs = {x, filled(*scale, 1, "scale"), filled(*shift, 0, "shift")};
    if (instance) return appendActivated(op, "InstanceNormalization", std::move(inputs));
    inputs.push_back(floats({channels}, std::vector<float>(count, 0.0F), "mean"));
    inputs.push_back(floats({channels}, std::vector<float>(count, 1.0F), "variance"));
    return appendActivated(op, "BatchNormalization", std::move(inputs), {{"epsilon", 1e-5F}});
}

}  // namespace bw::onnx
