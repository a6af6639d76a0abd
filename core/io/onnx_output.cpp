// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/onnx_output.h"

#include <bit>

namespace bw::onnx {
namespace {

constexpr uint64_t kMostBytes = (uint64_t{1} << 31) - 1;
constexpr int64_t kIrVersion = 8;

/// Wire types of protobuf.
enum Wire : uint32_t { kVarint = 0, kBytes = 2, kFixed32 = 5 };

/// One message in the making.
class Message {
public:
    void integer(uint32_t field, int64_t value) {
        varint(field << 3 | kVarint);
        varint(static_cast<uint64_t>(value));
    }
    void single(uint32_t field, float value) {
        varint(field << 3 | kFixed32);
        const auto bits = std::bit_cast<uint32_t>(value);
        for (int shift = 0; shift < 32; shift += 8)
            bytes_ += static_cast<char>(bits >> shift & 0xFF);
    }
    void text(uint32_t field, std::string_view value) {
        header(field, value.size());
        bytes_ += value;
    }
    void message(uint32_t field, const Message& value) { text(field, value.bytes_); }
    /// The beginning of a field whose `size` bytes follow.
    void header(uint32_t field, uint64_t size) {
        varint(field << 3 | kBytes);
        varint(size);
    }
    const std::string& bytes() const { return bytes_; }

private:
    void varint(uint64_t value) {
        for (; value >= 0x80; value >>= 7)
            bytes_ += static_cast<char>((value & 0x7F) | 0x80);
        bytes_ += static_cast<char>(value);
    }

    std::string bytes_;
};

Message encoded(const OutputAttribute& attribute) {
    Message made;
    made.text(1, attribute.name);
    struct Visitor {
        Message& made;
        void operator()(int64_t value) const {
            made.integer(3, value);
            made.integer(20, 2);
        }
        void operator()(float value) const {
            made.single(2, value);
            made.integer(20, 1);
        }
        void operator()(const std::string& value) const {
            made.text(4, value);
            made.integer(20, 3);
        }
        void operator()(const std::vector<int64_t>& values) const {
            for (const int64_t value : values)
                made.integer(8, value);
            made.integer(20, 7);
        }
    };
    std::visit(Visitor{made}, attribute.value);
    return made;
}

Message encoded(const OutputNode& node) {
    Message made;
    for (const std::string& input : node.inputs)
        made.text(1, input);
    for (const std::string& output : node.outputs)
        made.text(2, output);
    made.text(3, node.name);
    made.text(4, node.op_type);
    for (const OutputAttribute& attribute : node.attributes)
        made.message(5, encoded(attribute));
    return made;
}

Message encoded(const OutputValue& value) {
    Message shape;
    for (const int64_t size : value.dims) {
        Message dim;
        dim.integer(1, size);
        shape.message(1, dim);
    }
    Message tensor;
    tensor.integer(1, value.type);
    tensor.message(2, shape);
    Message type;
    type.message(1, tensor);
    Message made;
    made.text(1, value.name);
    made.message(2, type);
    return made;
}

/// All of a TensorProto but its bytes, which come last.
Message headOf(const OutputTensor& tensor) {
    Message made;
    for (const int64_t size : tensor.dims)
        made.integer(1, size);
    made.integer(2, tensor.type);
    made.text(8, tensor.name);
    made.header(9, tensor.size);
    return made;
}

uint64_t sizeOf(const Message& head, const OutputTensor& tensor) {
    return head.bytes().size() + tensor.size;
}

}  // namespace

Result<void> serialize(const OutputModel& model, const OutputSink& sink) {
    // Nodes and shapes are small; the size of the graph must be known before its constants are written.
    Message before;
    for (const OutputNode& node : model.nodes)
        before.message(1, encoded(node));
    before.text(2, model.network_name.empty() ? "network" : model.network_name);
    Message after;
    for (const OutputValue& value : model.inputs)
        after.message(11, encoded(value));
    for (const OutputValue& value : model.outputs)
        after.message(12, encoded(value));
    for (const OutputValue& value : model.values)
        after.message(13, encoded(value));
    uint64_t graph_size = before.bytes().size() + after.bytes().size();
    for (const OutputTensor& tensor : model.initializers) {
        const Message head = headOf(tensor);
        Message field;
        field.header(5, sizeOf(head, tensor));
        graph_size += field.bytes().size() + sizeOf(head, tensor);
    }
    if (graph_size > kMostBytes) {
        return fail(ErrorCode::LimitExceeded, "the file would be larger than the 2 GiB that ONNX files may have");
    }
    Message file;
    file.integer(1, kIrVersion);
    file.text(2, "Blockwright");
    if (!model.description.empty()) file.text(6, model.description);
    Message opset;
    opset.text(1, "");
    opset.integer(2, model.opset);
    file.message(8, opset);
    for (const auto& [key, value] : model.metadata) {
        Message entry;
        entry.text(1, key);
        entry.text(2, value);
        file.message(14, entry);
    }
    file.header(7, graph_size);
    if (auto ok = sink(file.bytes()); !ok) return ok;
    if (auto ok = sink(before.bytes()); !ok) return ok;
    for (const OutputTensor& tensor : model.initializers) {
        const Message head = headOf(tensor);
        Message field;
        field.header(5, sizeOf(head, tensor));
        const std::string bytes = tensor.bytes();
        if (bytes.size() != tensor.size) {
            return fail(ErrorCode::InvalidArgument, "the numbers of a constant do not fit its sizes", tensor.name);
        }
        for (const std::string* part : {&field.bytes(), &head.bytes(), &bytes}) {
            if (auto ok = sink(*part); !ok) return ok;
        }
    }
    return sink(after.bytes());
}

}  // namespace bw::onnx
