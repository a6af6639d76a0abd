// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/onnx_graph.h"

#include <algorithm>
#include <queue>
#include <unordered_map>

#include "base/limits.h"
#include "base/text.h"
#include "io/protobuf_view.h"

namespace bw::onnx {
namespace {

constexpr size_t kMaxListLength = 4096;
constexpr int32_t kNoNode = -1;

template <class T>
const T* named(const std::vector<T>& items, std::string_view name) {
    const auto found = std::find_if(items.begin(), items.end(), [&](const T& item) { return item.name == name; });
    return found == items.end() ? nullptr : &*found;
}

/// Length in bytes of the valid UTF-8 sequence that starts `text`; 0 where it is invalid.
size_t sequenceLength(std::string_view text) {
    const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned lead = byte(0);
    const size_t length = lead < 0x80U   ? 1
                          : lead < 0xC2U ? 0
                          : lead < 0xE0U ? 2
                          : lead < 0xF0U ? 3
                          : lead < 0xF5U ? 4
                                         : 0;
    if (length == 0 || length > text.size()) return 0;
    for (size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0U) != 0x80U) return 0;
    }
    const bool overlong = (lead == 0xE0U && byte(1) < 0xA0U) || (lead == 0xF0U && byte(1) < 0x90U);
    const bool surrogate = lead == 0xEDU && byte(1) >= 0xA0U;
    const bool beyond = lead == 0xF4U && byte(1) >= 0x90U;
    return overlong || surrogate || beyond ? 0 : length;
}

/// True for U+200E, U+200F, U+202A ... U+202E and U+2066 ... U+2069, which change the direction of the text around.
bool changesDirection(std::string_view sequence) {
    if (sequence.size() != 3 || sequence[0] != '\xE2') return false;
    const auto last = static_cast<unsigned char>(sequence[2]);
    if (sequence[1] == '\x80') return last == 0x8EU || last == 0x8FU || (last >= 0xAAU && last <= 0xAEU);
    return sequence[1] == '\x81' && last >= 0xA6U && last <= 0xA9U;
}

}  // namespace

const RawAttribute* RawNode::attribute(std::string_view attribute_name) const {
    return named(attributes, attribute_name);
}

int64_t RawNode::integer(std::string_view attribute_name, int64_t otherwise) const {
    const RawAttribute* found = attribute(attribute_name);
    return found == nullptr ? otherwise : found->integer;
}

float RawNode::real(std::string_view attribute_name, float otherwise) const {
    const RawAttribute* found = attribute(attribute_name);
    return found == nullptr ? otherwise : found->real;
}

std::string_view RawNode::text(std::string_view attribute_name, std::string_view otherwise) const {
    const RawAttribute* found = attribute(attribute_name);
    return found == nullptr ? otherwise : found->text;
}

std::vector<int64_t> RawNode::integers(std::string_view attribute_name) const {
    std::vector<int64_t> values;
    const RawAttribute* found = attribute(attribute_name);
    if (found == nullptr) return values;
    WireReader reader(found->message);
    while (reader.next()) {
        if (reader.field().number == 8) appendIntegers(reader, values, kMaxListLength);
    }
    return values;
}

std::vector<double> RawNode::reals(std::string_view attribute_name) const {
    std::vector<double> values;
    const RawAttribute* found = attribute(attribute_name);
    if (found == nullptr) return values;
    WireReader reader(found->message);
    while (reader.next() && values.size() < kMaxListLength) {
        const WireField& field = reader.field();
        if (field.number != 7) continue;
        if (field.type == WireType::Fixed32) values.push_back(static_cast<double>(field.single()));
        for (size_t i = 0; i + 4 <= field.bytes.size() && values.size() < kMaxListLength; i += 4) {
            uint32_t bits = 0;
            for (size_t b = 0; b < 4; ++b)
                bits |= static_cast<uint32_t>(static_cast<uint8_t>(field.bytes[i + b])) << (8 * b);
            WireField single;
            single.varint = bits;
            values.push_back(static_cast<double>(single.single()));
        }
    }
    return values;
}

std::string printableName(std::string_view name, size_t max_length) {
    std::string clean;
    const std::string_view head = name.size() > 4 * max_length ? name.substr(0, 4 * max_length) : name;
    for (size_t i = 0; i < head.size();) {
        const size_t length = sequenceLength(head.substr(i));
        const std::string_view sequence = head.substr(i, std::max<size_t>(length, 1));
        if (length == 0 || changesDirection(sequence)) {
            clean += '?';
        } else {
            clean += sequence;
        }
        i += sequence.size();
    }
    return elide(clean, max_length);
}

std::string nodePlace(const RawNode& node, int32_t index) {
    const std::string op = printableName(node.op_type, 24);
    if (node.name.empty()) return "node " + std::to_string(index) + " (" + op + ")";
    return "node '" + printableName(node.name, 24) + "' (" + op + ")";
}

namespace {

using Definitions = std::unordered_map<std::string_view, int32_t>;

Result<Definitions> defineNames(const RawGraph& graph) {
    Definitions definitions;
    const auto twice = [](std::string_view name) {
        return fail(ErrorCode::InvalidFile, "value '" + printableName(name, 40) + "' is defined twice");
    };
    for (const RawTensor& tensor : graph.initializers) {
        if (!tensor.name.empty() && !definitions.emplace(tensor.name, kNoNode).second) return twice(tensor.name);
    }
    Definitions listed;
    for (const RawValueInfo& input : graph.inputs) {
        if (!listed.emplace(input.name, kNoNode).second) return twice(input.name);
        definitions.emplace(input.name, kNoNode);
    }
    for (size_t i = 0; i < graph.nodes.size(); ++i) {
        for (const std::string_view output : graph.nodes[i].outputs) {
            if (output.empty() || definitions.emplace(output, static_cast<int32_t>(i)).second) continue;
            auto error = twice(output);
            error.value().place = nodePlace(graph.nodes[i], static_cast<int32_t>(i));
            return error;
        }
    }
    return definitions;
}

}  // namespace

Result<std::vector<int32_t>> executionOrder(const RawGraph& graph) {
    const auto definitions = defineNames(graph);
    if (!definitions) return tl::unexpected(definitions.error());
    const size_t count = graph.nodes.size();
    std::vector<std::vector<int32_t>> readers(count);
    std::vector<int32_t> missing(count, 0);
    for (size_t i = 0; i < count; ++i) {
        const RawNode& node = graph.nodes[i];
        const auto require = [&](std::string_view name) {
            const auto found = definitions->find(name);
            if (found == definitions->end()) return false;
            if (found->second == kNoNode) return true;
            readers[static_cast<size_t>(found->second)].push_back(static_cast<int32_t>(i));
            ++missing[i];
            return true;
        };
        for (const std::string_view input : node.inputs) {
            if (input.empty() || require(input)) continue;
            return fail(ErrorCode::InvalidFile, "reads '" + printableName(input, 40) + "', which nothing defines",
                        nodePlace(node, static_cast<int32_t>(i)));
        }
        // A body also reads what it defines itself, so an unknown name is no mistake here.
        for (const std::string_view name : node.captures)
            require(name);
    }
    std::priority_queue<int32_t, std::vector<int32_t>, std::greater<>> ready;
    for (size_t i = 0; i < count; ++i) {
        if (missing[i] == 0) ready.push(static_cast<int32_t>(i));
    }
    std::vector<int32_t> order;
    order.reserve(count);
    while (!ready.empty()) {
        const int32_t index = ready.top();
        ready.pop();
        order.push_back(index);
        for (const int32_t reader : readers[static_cast<size_t>(index)]) {
            if (--missing[static_cast<size_t>(reader)] == 0) ready.push(reader);
        }
    }
    if (order.size() < count) {
        const auto stuck = std::find_if(missing.begin(), missing.end(), [](int32_t n) { return n > 0; });
        const auto index = static_cast<int32_t>(stuck - missing.begin());
        return fail(ErrorCode::InvalidFile, "lies on or behind a cycle of values",
                    nodePlace(graph.nodes[static_cast<size_t>(index)], index));
    }
    return order;
}

}  // namespace bw::onnx
