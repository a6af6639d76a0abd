// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/tflite_quantize.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "io/tflite_constants.h"

namespace bw::tflite {
namespace {

bool isOneOf(int32_t code, std::initializer_list<Builtin> list) {
    return std::any_of(list.begin(), list.end(), [code](Builtin b) { return static_cast<int32_t>(b) == code; });
}

/// Operators whose results are integers of the format of what they read.
bool keepsFormat(int32_t code) {
    return isOneOf(
        code, {Builtin::AveragePool2d, Builtin::MaxPool2d, Builtin::Concatenation, Builtin::Pad, Builtin::PadV2,
               Builtin::MirrorPad, Builtin::Reshape, Builtin::ResizeBilinear, Builtin::ResizeNearestNeighbor,
               Builtin::Slice, Builtin::StridedSlice, Builtin::Transpose, Builtin::SpaceToDepth, Builtin::DepthToSpace,
               Builtin::Maximum, Builtin::Minimum, Builtin::ReduceMax, Builtin::ReduceMin, Builtin::Gather});
}

/// Operators that the runtime knows for real numbers only.
bool isFloatOnly(int32_t code) {
    return isOneOf(code, {Builtin::Sqrt, Builtin::Sin, Builtin::Cos, Builtin::Pow, Builtin::Square, Builtin::Floor,
                          Builtin::Ceil, Builtin::Round, Builtin::Sign, Builtin::FloorDiv, Builtin::FloorMod,
                          Builtin::Relu0To1, Builtin::Div, Builtin::ReduceProd});
}

bool isFloat(const OutputTensor& tensor) {
    return tensor.type == static_cast<int>(ElementType::Float32);
}

class Quantizer {
public:
    Quantizer(OutputModel& model, const QuantizeOptions& options)
        : model_(model), options_(options), ranges_(model, options.known) {}

    void run() {
        formats_.resize(model_.tensors.size());
        is_value_.resize(model_.tensors.size());
        collectFixed();
        joinFormats();
        for (size_t i = 0; i < formats_.size(); ++i) {
            if (!is_value_[i]) continue;
            OutputTensor& tensor = model_.tensors[i];
            const NumberFormat format = formatOf(static_cast<int32_t>(i));
            tensor.type = format.type;
            tensor.quantization = format.quantization;
        }
        for (OutputOperator& op : operators_) {
            if (!op.is_copied && !stays_float_.count(op.outputs.front())) quantizeConstants(op);
        }
        model_.operators = std::move(operators_);
    }

private:
    struct Set {
        int32_t parent = -1;  ///< Of the same format; itself where -1.
        std::optional<NumberFormat> fixed;
        ValueRange range;
        bool has_range = false;
    };

    int type() const { return static_cast<int>(options_.is_unsigned ? ElementType::Uint8 : ElementType::Int8); }
    int64_t lowest() const { return options_.is_unsigned ? 0 : -128; }

    NumberFormat fixedFormat(float scale, int64_t zero_of_int8) const {
        NumberFormat format;
        format.type = type();
        format.quantization.scales = {scale};
        format.quantization.zero_points = {zero_of_int8 + 128 + lowest()};
        return format;
    }

    NumberFormat rangeFormat(ValueRange range) const {
        constexpr double kLeast = 1e-6;
        const double low = std::min(range.low, 0.0);
        const double high = std::max(range.high, low + kLeast);
        const double scale = (std::max(high, 0.0) - low) / 255;
        NumberFormat format;
        format.type = type();
        format.quantization.scales = {static_cast<float>(scale)};
        const auto zero = static_cast<int64_t>(std::lround(static_cast<double>(lowest()) - low / scale));
        format.quantization.zero_points = {std::clamp(zero, lowest(), lowest() + 255)};
        return format;
    }

    int32_t rootOf(int32_t tensor) const {
        while (formats_[static_cast<size_t>(tensor)].parent >= 0)
            tensor = formats_[static_cast<size_t>(tensor)].parent;
        return tensor;
    }
    Set& setOf(int32_t tensor) { return formats_[static_cast<size_t>(rootOf(tensor))]; }

    NumberFormat formatOf(int32_t tensor) {
        Set& set = setOf(tensor);
        if (!set.fixed) set.fixed = rangeFormat(set.range);
        return *set.fixed;
    }

    /// A real number that the network computes; constants and integers such as indices are none.
    bool isValue(int32_t tensor) const {
        if (tensor < 0) return false;
        return is_value_[static_cast<size_t>(tensor)];
    }

    void declare(int32_t tensor, const ValueRange& range) {
        Set& set = formats_[static_cast<size_t>(tensor)];
        set.range = range;
        is_value_[static_cast<size_t>(tensor)] = true;
        const auto demand = options_.demands.find(tensor);
        if (demand != options_.demands.end() && demand->second.type != static_cast<int>(ElementType::Float32))
            set.fixed = demand->second;
    }

    void collectFixed() {
        for (size_t i = 0; i < model_.tensors.size(); ++i) {
            const OutputTensor& tensor = model_.tensors[i];
            if (tensor.constant || tensor.is_copied || !isFloat(tensor)) continue;
            declare(static_cast<int32_t>(i), ranges_.range(static_cast<int32_t>(i)));
        }
        for (const OutputOperator& op : model_.operators) {
            if (op.is_copied) continue;
            // Formats that the specification prescribes; where a copied reader demands another one, joinFormats()
            // puts a QUANTIZE between.
            std::optional<NumberFormat> format;
            if (isOneOf(op.code, {Builtin::Softmax, Builtin::Logistic})) format = fixedFormat(1.0F / 256, -128);
            if (isOneOf(op.code, {Builtin::Tanh, Builtin::L2Normalization})) format = fixedFormat(1.0F / 128, 0);
            if (isOneOf(op.code, {Builtin::LogSoftmax})) format = fixedFormat(16.0F / 256, 127);
            if (format) prescribed_[op.outputs.front()] = *format;
        }
    }

    int32_t addValue(const OutputTensor& like, const std::string& suffix, const NumberFormat& format) {
        OutputTensor tensor;
        tensor.shape = like.shape;
        tensor.name = like.name + suffix;
        tensor.type = format.type;
        tensor.quantization = format.quantization;
        model_.tensors.push_back(std::move(tensor));
        Set set;
        set.fixed = format;
        formats_.push_back(set);
        is_value_.push_back(format.type != static_cast<int>(ElementType::Float32));
        return static_cast<int32_t>(model_.tensors.size() - 1);
    }

    void convert(Builtin code, int32_t from, int32_t to) {
        OutputOperator op;
        op.code = static_cast<int32_t>(code);
        op.inputs = {from};
        op.outputs = {to};
        if (code == Builtin::Quantize) op.options_type = static_cast<int>(OptionsType::Quantize);
        operators_.push_back(std::move(op));
    }

    void joinFormats() {
        operators_.reserve(model_.operators.size());
        for (OutputOperator op : model_.operators) {
            if (op.is_copied) {
                operators_.push_back(std::move(op));
                continue;
            }
            for (int32_t& input : op.inputs)
                input = asInteger(input);
            if (isFloatOnly(op.code)) {
                keepFloat(std::move(op));
                continue;
            }
            const int32_t result = op.outputs.front();
            const auto prescribed = prescribed_.find(result);
            int32_t own = result;
            if (prescribed != prescribed_.end()) {
                Set& set = setOf(result);
                if (set.fixed && !set.fixed->sameAs(prescribed->second)) {
                    own = addValue(copyOf(result), "/prescribed", prescribed->second);
                } else {
                    set.fixed = prescribed->second;
                }
            } else if (keepsFormat(op.code) && isValue(result)) {
                own = joinAll(op, result);
            }
            op.outputs.front() = own;
            operators_.push_back(std::move(op));
            if (own != result) convert(Builtin::Quantize, own, result);
            demandFloat(result);
        }
    }

    /// A copied tensor of real numbers, which an integer operator reads, as an integer.
    int32_t asInteger(int32_t tensor) {
        if (tensor < 0) return tensor;
        const OutputTensor info = copyOf(tensor);
        if (!info.is_copied || info.constant || !isFloat(info)) return tensor;
        const int32_t made = addValue(info, "/quantized", rangeFormat(ranges_.range(tensor)));
        convert(Builtin::Quantize, tensor, made);
        return made;
    }

    /// Where a copied operator reads real numbers from a new one.
    void demandFloat(int32_t result) {
        const auto demand = options_.demands.find(result);
        if (demand == options_.demands.end() || demand->second.type != static_cast<int>(ElementType::Float32)) return;
        OutputTensor integer = copyOf(result);
        const int32_t made = addValue(integer, "/integer", rangeFormat(ranges_.range(result)));
        operators_.back().outputs.front() = made;
        is_value_[static_cast<size_t>(result)] = false;
        convert(Builtin::Dequantize, made, result);
    }

    /// An operator without an integer form, between two changes of format.
    void keepFloat(OutputOperator op) {
        const int32_t result = op.outputs.front();
        for (int32_t& input : op.inputs) {
            if (!isValue(input)) continue;
            NumberFormat real;
            const int32_t made = addValue(copyOf(input), "/real", real);
            convert(Builtin::Dequantize, input, made);
            input = made;
        }
        const int32_t made = addValue(copyOf(result), "/real", NumberFormat());
        op.outputs.front() = made;
        stays_float_.insert(made);
        operators_.push_back(std::move(op));
        convert(Builtin::Quantize, made, result);
        demandFloat(result);
    }

    /// Gives `result` and all that the operator reads one format, by a QUANTIZE where that cannot be; the tensor that
    /// the operator writes then.
    int32_t joinAll(OutputOperator& op, int32_t result) {
        int32_t own = result;
        for (int32_t& input : op.inputs) {
            const bool copied = input >= 0 && !isValue(input) && !model_.tensors[static_cast<size_t>(input)].constant &&
                                model_.tensors[static_cast<size_t>(input)].is_copied &&
                                model_.tensors[static_cast<size_t>(input)].type == type();
            if (copied) {
                Set& set = formats_[static_cast<size_t>(input)];
                set.fixed = NumberFormat{type(), model_.tensors[static_cast<size_t>(input)].quantization};
            } else if (!isValue(input)) {
                continue;
            }
            if (join(input, own)) continue;
            if (op.inputs.size() == 1 || input == op.inputs.front()) {
                // The result must have another format than what comes in.
                own = addValue(copyOf(result), "/moved", formatOf(input));
                continue;
            }
            const int32_t changed = addValue(copyOf(input), "/requantized", formatOf(own));
            convert(Builtin::Quantize, input, changed);
            input = changed;
        }
        return own;
    }

    bool join(int32_t a, int32_t b) {
        const int32_t root_a = rootOf(a);
        const int32_t root_b = rootOf(b);
        if (root_a == root_b) return true;
        Set& x = formats_[static_cast<size_t>(root_a)];
        Set& y = formats_[static_cast<size_t>(root_b)];
        if (x.fixed && y.fixed && !x.fixed->sameAs(*y.fixed)) return false;
        if (x.fixed && !y.fixed) y.fixed = x.fixed;
        y.range = {std::min(x.range.low, y.range.low), std::max(x.range.high, y.range.high)};
        x.parent = root_b;
        return true;
    }

    OutputTensor copyOf(int32_t tensor) const {
        const OutputTensor& from = model_.tensors[static_cast<size_t>(tensor)];
        OutputTensor light;
        light.shape = from.shape;
        light.name = from.name;
        light.type = from.type;
        light.is_copied = from.is_copied;
        if (from.constant) light.constant = Payload();
        return light;
    }

    float scaleOf(int32_t tensor) const {
        const Quantization& q = model_.tensors[static_cast<size_t>(tensor)].quantization;
        return q.empty() ? 1.0F : q.scales.front();
    }

    bool isRealConstant(int32_t tensor) const {
        return tensor >= 0 && model_.tensors[static_cast<size_t>(tensor)].constant &&
               isFloat(model_.tensors[static_cast<size_t>(tensor)]);
    }

    void quantizeConstants(OutputOperator& op) {
        const auto code = static_cast<Builtin>(op.code);
        const bool transposes = code == Builtin::TransposeConv;
        if (transposes || isOneOf(op.code, {Builtin::Conv2d, Builtin::DepthwiseConv2d, Builtin::FullyConnected})) {
            const size_t input = transposes ? 2 : 0;
            const size_t bias = transposes ? 3 : 2;
            if (!isRealConstant(op.inputs[1])) return;
            const int axis = options_.is_unsigned || code == Builtin::FullyConnected ? -1
                             : code == Builtin::DepthwiseConv2d                      ? 3
                                                                                     : 0;
            OutputTensor& weights = model_.tensors[static_cast<size_t>(op.inputs[1])];
            if (options_.is_unsigned) {
                quantizeAsymmetric(weights, true);
            } else {
                quantizeWeights(weights, axis);
            }
            if (bias < op.inputs.size() && isRealConstant(op.inputs[bias])) {
                quantizeBias(model_.tensors[static_cast<size_t>(op.inputs[bias])], scaleOf(op.inputs[input]),
                             weights.quantization.scales);
            }
            return;
        }
        for (const int32_t input : op.inputs) {
            if (!isRealConstant(input)) continue;
            OutputTensor& constant = model_.tensors[static_cast<size_t>(input)];
            if (keepsFormat(op.code)) {
                quantizeTo(constant, model_.tensors[static_cast<size_t>(op.inputs.front())]);
            } else if (code == Builtin::BatchMatmul && !options_.is_unsigned) {
                quantizeWeights(constant, -1);
            } else {
                quantizeAsymmetric(constant, options_.is_unsigned);
            }
        }
    }

    OutputModel& model_;
    const QuantizeOptions& options_;
    RangeEstimate ranges_;
    std::vector<Set> formats_;
    std::vector<bool> is_value_;
    std::map<int32_t, NumberFormat> prescribed_;
    std::set<int32_t> stays_float_;
    std::vector<OutputOperator> operators_;
};

}  // namespace

void quantize(OutputModel& model, const QuantizeOptions& options) {
    Quantizer(model, options).run();
}

}  // namespace bw::tflite
