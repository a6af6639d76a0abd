// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/onnx_model.h"

#include <cstring>

namespace bw::test {
namespace {

std::string dimsOf(const std::vector<OnnxDim>& dims) {
    std::string shape;
    for (const OnnxDim& dim : dims) {
        const auto* size = std::get_if<int64_t>(&dim);
        shape += wireBytes(1, size != nullptr ? wireInteger(1, *size) : wireBytes(2, std::get<std::string>(dim)));
    }
    return shape;
}

std::string valueInfoOf(std::string_view name, const std::vector<OnnxDim>& dims) {
    const std::string tensor = wireInteger(1, 1) + wireBytes(2, dimsOf(dims));
    return wireBytes(1, name) + wireBytes(2, wireBytes(1, tensor));
}

std::string tensorOf(std::string_view name, const std::vector<int64_t>& dims, int64_t type) {
    std::string tensor;
    for (const int64_t dim : dims)
        tensor += wireInteger(1, dim);
    return tensor + wireInteger(2, type) + wireBytes(8, name);
}

std::string attributeOf(const OnnxAttribute& attribute) {
    std::string text = wireBytes(1, attribute.name);
    if (const auto* integer = std::get_if<int64_t>(&attribute.value)) {
        text += wireInteger(3, *integer) + wireInteger(20, 2);
    } else if (const auto* real = std::get_if<float>(&attribute.value)) {
        std::string bits(4, '\0');
        std::memcpy(bits.data(), real, 4);
        text += wireVarint((2U << 3U) | 5U) + bits + wireInteger(20, 1);
    } else if (const auto* word = std::get_if<std::string>(&attribute.value)) {
        text += wireBytes(4, *word) + wireInteger(20, 3);
    } else {
        for (const int64_t value : std::get<std::vector<int64_t>>(attribute.value))
            text += wireInteger(8, value);
        text += wireInteger(20, 7);
    }
    return text;
}

}  // namespace

std::string wireVarint(uint64_t value) {
    std::string bytes;
    while (value >= 0x80U) {
        bytes += static_cast<char>((value & 0x7FU) | 0x80U);
        value >>= 7U;
    }
    return bytes + static_cast<char>(value);
}

std::string wireInteger(uint32_t field, int64_t value) {
    return wireVarint(field << 3U) + wireVarint(static_cast<uint64_t>(value));
}

std::string wireBytes(uint32_t field, std::string_view content) {
    return wireVarint((field << 3U) | 2U) + wireVarint(content.size()) + std::string(content);
}

OnnxModel& OnnxModel::input(std::string_view name, const std::vector<OnnxDim>& dims) {
    graph_ += wireBytes(11, valueInfoOf(name, dims));
    return *this;
}

OnnxModel& OnnxModel::output(std::string_view name, const std::vector<OnnxDim>& dims) {
    graph_ += wireBytes(12, dims.empty() ? wireBytes(1, name) : valueInfoOf(name, dims));
    return *this;
}

OnnxModel& OnnxModel::valueInfo(std::string_view name, const std::vector<OnnxDim>& dims) {
    graph_ += wireBytes(13, valueInfoOf(name, dims));
    return *this;
}

OnnxModel& OnnxModel::node(std::string_view op, const std::vector<std::string>& inputs,
                           const std::vector<std::string>& outputs, const std::vector<OnnxAttribute>& attributes,
                           std::string_view name) {
    std::string text;
    for (const std::string& input : inputs)
        text += wireBytes(1, input);
    for (const std::string& output : outputs)
        text += wireBytes(2, output);
    if (!name.empty()) text += wireBytes(3, name);
    text += wireBytes(4, op);
    for (const OnnxAttribute& attribute : attributes)
        text += wireBytes(5, attributeOf(attribute));
    graph_ += wireBytes(1, text);
    return *this;
}

OnnxModel& OnnxModel::weights(std::string_view name, const std::vector<int64_t>& dims, int64_t type) {
    graph_ += wireBytes(5, tensorOf(name, dims, type));
    return *this;
}

OnnxModel& OnnxModel::integers(std::string_view name, const std::vector<int64_t>& values) {
    std::string tensor = tensorOf(name, {static_cast<int64_t>(values.size())}, 7);
    for (const int64_t value : values)
        tensor += wireInteger(7, value);
    graph_ += wireBytes(5, tensor);
    return *this;
}

OnnxModel& OnnxModel::reals(std::string_view name, const std::vector<float>& values) {
    std::string raw(values.size() * 4, '\0');
    if (!values.empty()) std::memcpy(raw.data(), values.data(), raw.size());
    graph_ += wireBytes(5, tensorOf(name, {static_cast<int64_t>(values.size())}, 1) + wireBytes(9, raw));
    return *this;
}

OnnxModel& OnnxModel::scalar(std::string_view name, float value) {
    std::string raw(4, '\0');
    std::memcpy(raw.data(), &value, 4);
    const std::string tensor = tensorOf("", {}, 1) + wireBytes(9, raw);
    const std::string attribute = wireBytes(1, "value") + wireBytes(5, tensor) + wireInteger(20, 4);
    graph_ += wireBytes(1, wireBytes(2, name) + wireBytes(4, "Constant") + wireBytes(5, attribute));
    return *this;
}

OnnxModel& OnnxModel::constantNode(std::string_view name, const std::vector<int64_t>& dims) {
    const std::string attribute = wireBytes(1, "value") + wireBytes(5, tensorOf("", dims, 1)) + wireInteger(20, 4);
    graph_ += wireBytes(1, wireBytes(2, name) + wireBytes(4, "Constant") + wireBytes(5, attribute));
    return *this;
}

std::string OnnxModel::bytes() const {
    return wireInteger(1, 8) + wireBytes(7, graph_) + wireBytes(8, wireBytes(1, "") + wireInteger(2, opset_));
}

}  // namespace bw::test
