// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/tflite_file.h"

#include <algorithm>

#include "base/checked.h"
#include "base/text.h"
#include "io/tflite_schema.h"

namespace bw::tflite {
namespace {

constexpr uint32_t kMaxTensors = 4 * kMaxNodes;
constexpr uint32_t kMaxOperands = 4096;
constexpr uint32_t kMaxSmallIntegers = 64;
constexpr size_t kMaxTensorNameBytes = 160;

tl::unexpected<Error> broken(std::string message, std::string place) {
    return fail(ErrorCode::InvalidFile, std::move(message), std::move(place));
}

Result<void> intact(const FlatbufferView& view, const std::string& place) {
    if (view.ok()) return {};
    return broken("the file is damaged: " + view.fault(), place);
}

/// Bits of one element; 0 for formats without a fixed size.
int64_t elementBits(int type) {
    switch (type) {
        case 0:   // FLOAT32
        case 2:   // INT32
        case 15:  // UINT32
            return 32;
        case 1:   // FLOAT16
        case 7:   // INT16
        case 16:  // UINT16
            return 16;
        case 3:  // UINT8
        case 6:  // BOOL
        case 9:  // INT8
            return 8;
        case 4:   // INT64
        case 8:   // COMPLEX64
        case 10:  // FLOAT64
        case 12:  // UINT64
            return 64;
        case 11:  // COMPLEX128
            return 128;
        case 17:  // INT4
            return 4;
        default:
            return 0;
    }
}

Result<void> readData(TensorInfo& tensor, const FlatTable& table, const FlatVector& buffers, std::string_view bytes,
                      const std::string& place) {
    const uint32_t index = table.uint32(kTensorBuffer);
    if (index == 0) return {};
    if (index >= buffers.size()) {
        return broken("it refers to buffer " + std::to_string(index) + " of " + std::to_string(buffers.size()), place);
    }
    const FlatTable buffer = buffers.table(index);
    tensor.data = buffer.vector(kBufferData, 1).data();
    // Files over 2 GiB keep the bytes behind the FlatBuffers part.
    const uint64_t offset = buffer.uint64(kBufferOffset);
    const uint64_t size = buffer.uint64(kBufferSize);
    if (tensor.data.empty() && offset > 1 && size > 0) {
        if (offset > bytes.size() || size > bytes.size() - offset) {
            return broken("its data lies outside the file", place);
        }
        tensor.data = bytes.substr(offset, size);
    }
    tensor.is_constant = !tensor.data.empty();
    return {};
}

Result<void> checkData(const TensorInfo& tensor, const std::string& place) {
    const auto elements = tensor.elements();
    if (!elements) return broken("its sizes " + tensor.shapeText() + " are impossible", place);
    const auto bits = mulChecked(*elements, elementBits(tensor.type));
    if (!bits || static_cast<uint64_t>(ceilDiv(*bits, 8)) > tensor.data.size()) {
        return broken(
            "it holds " + std::to_string(tensor.data.size()) + " bytes, too few for its sizes " + tensor.shapeText(),
            place);
    }
    return {};
}

Result<TensorInfo> readTensor(ModelFile& file, const FlatTable& table, const FlatVector& buffers, uint32_t index) {
    TensorInfo tensor;
    tensor.name = cleanName(table.string(kTensorName), kMaxTensorNameBytes);
    const std::string place = "tensor " + std::to_string(index) + " '" + tensor.name + "'";
    const FlatVector sizes = table.vector(kTensorShape, 4);
    if (sizes.size() > static_cast<uint32_t>(kMaxRank)) {
        return fail(ErrorCode::LimitExceeded,
                    "it has " + std::to_string(sizes.size()) + " dimensions, the limit is " + std::to_string(kMaxRank),
                    place);
    }
    tensor.rank = static_cast<int>(sizes.size());
    const FlatVector signature = table.vector(kTensorSignature, 4);
    for (uint32_t axis = 0; axis < sizes.size(); ++axis) {
        tensor.sizes[axis] = sizes.int32(axis);
        if (axis > 0 && signature.int32(axis) < 0) tensor.open_sizes = true;
    }
    tensor.type = static_cast<int>(table.int8(kTensorType));
    tensor.is_variable = table.boolean(kTensorVariable);
    tensor.table = table;
    if (auto ok = readData(tensor, table, buffers, file.view.bytes(), place); !ok) return tl::unexpected(ok.error());
    const bool is_sparse = static_cast<bool>(table.table(kTensorSparsity));
    if (tensor.is_constant && !is_sparse && elementBits(tensor.type) > 0) {
        if (auto ok = checkData(tensor, place); !ok) return tl::unexpected(ok.error());
    }
    if (auto ok = intact(file.view, place); !ok) return tl::unexpected(ok.error());
    return tensor;
}

Result<std::vector<int32_t>> readIndices(const ModelFile& file, const FlatVector& vector, int32_t lowest,
                                         const std::string& what, const std::string& place) {
    if (vector.size() > kMaxOperands) {
        return fail(
            ErrorCode::LimitExceeded,
            "it has " + std::to_string(vector.size()) + " " + what + ", the limit is " + std::to_string(kMaxOperands),
            place);
    }
    std::vector<int32_t> indices;
    for (uint32_t i = 0; i < vector.size(); ++i) {
        const int32_t index = vector.int32(i);
        if (index < lowest || index >= static_cast<int64_t>(file.tensors.size())) {
            return broken(
                "its " + what + " name tensor " + std::to_string(index) + " of " + std::to_string(file.tensors.size()),
                place);
        }
        indices.push_back(index);
    }
    if (auto ok = intact(file.view, place); !ok) return tl::unexpected(ok.error());
    return indices;
}

struct Code {
    int32_t builtin = 0;
    int32_t version = 1;
    std::string custom;
};

Result<std::vector<Code>> readCodes(ModelFile& file, const FlatVector& vector) {
    if (vector.size() > kMaxOperands) {
        return fail(ErrorCode::LimitExceeded, "the file lists more than 4,096 kinds of operators");
    }
    std::vector<Code> codes;
    for (uint32_t i = 0; i < vector.size(); ++i) {
        const FlatTable table = vector.table(i);
        Code code;
        // Old files know only the signed byte; new ones repeat numbers below 127 there.
        code.builtin = std::max(static_cast<int32_t>(table.int8(kCodeDeprecated)), table.int32(kCodeBuiltin));
        code.version = table.int32(kCodeVersion, 1);
        if (code.builtin == static_cast<int32_t>(Builtin::Custom)) {
            code.custom = cleanName(table.string(kCodeCustom), kMaxTensorNameBytes);
            if (code.custom.empty()) code.custom = "CUSTOM";
        }
        codes.push_back(std::move(code));
    }
    if (auto ok = intact(file.view, "operator codes"); !ok) return tl::unexpected(ok.error());
    return codes;
}

Result<void> readOperators(ModelFile& file, const FlatVector& vector, const std::vector<Code>& codes) {
    if (vector.size() > static_cast<uint32_t>(kMaxNodes)) {
        return fail(ErrorCode::LimitExceeded, "the network has " + std::to_string(vector.size()) +
                                                  " operators, the limit is " + std::to_string(kMaxNodes));
    }
    for (uint32_t i = 0; i < vector.size(); ++i) {
        const FlatTable table = vector.table(i);
        const std::string place = "operator " + std::to_string(i);
        const uint32_t code = table.uint32(kOperatorCode);
        if (code >= codes.size()) {
            if (auto ok = intact(file.view, place); !ok) return ok;
            return broken("it is of kind " + std::to_string(code) + " of " + std::to_string(codes.size()), place);
        }
        OperatorInfo op;
        op.code = codes[code].builtin;
        op.custom_code = codes[code].custom;
        op.version = codes[code].version;
        op.table = table;
        auto inputs = readIndices(file, table.vector(kOperatorInputs, 4), -1, "inputs", place);
        if (!inputs) return tl::unexpected(inputs.error());
        auto outputs = readIndices(file, table.vector(kOperatorOutputs, 4), 0, "outputs", place);
        if (!outputs) return tl::unexpected(outputs.error());
        op.inputs = std::move(*inputs);
        op.outputs = std::move(*outputs);
        op.options_type = static_cast<int>(table.int8(kOperatorOptionsType));
        op.options = table.table(kOperatorOptions);
        if (auto ok = intact(file.view, place); !ok) return ok;
        file.operators.push_back(std::move(op));
    }
    return {};
}

}  // namespace

std::string TensorInfo::shapeText() const {
    std::string text;
    for (int axis = 0; axis < rank; ++axis)
        text += (text.empty() ? "" : "x") + std::to_string(sizes[static_cast<size_t>(axis)]);
    return text.empty() ? "scalar" : text;
}

std::optional<int64_t> TensorInfo::elements() const {
    int64_t product = 1;
    for (int axis = 0; axis < rank; ++axis) {
        const int64_t size = sizes[static_cast<size_t>(axis)];
        const auto next = size < 0 ? std::nullopt : mulChecked(product, size);
        if (!next || *next > kMaxElements) return std::nullopt;
        product = *next;
    }
    return product;
}

Result<void> parse(ModelFile& file) {
    if (file.view.identifier() != kFileIdentifier) {
        return fail(ErrorCode::InvalidFile, "this is no TFLite model (the mark TFL3 is missing)");
    }
    file.root = file.view.root();
    const FlatTable& model = file.root;
    const FlatVector subgraphs = model.vector(kModelSubgraphs, 4);
    const FlatVector buffers = model.vector(kModelBuffers, 4);
    auto codes = readCodes(file, model.vector(kModelOperatorCodes, 4));
    if (!codes) return tl::unexpected(codes.error());
    if (auto ok = intact(file.view, "model"); !ok) return ok;
    if (subgraphs.empty()) return broken("the file holds no network", "model");
    file.subgraph_count = subgraphs.size();

    const FlatTable main = subgraphs.table(0);
    const FlatVector tensors = main.vector(kSubgraphTensors, 4);
    if (tensors.size() > kMaxTensors) {
        return fail(ErrorCode::LimitExceeded, "the network has " + std::to_string(tensors.size()) +
                                                  " tensors, the limit is " + std::to_string(kMaxTensors));
    }
    for (uint32_t i = 0; i < tensors.size(); ++i) {
        auto tensor = readTensor(file, tensors.table(i), buffers, i);
        if (!tensor) return tl::unexpected(tensor.error());
        file.tensors.push_back(std::move(*tensor));
    }
    auto inputs = readIndices(file, main.vector(kSubgraphInputs, 4), 0, "inputs", "network");
    if (!inputs) return tl::unexpected(inputs.error());
    auto outputs = readIndices(file, main.vector(kSubgraphOutputs, 4), 0, "outputs", "network");
    if (!outputs) return tl::unexpected(outputs.error());
    file.inputs = std::move(*inputs);
    file.outputs = std::move(*outputs);
    return readOperators(file, main.vector(kSubgraphOperators, 4), *codes);
}

std::optional<std::vector<int64_t>> smallIntegers(const TensorInfo& tensor) {
    const bool is_wide = tensor.type == static_cast<int>(ElementType::Int64);
    if (!tensor.is_constant || (!is_wide && tensor.type != static_cast<int>(ElementType::Int32))) return std::nullopt;
    const auto elements = tensor.elements();
    const size_t width = is_wide ? 8 : 4;
    if (!elements || *elements > kMaxSmallIntegers || static_cast<size_t>(*elements) * width > tensor.data.size()) {
        return std::nullopt;
    }
    std::vector<int64_t> values;
    for (size_t i = 0; i < static_cast<size_t>(*elements); ++i) {
        uint64_t value = 0;
        for (size_t byte = width; byte-- > 0;)
            value = value << 8U | static_cast<unsigned char>(tensor.data[i * width + byte]);
        values.push_back(is_wide ? static_cast<int64_t>(value) : static_cast<int32_t>(value));
    }
    return values;
}

}  // namespace bw::tflite
