// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <limits>

#include "io/onnx_patterns.h"

namespace bw::onnx {
namespace {

bool repeatsInput(const RawNode& node) {
    return (node.op_type == "Identity" || node.op_type == "Dropout") && !node.inputs.empty() &&
           !node.inputs[0].empty() && !node.outputs.empty() && !node.outputs[0].empty();
}

Constant known(std::vector<int64_t> dims, std::vector<int64_t> integers) {
    Constant constant;
    constant.dims = std::move(dims);
    constant.type = kInt64;
    constant.known = true;
    constant.integers = std::move(integers);
    return constant;
}

Constant known(std::vector<int64_t> dims, std::vector<double> reals) {
    Constant constant;
    constant.dims = std::move(dims);
    constant.known = true;
    constant.reals = std::move(reals);
    return constant;
}

}  // namespace

NameTable::NameTable(const RawGraph& graph, const std::vector<int32_t>& order)
    : graph_(graph), aliases_(graph.nodes.size(), false) {
    for (const RawTensor& tensor : graph.initializers)
        initializers_.emplace(tensor.name, &tensor);
    for (const int32_t index : order) {
        const RawNode& node = graph.nodes[static_cast<size_t>(index)];
        for (const std::string_view output : node.outputs)
            producer_.emplace(output, index);
        // A mask that a Dropout gives besides would be lost; such a node is no alias.
        const bool alias = repeatsInput(node) && (node.outputs.size() == 1 || node.op_type == "Dropout");
        aliases_[static_cast<size_t>(index)] = alias;
        if (alias) canonical_.emplace(node.outputs[0], canonical(node.inputs[0]));
    }
    for (const RawNode& node : graph.nodes) {
        if (node.op_type == "Shape" || node.op_type == "Size" || repeatsInput(node)) continue;
        for (const std::string_view input : node.inputs) {
            ++uses_[canonical(input)];
            const auto [reader, first] = reader_op_.emplace(canonical(input), node.op_type);
            if (!first && reader->second != node.op_type) reader->second = {};
        }
        for (const std::string_view name : node.captures)
            ++uses_[canonical(name)];
    }
    for (const RawValueInfo& output : graph.outputs) {
        ++uses_[canonical(output.name)];
        reader_op_[canonical(output.name)] = {};
    }
}

std::string_view NameTable::canonical(std::string_view name) const {
    const auto found = canonical_.find(name);
    return found == canonical_.end() ? name : found->second;
}

int32_t NameTable::uses(std::string_view name) const {
    const auto found = uses_.find(canonical(name));
    return found == uses_.end() ? 0 : found->second;
}

int32_t NameTable::producer(std::string_view name) const {
    const auto found = producer_.find(canonical(name));
    return found == producer_.end() ? -1 : found->second;
}

bool NameTable::givenBy(std::string_view name, std::string_view op) const {
    const int32_t index = producer(name);
    return index >= 0 && graph_.nodes[static_cast<size_t>(index)].op_type == op;
}

bool NameTable::onlyReadBy(std::string_view name, std::string_view op) const {
    const auto found = reader_op_.find(canonical(name));
    return found != reader_op_.end() && found->second == op;
}

std::optional<Constant> NameTable::constant(std::string_view name) const {
    const std::string_view value = canonical(name);
    if (const auto found = initializers_.find(value); found != initializers_.end()) {
        auto read = readConstant(*found->second);
        return read ? std::optional(std::move(*read)) : std::nullopt;
    }
    const int32_t index = producer(value);
    if (index < 0 || graph_.nodes[static_cast<size_t>(index)].op_type != "Constant") return std::nullopt;
    auto read = constantOfNode(graph_.nodes[static_cast<size_t>(index)]);
    return read ? std::move(*read) : std::nullopt;
}

std::optional<double> NameTable::scalar(std::string_view name) const {
    const auto value = constant(name);
    return value ? scalarOf(*value) : std::nullopt;
}

Result<std::optional<Constant>> constantOfNode(const RawNode& node) {
    for (const RawAttribute& attribute : node.attributes) {
        if (attribute.name == "value" || attribute.name == "sparse_value") {
            const auto tensor = parseTensor(attribute.tensor);
            if (!tensor) return tl::unexpected(tensor.error());
            auto constant = readConstant(*tensor);
            if (!constant) return tl::unexpected(constant.error());
            return std::optional(std::move(*constant));
        }
        if (attribute.name == "value_int") return std::optional(known({}, std::vector<int64_t>{attribute.integer}));
        if (attribute.name == "value_float") {
            return std::optional(known({}, std::vector<double>{static_cast<double>(attribute.real)}));
        }
        if (attribute.name == "value_ints") {
            auto values = node.integers("value_ints");
            return std::optional(known({static_cast<int64_t>(values.size())}, std::move(values)));
        }
        if (attribute.name == "value_floats") {
            auto values = node.reals("value_floats");
            return std::optional(known({static_cast<int64_t>(values.size())}, std::move(values)));
        }
    }
    return std::optional<Constant>();
}

std::optional<std::pair<double, double>> clipRange(const RawNode& node, const NameTable& names) {
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
    if (node.attribute("min") != nullptr) low = static_cast<double>(node.real("min", 0));
    if (node.attribute("max") != nullptr) high = static_cast<double>(node.real("max", 0));
    for (size_t i = 1; i < std::min<size_t>(node.inputs.size(), 3); ++i) {
        if (node.inputs[i].empty()) continue;
        const auto bound = names.scalar(node.inputs[i]);
        if (!bound) return std::nullopt;
        (i == 1 ? low : high) = *bound;
    }
    // Exporters write the largest float where they mean "no bound".
    if (low < -1e30) low = -std::numeric_limits<double>::infinity();
    if (high > 1e30) high = std::numeric_limits<double>::infinity();
    return std::pair(low, high);
}

}  // namespace bw::onnx
