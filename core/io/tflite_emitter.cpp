// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/tflite_emitter.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace bw::tflite {
namespace {

constexpr std::array<int, 4> kNhwcOfNchw = {0, 3, 1, 2};  ///< File axis of graph axis.

size_t at(Layout layout) {
    return static_cast<size_t>(layout);
}

template <class T>
std::string bytesOf(const std::vector<T>& values) {
    // TFLite files are little-endian like every machine that Debian builds Blockwright for.
    static_assert(std::endian::native == std::endian::little);
    std::string bytes(values.size() * sizeof(T), '\0');
    std::memcpy(bytes.data(), values.data(), bytes.size());
    return bytes;
}

}  // namespace

int fileAxis(int axis, int rank, Layout layout) {
    return rank == 4 && layout == Layout::ChannelsLast ? kNhwcOfNchw[static_cast<size_t>(axis)] : axis;
}

bool sameOrder(const Shape& shape) {
    return shape.rank() != 4 || shape[1] == 1 || (shape[2] == 1 && shape[3] == 1);
}

std::vector<int32_t> narrowed(const std::vector<int64_t>& sizes) {
    return {sizes.begin(), sizes.end()};
}

std::vector<int32_t> fileSizes(const Shape& shape, Layout layout) {
    std::vector<int32_t> sizes(static_cast<size_t>(shape.rank()));
    for (int axis = 0; axis < shape.rank(); ++axis)
        sizes[static_cast<size_t>(fileAxis(axis, shape.rank(), layout))] = static_cast<int32_t>(shape[axis]);
    return sizes;
}

std::optional<int64_t> fusedCode(Activation activation) {
    switch (activation) {
        case Activation::None:
            return 0;
        case Activation::Relu:
            return 1;
        case Activation::ReluN1To1:
            return 2;
        case Activation::Relu6:
            return 3;
        default:
            return std::nullopt;
    }
}

Emitter::Emitter(const LoweredNetwork& lowered, const OperatorNumbers& numbers, std::vector<std::string> operator_names,
                 EmitOptions options)
    : lowered_(lowered), numbers_(numbers), options_(options), operator_names_(std::move(operator_names)) {
    places_.assign(lowered.graph.tensors.size(), {-1, -1});
}

std::string Emitter::uniqueName(const std::string& wanted) {
    std::string name = wanted.empty() ? "tensor" : wanted;
    for (int i = 1; !names_.insert(name).second; ++i)
        name = wanted + "_" + std::to_string(i);
    return name;
}

int32_t Emitter::addTensor(OutputTensor tensor) {
    tensor.name = uniqueName(tensor.name);
    model_.tensors.push_back(std::move(tensor));
    return static_cast<int32_t>(model_.tensors.size() - 1);
}

void Emitter::bind(TensorId tensor, Layout layout, int32_t file_tensor) {
    auto& place = places_[static_cast<size_t>(tensor)];
    place[at(layout)] = file_tensor;
    if (shape(tensor).rank() != 4) place = {file_tensor, file_tensor};
}

bool Emitter::isWritten(TensorId tensor) const {
    const auto& place = places_[static_cast<size_t>(tensor)];
    return place[0] >= 0 || place[1] >= 0;
}

std::vector<int32_t> Emitter::holdersOf(TensorId tensor) const {
    std::vector<int32_t> holders;
    for (const int32_t holder : places_[static_cast<size_t>(tensor)]) {
        if (holder >= 0) holders.push_back(holder);
    }
    return holders;
}

Layout Emitter::layoutOf(TensorId tensor) const {
    return places_[static_cast<size_t>(tensor)][at(Layout::ChannelsLast)] >= 0 ? Layout::ChannelsLast : Layout::Plain;
}

int32_t Emitter::take(TensorId tensor, Layout layout) {
    auto& place = places_[static_cast<size_t>(tensor)];
    if (place[at(layout)] >= 0) return place[at(layout)];
    const Layout other = layout == Layout::Plain ? Layout::ChannelsLast : Layout::Plain;
    const int32_t from = place[at(other)];
    const Shape& sizes = shape(tensor);
    const std::string what = layout == Layout::Plain ? "nchw" : "nhwc";
    if (sameOrder(sizes)) {
        place[at(layout)] = reshaped(from, fileSizes(sizes, layout), what);
    } else {
        note("the order of axes changes between NHWC and NCHW by a TRANSPOSE");
        const std::vector<int32_t> order =
            layout == Layout::Plain ? std::vector<int32_t>{0, 3, 1, 2} : std::vector<int32_t>{0, 2, 3, 1};
        place[at(layout)] = transposed(from, order, what);
    }
    return place[at(layout)];
}

void Emitter::addInput(TensorId tensor, const std::string& name) {
    OutputTensor input;
    input.shape = fileSizes(shape(tensor), Layout::ChannelsLast);
    input.name = name;
    const int32_t made = addTensor(std::move(input));
    model_.inputs.push_back(made);
    bind(tensor, Layout::ChannelsLast, made);
}

void Emitter::addOutputs() {
    for (const TensorId tensor : lowered_.graph.outputs)
        model_.outputs.push_back(take(tensor, layoutOf(tensor)));
}

void Emitter::pretend(size_t index) {
    index_ = index;
    for (const TensorId tensor : lowered_.graph.operators[index].outputs) {
        if (!isWritten(tensor))
            bind(tensor, Layout::ChannelsLast, temporary(fileSizes(shape(tensor), Layout::ChannelsLast), "refused"));
    }
}

Emitter::Handler Emitter::handlerOf(OpType type) {
    static const auto table = [] {
        std::array<Handler, kOpTypeCount> made;
        made.fill(&Emitter::emitUnknown);
        const auto on = [&made](OpType op, Handler handler) { made[static_cast<size_t>(op)] = handler; };
        on(OpType::Conv2d, &Emitter::emitConv);
        on(OpType::DepthwiseConv2d, &Emitter::emitConv);
        on(OpType::TransposedConv2d, &Emitter::emitTransposedConv);
        on(OpType::Dense, &Emitter::emitDense);
        on(OpType::MaxPool, &Emitter::emitPool);
        on(OpType::AvgPool, &Emitter::emitPool);
        on(OpType::Reduce, &Emitter::emitReduce);
        on(OpType::Add, &Emitter::emitArithmetic);
        on(OpType::Sub, &Emitter::emitArithmetic);
        on(OpType::Mul, &Emitter::emitArithmetic);
        on(OpType::Div, &Emitter::emitArithmetic);
        on(OpType::Elementwise, &Emitter::emitElementwise);
        on(OpType::Activation, &Emitter::emitActivation);
        on(OpType::Normalize, &Emitter::emitNormalize);
        on(OpType::LayerNorm, &Emitter::emitLayerNorm);
        on(OpType::Softmax, &Emitter::emitSoftmax);
        on(OpType::MatMul, &Emitter::emitMatMul);
        on(OpType::Concat, &Emitter::emitConcat);
        on(OpType::Resize, &Emitter::emitResize);
        on(OpType::Pad, &Emitter::emitPad);
        on(OpType::Slice, &Emitter::emitSlice);
        on(OpType::Transpose, &Emitter::emitTranspose);
        on(OpType::Reshape, &Emitter::emitReshape);
        on(OpType::SpaceToDepth, &Emitter::emitBlocks);
        on(OpType::DepthToSpace, &Emitter::emitBlocks);
        on(OpType::ArgMax, &Emitter::emitArgMax);
        on(OpType::Gather, &Emitter::emitGather);
        on(OpType::Quantize, &Emitter::emitQuantize);
        return made;
    }();
    return table[static_cast<size_t>(type)];
}

std::function<std::vector<float>()> Emitter::kernelIn(std::vector<int> order) const {
    return [numbers = &numbers_, index = index_, order = std::move(order)] {
        const auto kernel = numbers->kernel(index);
        // An empty result has another size than planned, which ends the writing.
        return kernel ? kernel->permuted(order)() : std::vector<float>();
    };
}

Result<int32_t> Emitter::biasOf(const Operator& op) {
    const auto bias = numbers_.bias(index_);
    if (!bias) return tl::unexpected(bias.error());
    if (bias->empty()) return -1;
    return floats({static_cast<int32_t>(op.out_channels)}, bias->inOrder(), "bias");
}

Result<void> Emitter::emit(size_t index) {
    index_ = index;
    const Operator& op = lowered_.graph.operators[index];
    const Activation implied = numbers_.impliedActivation(index);
    if (op.activation != Activation::None || implied == Activation::None) return (this->*handlerOf(op.type))(op);
    note("an activation that the original's integers imply is written out");
    Operator clipped = op;
    clipped.activation = implied;
    return (this->*handlerOf(op.type))(clipped);
}

tl::unexpected<Error> Emitter::unsupported(std::string message) const {
    return fail(ErrorCode::Unsupported, "TFLite has no counterpart: " + message, operator_names_[index_],
                "export to ONNX, or replace the block");
}

void Emitter::append(Builtin code, std::vector<int32_t> inputs, int32_t output, OptionsType type, Options options) {
    OutputOperator op;
    op.code = static_cast<int32_t>(code);
    op.inputs = std::move(inputs);
    op.outputs = {output};
    op.options_type = static_cast<int>(type);
    op.options = std::move(options);
    model_.operators.push_back(std::move(op));
}

int32_t Emitter::temporary(std::vector<int32_t> sizes, const std::string& what) {
    OutputTensor tensor;
    tensor.shape = std::move(sizes);
    tensor.name = operator_names_[index_] + "/" + what;
    return addTensor(std::move(tensor));
}

int32_t Emitter::integers(const std::vector<int32_t>& values, const std::string& what) {
    OutputTensor tensor;
    tensor.shape = {static_cast<int32_t>(values.size())};
    tensor.type = static_cast<int>(ElementType::Int32);
    tensor.name = operator_names_[index_] + "/" + what;
    const std::string bytes = bytesOf(values);
    tensor.constant = Payload{bytes.size(), {}, [bytes] { return bytes; }};
    return addTensor(std::move(tensor));
}

int32_t Emitter::floats(std::vector<int32_t> sizes, std::function<std::vector<float>()> values,
                        const std::string& what) {
    OutputTensor tensor;
    uint64_t bytes = sizeof(float);
    for (const int32_t size : sizes)
        bytes *= static_cast<uint64_t>(size);
    tensor.shape = std::move(sizes);
    tensor.name = operator_names_[index_] + "/" + what;
    tensor.constant = Payload{bytes, {}, [values = std::move(values)] { return bytesOf(values()); }};
    return addTensor(std::move(tensor));
}

int32_t Emitter::number(float value, const std::string& what) {
    return floats(
        {1}, [value] { return std::vector<float>{value}; }, what);
}

int32_t Emitter::result(const Operator& op, Layout layout) {
    const TensorId tensor = op.outputs.front();
    OutputTensor made;
    made.shape = fileSizes(shape(tensor), layout);
    made.name = operator_names_[index_];
    const int32_t id = addTensor(std::move(made));
    bind(tensor, layout, id);
    return id;
}

int32_t Emitter::resultBefore(const Operator& op, Layout layout, bool fused) {
    if (fused || op.activation == Activation::None) return result(op, layout);
    return temporary(fileSizes(shape(op.outputs.front()), layout), "linear");
}

void Emitter::applyActivation(const Operator& op, Layout layout, int32_t from) {
    if (op.activation == Activation::None || isWritten(op.outputs.front())) return;
    const Builtin code = op.activation == Activation::Relu    ? Builtin::Relu
                         : op.activation == Activation::Relu6 ? Builtin::Relu6
                                                              : Builtin::ReluN1To1;
    append(code, {from}, result(op, layout));
}

int32_t Emitter::reshaped(int32_t tensor, std::vector<int32_t> sizes, const std::string& what) {
    const int32_t made = temporary(sizes, what);
    const int32_t target = integers(sizes, what + "/shape");
    append(Builtin::Reshape, {tensor, target}, made, OptionsType::Reshape);
    model_.operators.back().options_list = std::move(sizes);
    model_.operators.back().has_options_list = true;
    return made;
}

int32_t Emitter::transposed(int32_t tensor, const std::vector<int32_t>& order, const std::string& what) {
    const std::vector<int32_t>& from = model_.tensors[static_cast<size_t>(tensor)].shape;
    std::vector<int32_t> sizes;
    for (const int32_t axis : order)
        sizes.push_back(from[static_cast<size_t>(axis)]);
    const int32_t permutation = integers(order, what + "/order");
    const int32_t made = temporary(std::move(sizes), what);
    append(Builtin::Transpose, {tensor, permutation}, made, OptionsType::Transpose);
    return made;
}

int32_t Emitter::takeMap(TensorId tensor) {
    const int32_t from = take(tensor, Layout::ChannelsLast);
    const Shape& sizes = shape(tensor);
    if (sizes.rank() == 4) return from;
    note("a sequence is computed as a map of height 1");
    const int32_t last = transposed(from, {0, 2, 1}, "channels_last");
    return reshaped(last,
                    {static_cast<int32_t>(sizes[0]), 1, static_cast<int32_t>(sizes[2]), static_cast<int32_t>(sizes[1])},
                    "map");
}

std::vector<int32_t> Emitter::mapSizes(const Shape& sizes) const {
    if (sizes.rank() == 4) return fileSizes(sizes, Layout::ChannelsLast);
    return {static_cast<int32_t>(sizes[0]), 1, static_cast<int32_t>(sizes[2]), static_cast<int32_t>(sizes[1])};
}

void Emitter::finishMap(const Operator& op, int32_t map) {
    const TensorId tensor = op.outputs.front();
    const Shape& sizes = shape(tensor);
    if (sizes.rank() == 4) {
        bind(tensor, Layout::ChannelsLast, map);
        return;
    }
    const auto batch = static_cast<int32_t>(sizes[0]);
    const int32_t flat =
        reshaped(map, {batch, static_cast<int32_t>(sizes[2]), static_cast<int32_t>(sizes[1])}, "sequence");
    const int32_t order = integers({0, 2, 1}, "order");
    append(Builtin::Transpose, {flat, order}, result(op, Layout::Plain), OptionsType::Transpose);
}

}  // namespace bw::tflite
