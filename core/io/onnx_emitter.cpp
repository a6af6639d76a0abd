// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/onnx_emitter.h"

#include <algorithm>
#include <cstring>

#include "base/text.h"
#include "io/onnx_graph.h"

namespace bw::onnx {
namespace {

std::vector<int64_t> dimsOf(const Shape& shape) {
    return {shape.sizes().begin(), shape.sizes().end()};
}

template <class T>
OutputTensor constantTensor(std::string name, std::vector<int64_t> dims, int32_t type,
                            std::shared_ptr<const std::vector<T>> values) {
    OutputTensor tensor{std::move(name), std::move(dims), type, values->size() * sizeof(T), {}};
    tensor.bytes = [values = std::move(values)] {
        std::string bytes(values->size() * sizeof(T), '\0');
        if (!bytes.empty()) std::memcpy(bytes.data(), values->data(), bytes.size());
        return bytes;
    };
    return tensor;
}

/// What normalisation adds to the variance; the value of PyTorch and ONNX.
constexpr float kEpsilon = 1e-5F;

}  // namespace

Emitter::Emitter(const LoweredNetwork& lowered, const OperatorNumbers& numbers, const SourceWeights* source,
                 std::vector<std::string> operator_names, EmitterOptions options)
    : lowered_(lowered),
      numbers_(numbers),
      source_(source),
      operator_names_(std::move(operator_names)),
      channels_last_reshapes_(options.channels_last_reshapes),
      names_of_tensors_(lowered.graph.tensors.size()) {
    model_.opset = options.opset;
}

Emitter::Handler Emitter::handlerOf(OpType type) {
    switch (type) {
        case OpType::Conv2d:
        case OpType::DepthwiseConv2d:
            return &Emitter::emitConv;
        case OpType::TransposedConv2d:
            return &Emitter::emitTransposedConv;
        case OpType::Dense:
            return &Emitter::emitDense;
        case OpType::MaxPool:
        case OpType::AvgPool:
            return &Emitter::emitPool;
        case OpType::Reduce:
            return &Emitter::emitReduce;
        case OpType::Add:
        case OpType::Sub:
        case OpType::Mul:
        case OpType::Div:
            return &Emitter::emitArithmetic;
        case OpType::Elementwise:
            return &Emitter::emitElementwise;
        case OpType::Activation:
            return &Emitter::emitActivation;
        case OpType::Normalize:
            return &Emitter::emitNormalize;
        case OpType::LayerNorm:
            return &Emitter::emitLayerNorm;
        case OpType::Softmax:
            return &Emitter::emitSoftmax;
        case OpType::MatMul:
            return &Emitter::emitMatMul;
        case OpType::Concat:
            return &Emitter::emitConcat;
        case OpType::Resize:
            return &Emitter::emitResize;
        case OpType::Pad:
            return &Emitter::emitPad;
        case OpType::Slice:
            return &Emitter::emitSlice;
        case OpType::Transpose:
            return &Emitter::emitTranspose;
        case OpType::Reshape:
            return &Emitter::emitReshape;
        case OpType::SpaceToDepth:
        case OpType::DepthToSpace:
            return &Emitter::emitBlocks;
        case OpType::ArgMax:
            return &Emitter::emitArgMax;
        case OpType::Quantize:
            return &Emitter::emitQuantize;
        case OpType::Gather:
            return &Emitter::emitGather;
        case OpType::Opaque:
            break;
    }
    return &Emitter::emitUnknown;
}

void Emitter::addInput(TensorId tensor, const std::string& name) {
    bind(tensor, uniqueName(name));
    model_.inputs.push_back({take(tensor), dimsOf(shape(tensor)), kFloat});
}

Result<void> Emitter::emit(size_t index) {
    index_ = index;
    named_ = false;
    const Operator& op = lowered_.graph.operators[index];
    return (this->*handlerOf(op.type))(op);
}

void Emitter::pretend(size_t index) {
    for (const TensorId tensor : lowered_.graph.operators[index].outputs)
        bind(tensor, uniqueName("missing"));
}

void Emitter::addOutputs() {
    std::set<std::string> listed;
    for (const TensorId tensor : lowered_.graph.outputs) {
        std::string name = take(tensor);
        const bool is_input =
            std::any_of(model_.inputs.begin(), model_.inputs.end(), [&](const auto& in) { return in.name == name; });
        if (is_input || listed.count(name) > 0) {
            // An output needs a name of its own.
            const std::string other = uniqueName(name + "/output");
            model_.nodes.push_back({other, "Identity", {name}, {other}, {}});
            name = other;
        }
        listed.insert(name);
        const int32_t producer = lowered_.graph.tensors[static_cast<size_t>(tensor)].producer;
        const bool index =
            producer >= 0 && lowered_.graph.operators[static_cast<size_t>(producer)].type == OpType::ArgMax;
        model_.outputs.push_back({name, dimsOf(shape(tensor)), index ? kInt64 : kFloat});
    }
}

tl::unexpected<Error> Emitter::unsupported(std::string message) const {
    return fail(ErrorCode::Unsupported, std::move(message) + " has no counterpart in ONNX", operator_names_[index_]);
}

std::string Emitter::uniqueName(const std::string& wanted) {
    const std::string base = wanted.empty() ? std::string("value") : printableName(wanted);
    std::string name = base;
    for (int i = 2; !names_.insert(name).second; ++i)
        name = base + "_" + std::to_string(i);
    return name;
}

void Emitter::addNode(const std::string& wanted, const std::string& op_type, Names inputs, const std::string& output,
                      Attributes attributes) {
    std::string name = printableName(wanted);
    for (int i = 2; !node_names_.insert(name).second; ++i)
        name = printableName(wanted) + "_" + std::to_string(i);
    model_.nodes.push_back({name, op_type, std::move(inputs), {output}, std::move(attributes)});
}

std::string Emitter::append(const std::string& op_type, Names inputs, const std::string& what, Attributes attributes) {
    std::string output = uniqueName(operator_names_[index_] + "/" + what);
    addNode(output, op_type, std::move(inputs), output, std::move(attributes));
    return output;
}

void Emitter::appendResult(const Operator& op, const std::string& op_type, Names inputs, Attributes attributes) {
    const std::string output = uniqueName(operator_names_[index_]);
    addNode(named_ ? output + "/" + op_type : operator_names_[index_], op_type, std::move(inputs), output,
            std::move(attributes));
    bind(op.outputs.front(), output);
}

Result<void> Emitter::appendActivated(const Operator& op, const std::string& op_type, Names inputs,
                                      Attributes attributes) {
    const Activation activation = activationOf(op);
    const bool activates = activation != Activation::None;
    if (!op.has_batch_norm && !activates) {
        appendResult(op, op_type, std::move(inputs), std::move(attributes));
        return {};
    }
    // The node that computes bears the operator's name, as readers expect; what follows adds to it.
    std::string value = uniqueName(operator_names_[index_] + "/" + std::string(opTypeId(op.type)));
    addNode(operator_names_[index_], op_type, std::move(inputs), value, std::move(attributes));
    named_ = true;
    if (op.has_batch_norm) {
        const auto result = normalized(op, value, !activates);
        if (!result) return tl::unexpected(result.error());
        value = *result;
    }
    if (!activates) return {};
    return appendActivation(op, activation, value);
}

Activation Emitter::activationOf(const Operator& op) const {
    return op.activation == Activation::None ? numbers_.impliedActivation(index_) : op.activation;
}

Result<std::string> Emitter::normalized(const Operator& op, const std::string& input, bool last) {
    Names inputs = {input};
    float epsilon = kEpsilon;
    const SourceOperator* kept = source_ == nullptr ? nullptr : source_->of(index_);
    if (kept != nullptr && kept->normalization) {
        const SourceNormalization& source = *kept->normalization;
        epsilon = source.epsilon;
        inputs.push_back(copied(source.scale, "scale"));
        inputs.push_back(copied(source.shift, "shift"));
        inputs.push_back(copied(source.mean, "mean"));
        inputs.push_back(copied(source.variance, "variance"));
    } else {
        const auto channels = static_cast<size_t>(op.out_channels);
        std::vector<float> shift(channels, 0.0F);
        if (!op.has_bias) {
            // The numbers of a folded bias stand here, so that networks of equal seed compute the same in every format.
            const auto numbers = numbers_.bias(index_);
            if (!numbers) return tl::unexpected(numbers.error());
            if (!numbers->empty()) shift = *numbers->values;
            invents_ = true;
        }
        const auto size = static_cast<int64_t>(channels);
        inputs.push_back(floats({size}, std::vector<float>(channels, 1.0F), "scale"));
        inputs.push_back(floats({size}, std::move(shift), "shift"));
        inputs.push_back(floats({size}, std::vector<float>(channels, 0.0F), "mean"));
        inputs.push_back(floats({size}, std::vector<float>(channels, 1.0F - kEpsilon), "variance"));
    }
    Attributes attributes = {{"epsilon", epsilon}};
    if (!last) return append("BatchNormalization", std::move(inputs), "normalised", std::move(attributes));
    appendResult(op, "BatchNormalization", std::move(inputs), std::move(attributes));
    return take(op.outputs.front());
}

std::string Emitter::floats(const Numbers& numbers, const std::string& what) {
    const std::string name = uniqueName(operator_names_[index_] + "/" + what);
    auto values = numbers.values ? numbers.values : std::make_shared<const std::vector<float>>();
    model_.initializers.push_back(constantTensor<float>(name, numbers.sizes, kFloat, std::move(values)));
    return name;
}

std::string Emitter::floats(std::vector<int64_t> dims, std::vector<float> values, const std::string& what) {
    const std::string name = uniqueName(operator_names_[index_] + "/" + what);
    model_.initializers.push_back(constantTensor<float>(name, std::move(dims), kFloat,
                                                        std::make_shared<const std::vector<float>>(std::move(values))));
    return name;
}

std::string Emitter::integers(const std::vector<int64_t>& values, const std::string& what) {
    const std::string name = uniqueName(operator_names_[index_] + "/" + what);
    model_.initializers.push_back(constantTensor<int64_t>(name, {static_cast<int64_t>(values.size())}, kInt64,
                                                          std::make_shared<const std::vector<int64_t>>(values)));
    return name;
}

std::string Emitter::copied(const SourceTensor& tensor, const std::string& what) {
    const std::string name = uniqueName(operator_names_[index_] + "/" + what);
    OutputTensor made{name, tensor.dims, kFloat, tensor.bytes.size(), {}};
    made.bytes = [bytes = tensor.bytes] { return std::string(bytes); };
    model_.initializers.push_back(std::move(made));
    return name;
}

Result<std::string> Emitter::kernelOf() {
    const SourceOperator* kept = source_ == nullptr ? nullptr : source_->of(index_);
    if (kept != nullptr && kept->kernel) return copied(*kept->kernel, "kernel");
    const auto numbers = numbers_.kernel(index_);
    if (!numbers) return tl::unexpected(numbers.error());
    invents_ = true;
    Numbers kernel = *numbers;
    // Kernels of sequences have no height.
    const Operator& op = lowered_.graph.operators[index_];
    if (op.isConvolution() && shape(op.inputs.front()).rank() == 3 && kernel.sizes.size() == 4)
        kernel.sizes.erase(kernel.sizes.begin() + 2);
    return floats(kernel, "kernel");
}

Result<std::string> Emitter::biasOf(const Operator& op) {
    if (!op.has_bias) return std::string();
    const SourceOperator* kept = source_ == nullptr ? nullptr : source_->of(index_);
    if (kept != nullptr && kept->bias) return copied(*kept->bias, "bias");
    const auto numbers = numbers_.bias(index_);
    if (!numbers) return tl::unexpected(numbers.error());
    invents_ = true;
    return floats(*numbers, "bias");
}

Result<Numbers> Emitter::constantOf() {
    const SourceOperator* kept = source_ == nullptr ? nullptr : source_->of(index_);
    if (kept == nullptr || !kept->constant) {
        invents_ = true;
        return numbers_.constant(index_);
    }
    std::vector<float> values(kept->constant->bytes.size() / sizeof(float));
    if (!values.empty()) std::memcpy(values.data(), kept->constant->bytes.data(), values.size() * sizeof(float));
    return Numbers{kept->constant->dims, std::make_shared<const std::vector<float>>(std::move(values))};
}

Result<void> Emitter::emitUnknown(const Operator& op) {
    const std::string what = op.detail.empty() ? std::string(opTypeId(op.type)) : op.detail;
    return unsupported("'" + elide(what, 60) + "' of another format");
}

}  // namespace bw::onnx
