// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace bw::test {

/// Writes FlatBuffers files for tests: objects are described first (children before parents), then laid out.
class FlatbufferWriter {
public:
    using Node = int;

    Node table() { return add(Kind::Table); }
    void setScalar(Node table, int field, int64_t value, int bytes);
    void setChild(Node table, int field, Node child);
    Node string(std::string_view text);
    Node bytes(std::string_view data);
    Node int32s(const std::vector<int32_t>& values);
    Node int64s(const std::vector<int64_t>& values);
    Node tables(const std::vector<Node>& children);

    /// The whole file with `root` as its root table. A node that several parents name is written once.
    std::string finish(Node root, std::string_view identifier);

private:
    enum class Kind { Table, Data, Children };
    struct Scalar {
        int64_t value = 0;
        int bytes = 0;
    };
    struct Object {
        Kind kind = Kind::Table;
        std::map<int, Scalar> scalars;  ///< Of a table, by field.
        std::map<int, Node> children;   ///< Of a table, by field.
        std::vector<Node> elements;     ///< Of a list of tables.
        std::string data;               ///< Of a list of numbers, little-endian.
        uint32_t count = 0;             ///< Elements of a list of numbers.
        size_t position = 0;            ///< In the file; 0 while not written.
    };

    Node add(Kind kind);
    void write(Node node);
    void writeTable(Object& object);
    void put(uint64_t value, int bytes);
    void patch(size_t position, uint64_t value, int bytes);
    void pad(size_t alignment);
    void refer(Node child);

    std::vector<Object> objects_;
    std::vector<std::pair<size_t, Node>> references_;
    std::string file_;
};

}  // namespace bw::test
