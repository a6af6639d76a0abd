// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/flatbuffer_writer.h"

#include <algorithm>

namespace bw::test {

FlatbufferWriter::Node FlatbufferWriter::add(Kind kind) {
    objects_.emplace_back().kind = kind;
    return static_cast<Node>(objects_.size()) - 1;
}

void FlatbufferWriter::setScalar(Node table, int field, int64_t value, int bytes) {
    objects_[static_cast<size_t>(table)].scalars[field] = {value, bytes};
}

void FlatbufferWriter::setChild(Node table, int field, Node child) {
    objects_[static_cast<size_t>(table)].children[field] = child;
}

FlatbufferWriter::Node FlatbufferWriter::bytes(std::string_view data) {
    const Node node = add(Kind::Data);
    objects_.back().data = std::string(data);
    objects_.back().count = static_cast<uint32_t>(data.size());
    return node;
}

FlatbufferWriter::Node FlatbufferWriter::string(std::string_view text) {
    const Node node = bytes(text);
    objects_.back().data += '\0';  // Strings end with a zero that their length does not count.
    return node;
}

FlatbufferWriter::Node FlatbufferWriter::int32s(const std::vector<int32_t>& values) {
    const Node node = add(Kind::Data);
    for (const int32_t value : values) {
        for (int i = 0; i < 4; ++i)
            objects_.back().data += static_cast<char>(static_cast<uint32_t>(value) >> (8 * i));
    }
    objects_.back().count = static_cast<uint32_t>(values.size());
    return node;
}

FlatbufferWriter::Node FlatbufferWriter::int64s(const std::vector<int64_t>& values) {
    const Node node = add(Kind::Data);
    for (const int64_t value : values) {
        for (int i = 0; i < 8; ++i)
            objects_.back().data += static_cast<char>(static_cast<uint64_t>(value) >> (8 * i));
    }
    objects_.back().count = static_cast<uint32_t>(values.size());
    return node;
}

FlatbufferWriter::Node FlatbufferWriter::tables(const std::vector<Node>& children) {
    const Node node = add(Kind::Children);
    objects_.back().elements = children;
    return node;
}

void FlatbufferWriter::put(uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i)
        file_ += static_cast<char>(value >> (8 * i));
}

void FlatbufferWriter::patch(size_t position, uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i)
        file_[position + static_cast<size_t>(i)] = static_cast<char>(value >> (8 * i));
}

void FlatbufferWriter::pad(size_t alignment) {
    while (file_.size() % alignment != 0)
        file_ += '\0';
}

void FlatbufferWriter::refer(Node child) {
    references_.emplace_back(file_.size(), child);
    put(0, 4);
}

void FlatbufferWriter::writeTable(Object& object) {
    int fields = 0;
    for (const auto& [field, scalar] : object.scalars)
        fields = std::max(fields, field + 1);
    for (const auto& [field, child] : object.children)
        fields = std::max(fields, field + 1);
    pad(4);
    const size_t vtable = file_.size();
    put(static_cast<uint64_t>(4 + 2 * fields), 2);
    put(0, 2);
    for (int i = 0; i < fields; ++i)
        put(0, 2);
    pad(8);
    object.position = file_.size();
    put(object.position - vtable, 4);
    const auto mark = [&](int field) {
        patch(vtable + 4 + 2 * static_cast<size_t>(field), file_.size() - object.position, 2);
    };
    for (const auto& [field, child] : object.children) {
        mark(field);
        refer(child);
    }
    for (const auto& [field, scalar] : object.scalars) {
        pad(static_cast<size_t>(scalar.bytes));
        mark(field);
        put(static_cast<uint64_t>(scalar.value), scalar.bytes);
    }
    patch(vtable + 2, file_.size() - object.position, 2);
}

void FlatbufferWriter::write(Node node) {
    Object& object = objects_[static_cast<size_t>(node)];
    if (object.kind == Kind::Table) {
        writeTable(object);
        return;
    }
    // The length lies right before the elements, which start at a multiple of 8.
    while (file_.size() % 8 != 4)
        file_ += '\0';
    object.position = file_.size();
    put(object.kind == Kind::Data ? object.count : object.elements.size(), 4);
    file_ += object.data;
    for (const Node child : object.elements)
        refer(child);
}

std::string FlatbufferWriter::finish(Node root, std::string_view identifier) {
    file_.clear();
    references_.clear();
    for (Object& object : objects_)
        object.position = 0;
    refer(root);
    file_ += identifier;
    // Offsets point forward only, so that each object is written after the first one that names it.
    for (size_t next = 0; next < references_.size(); ++next) {
        const auto [from, node] = references_[next];
        if (objects_[static_cast<size_t>(node)].position == 0) write(node);
    }
    for (const auto& [from, node] : references_)
        patch(from, objects_[static_cast<size_t>(node)].position - from, 4);
    return file_;
}

}  // namespace bw::test
