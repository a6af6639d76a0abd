// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/tflite_model.h"

#include <algorithm>

namespace bw::test {
namespace {

constexpr int kCustom = 32;

size_t bytesOf(const std::vector<int32_t>& shape, TfliteModel::Type type) {
    size_t elements = 1;
    for (const int32_t size : shape)
        elements *= static_cast<size_t>(size);
    if (type == TfliteModel::Int8) return elements;
    return elements * (type == TfliteModel::Float16 ? 2 : 4);
}

}  // namespace

int TfliteModel::addTensor(const std::vector<int32_t>& shape, const std::string& name, Type type, int buffer) {
    const auto table = writer_.table();
    writer_.setChild(table, 0, writer_.int32s(shape));
    writer_.setScalar(table, 1, type, 1);
    writer_.setScalar(table, 2, buffer, 4);
    writer_.setChild(table, 3, writer_.string(name));
    tensors_.push_back(table);
    return static_cast<int>(tensors_.size()) - 1;
}

int TfliteModel::tensor(const std::vector<int32_t>& shape, const std::string& name, Type type) {
    return addTensor(shape, name, type, 0);
}

void TfliteModel::setSignature(int tensor, const std::vector<int32_t>& sizes) {
    writer_.setChild(tensors_[static_cast<size_t>(tensor)], 7, writer_.int32s(sizes));
}

int TfliteModel::weights(const std::vector<int32_t>& shape, const std::string& name, Type type) {
    const auto buffer = writer_.table();
    writer_.setChild(buffer, 0, writer_.bytes(std::string(bytesOf(shape, type), '\0')));
    buffers_.push_back(buffer);
    return addTensor(shape, name, type, static_cast<int>(buffers_.size()) - 1);
}

int TfliteModel::integers(const std::vector<int32_t>& values, const std::string& name) {
    std::string data;
    for (const int32_t value : values) {
        for (int i = 0; i < 4; ++i)
            data += static_cast<char>(static_cast<uint32_t>(value) >> (8 * i));
    }
    const auto buffer = writer_.table();
    writer_.setChild(buffer, 0, writer_.bytes(data));
    buffers_.push_back(buffer);
    return addTensor({static_cast<int32_t>(values.size())}, name, Int32, static_cast<int>(buffers_.size()) - 1);
}

int TfliteModel::codeIndex(int builtin, const std::string& custom) {
    const auto [entry, is_new] = code_of_.try_emplace({builtin, custom}, static_cast<int>(codes_.size()));
    if (is_new) {
        const auto table = writer_.table();
        writer_.setScalar(table, 0, std::min(builtin, 127), 1);
        if (!custom.empty()) writer_.setChild(table, 1, writer_.string(custom));
        writer_.setScalar(table, 3, builtin, 4);
        codes_.push_back(table);
    }
    return entry->second;
}

void TfliteModel::add(int builtin, const std::vector<int32_t>& inputs, const std::vector<int32_t>& outputs,
                      int options_type, const std::map<int, int>& options, const std::vector<int>& narrow) {
    const auto table = writer_.table();
    writer_.setScalar(table, 0, codeIndex(builtin, {}), 4);
    writer_.setChild(table, 1, writer_.int32s(inputs));
    writer_.setChild(table, 2, writer_.int32s(outputs));
    if (options_type != 0) {
        const auto fields = writer_.table();
        for (const auto& [field, value] : options) {
            const bool is_narrow = std::find(narrow.begin(), narrow.end(), field) != narrow.end();
            writer_.setScalar(fields, field, value, is_narrow ? 1 : 4);
        }
        writer_.setScalar(table, 3, options_type, 1);
        writer_.setChild(table, 4, fields);
    }
    operators_.push_back(table);
}

void TfliteModel::addCustom(const std::string& code, const std::vector<int32_t>& inputs,
                            const std::vector<int32_t>& outputs) {
    const auto table = writer_.table();
    writer_.setScalar(table, 0, codeIndex(kCustom, code), 4);
    writer_.setChild(table, 1, writer_.int32s(inputs));
    writer_.setChild(table, 2, writer_.int32s(outputs));
    operators_.push_back(table);
}

int TfliteModel::conv(int x, const std::vector<int32_t>& filter, int stride, int activation,
                      const std::vector<int32_t>& out) {
    const int kernel = weights(filter, "kernel");
    const int bias = weights({filter[0]}, "bias", Int32);
    const int y = tensor(out, "conv" + std::to_string(operators_.size()));
    add(3, {x, kernel, bias}, {y}, 1, {{0, 0}, {1, stride}, {2, stride}, {3, activation}}, {0, 3});
    return y;
}

int TfliteModel::depthwise(int x, const std::vector<int32_t>& filter, int stride, int activation,
                           const std::vector<int32_t>& out) {
    const int kernel = weights(filter, "kernel");
    const int bias = weights({filter[3]}, "bias", Int32);
    const int y = tensor(out, "depthwise" + std::to_string(operators_.size()));
    add(4, {x, kernel, bias}, {y}, 2, {{0, 0}, {1, stride}, {2, stride}, {3, 1}, {4, activation}}, {0, 4});
    return y;
}

int TfliteModel::addition(int a, int b, const std::vector<int32_t>& out) {
    const int y = tensor(out, "add" + std::to_string(operators_.size()));
    add(0, {a, b}, {y}, 11, {{0, 0}}, {0});
    return y;
}

int TfliteModel::dense(int x, int in, int features, const std::vector<int32_t>& out) {
    const int matrix = weights({features, in}, "matrix");
    const int bias = weights({features}, "bias", Int32);
    const int y = tensor(out, "dense" + std::to_string(operators_.size()));
    add(9, {x, matrix, bias}, {y}, 8, {{0, 0}}, {0});
    return y;
}

std::string TfliteModel::file(const std::vector<int32_t>& inputs, const std::vector<int32_t>& outputs, int subgraphs) {
    const auto main = writer_.table();
    writer_.setChild(main, 0, writer_.tables(tensors_));
    writer_.setChild(main, 1, writer_.int32s(inputs));
    writer_.setChild(main, 2, writer_.int32s(outputs));
    writer_.setChild(main, 3, writer_.tables(operators_));
    const auto model = writer_.table();
    writer_.setScalar(model, 0, 3, 4);
    writer_.setChild(model, 1, writer_.tables(codes_));
    writer_.setChild(model, 2, writer_.tables(std::vector(static_cast<size_t>(subgraphs), main)));
    writer_.setChild(model, 4, writer_.tables(buffers_));
    return writer_.finish(model, "TFL3");
}

std::string smallTfliteNetwork() {
    TfliteModel m;
    const int input = m.tensor({1, 8, 8, 3}, "image");
    const int stem = m.conv(input, {4, 3, 3, 3}, 2, 3, {1, 4, 4, 4});
    const int expanded = m.conv(stem, {12, 1, 1, 4}, 1, 3, {1, 4, 4, 12});
    const int filtered = m.depthwise(expanded, {1, 3, 3, 12}, 1, 3, {1, 4, 4, 12});
    const int projected = m.conv(filtered, {4, 1, 1, 12}, 1, 0, {1, 4, 4, 4});
    const int sum = m.addition(projected, stem, {1, 4, 4, 4});
    const int doubled = m.depthwise(sum, {1, 3, 3, 8}, 2, 1, {1, 2, 2, 8});
    const int mean = m.tensor({1, 8}, "mean");
    m.add(40, {doubled, m.integers({1, 2}, "axes")}, {mean}, 27, {{0, 0}}, {0});
    const int logits = m.dense(mean, 8, 5, {1, 5});
    const int scores = m.tensor({1, 5}, "scores");
    m.add(25, {logits}, {scores}, 9);
    return m.file({input}, {scores});
}

}  // namespace bw::test
